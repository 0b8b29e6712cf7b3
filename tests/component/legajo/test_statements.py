"""A page asks the database as often for many rows as for one."""

from typing import Any

import pytest
from sqlalchemy import event

from services.legajo.domain import Estado
from services.legajo.domain.anotacion import Operacion
from services.legajo.models import Borrador, Cambio, db
from tests.support.builders.files import a_pdf
from tests.support.builders.legajo import (
    ESTUDIO,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)

DNIS = ("00000001", "00000002")
"""Of whom there is little, and of whom there is more."""

pytestmark = pytest.mark.usefixtures("little_and_more")

ONE, MANY = "EXP-2020-000001", "EXP-2020-000012"

ONCE_EACH = 9
"""Who asks, the solicitud, its course, its entries and their documents, the section that they are
about and its documents, whether what is reserved may be shown, and that it was looked at."""


@pytest.fixture
def little_and_more(legajo):
    for dni, expediente, count in zip(DNIS, (ONE, MANY), (1, 6), strict=True):
        a_servidor(dni)
        solicitud = a_solicitud(
            dni, expediente=expediente, estado=Estado.EN_REVISION, taken_by="00000900"
        )
        borrador = Borrador(id=solicitud.sending, dni=dni, seccion="II", detalle="")
        for number in range(count):
            kept, other = (an_anotacion(dni, document=a_pdf(title=f"{dni} {number}")) for _ in "ab")
            asked: dict[str, Any] = {"operacion": Operacion.CORREGIR, "antes": ESTUDIO}
            new = a_pdf(title=f"new {dni} {number}")
            a_cambio(solicitud, document=new, anotacion_id=kept.id, **asked)
            asked |= {"tipo": "estudio", "valores": ESTUDIO, "motivo": "", "listo": True}
            borrador.cambios.append(Cambio(**asked, anotacion_id=other.id))
        db.session.add(borrador)
        db.session.commit()


def asked_by(browser, address):
    """Count what a page asks of the database, once it is known who the token is of."""
    browser.get(address)
    engine, asked = db.session.get_bind(), []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    browser.get(address)
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize(
    "address",
    ["/legajo/", "/legajo/actualizar/II", "/legajo/historia", "/legajo/api/v1/borradores"],
)
def test_what_is_of_a_servidor(servidor, address):
    one, many = (asked_by(servidor(dni), address) for dni in DNIS)

    assert one == many


@pytest.mark.parametrize("address", ["/legajo/solicitudes/", "/legajo/api/v1/solicitudes/"])
def test_a_solicitud_of_theirs(servidor, address):
    one = asked_by(servidor(DNIS[0]), address + ONE)
    many = asked_by(servidor(DNIS[1]), address + MANY)

    assert one == many


@pytest.mark.parametrize("address", ["/legajo/bandeja/", "/legajo/api/v1/bandeja/"])
def test_a_solicitud_to_attend(especialista, address):
    one = asked_by(especialista(), address + ONE)
    many = asked_by(especialista(), address + MANY)

    assert one == many <= ONCE_EACH


@pytest.mark.parametrize("address", ["/legajo/servidores/{}", "/legajo/api/v1/legajos/{}"])
def test_a_legajo_that_a_specialist_keeps(especialista, address):
    one, many = (asked_by(especialista(), address.format(dni)) for dni in DNIS)

    assert one == many
