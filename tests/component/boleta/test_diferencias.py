"""The comparison with the month before: in SQL as in the rule."""

from itertools import product

from sqlalchemy import Integer, select, values
from sqlalchemy import column as named

from services.boleta.domain.diferencias import UMBRALES, cambio_of
from services.boleta.models import db
from services.boleta.models.diferencia import cambio_sql
from tests.support.services import Service

AMOUNTS = (None, 0, 1, 80, 90, 99, 100, 101, 105, 110, 119, 120, 121, 150, 200, 201, 99_999_99)


def test_the_database_and_the_rule_agree_about_every_change(boleta: Service):
    pairs = list(product(AMOUNTS, repeat=2))
    given = values(named("antes", Integer), named("ahora", Integer), name="given").data(pairs)

    with boleta.app.app_context():
        for umbral in UMBRALES:
            said = select(
                given.c.antes,
                given.c.ahora,
                cambio_sql(given.c.antes, given.c.ahora, umbral),
            )
            for antes, ahora, cambio in db.session.execute(said):
                if (antes, ahora) != (None, None):
                    assert cambio == cambio_of(antes, ahora, umbral), (antes, ahora, umbral)
