"""Ten years of boletas: what is looked up every day touches a handful of pages.

Only when asked for, because making them takes minutes: `AYNI_BENCH_BOLETAS=5000000 make bench`. How
PostgreSQL went about each is left in tests/.artifacts/plans.txt.
"""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from contracts.access_token import Grant, Principal, Role
from services.boleta.models import db
from services.boleta.queries import boletas, mi_boleta
from services.boleta.queries.administration import Busqueda, search_boletas
from tests.component.boleta.test_database import Plans
from tests.performance.bench import Scoreboard, at_most
from tests.performance.conftest import REPORT
from tests.support.services import Service

BOLETAS = int(os.environ.get("AYNI_BENCH_BOLETAS", "0"))
"""How many boletas there are to be, over ten years."""

MONTHS = 120

PEOPLE = max(1, BOLETAS // MONTHS)

SEDES = 250

ME = "00000007"

MONTH_OF = Busqueda(periodo=202406)

HANDFUL = 60
"""How many pages of 8 KB a look-up may touch."""

CATALOGUE = """
    INSERT INTO concepto (tipo, codigo, nombre)
    SELECT CASE WHEN n < 8 THEN '+' ELSE '-' END, 'concepto' || n, 'Concepto ' || n
    FROM generate_series(1, 12) AS n
"""

MONTH = """
    INSERT INTO planilla (sede, periodo, estado, archivo, sha256, boletas, rechazos, advertencias,
                          total_liquido, published_at)
    VALUES ('000000', :periodo, 'publicada', 'bench', int4send(:periodo), :people, 0, 0, 0, now());
    INSERT INTO boleta (
        id, planilla_id, periodo, tipo, estado, sede, bruto, descuentos, liquido, dni,
        conceptos, montos, apellidos, nombres, regimen, tipo_servidor, cargo, establecimiento,
        situacion, tiempo_servicio, pension, cuenta, mensajes
    )
    SELECT
        :periodo * 1000000000::bigint + row_number() OVER (ORDER BY person % :sedes, person),
        currval('planilla_id_seq'), :periodo, 'haberes', 'vigente',
        to_char(10001 + person % :sedes, 'FM000000'), 500000, 50000, 450000,
        to_char(person, 'FM00000000'), '{1,2,3,4,5,6,7,8,9,10,11,12}',
        '{100000,2000,3000,40000,500,60000,7000,8000,900,100,2300,4500}',
        'QUISPE HUAMÁN', 'ROSA ELENA', 'Ley Nro 30328', 'DOCENTE CONTRATADO', 'PROFESOR',
        'I.E. 56001 (1234567)', 'Habilitado', '00-06-00', 'AFP INTEGRA', 'CTA-04123456789', ''
    FROM generate_series(1, :people) AS person
    ORDER BY person % :sedes, person
"""
"""A national month, in the order in which the file of one comes: sede by sede."""


@pytest.fixture(scope="module")
def ten_years(boleta: Service) -> Iterator[Service]:
    if not BOLETAS:
        pytest.skip("AYNI_BENCH_BOLETAS is not set")
    boleta.empty()
    with boleta.app.app_context():
        with db.transaction():
            db.session.execute(text(CATALOGUE))
        for month in range(MONTHS):
            make_month(2016 * 100 + month // 12 * 100 + month % 12 + 1)
        with db.session.connection().engine.connect() as connection:
            own = connection.execution_options(isolation_level="AUTOCOMMIT")
            own.execute(text("SET statement_timeout = 0"))
            own.execute(text("VACUUM (ANALYZE) boleta, planilla"))
        yield boleta
    boleta.empty()


def make_month(periodo: int) -> None:
    with db.transaction():
        db.session.execute(text("SET LOCAL statement_timeout = 0"))
        db.session.execute(text("SELECT open_anio(:anio)"), {"anio": periodo // 100})
    planilla, rows = MONTH.split(";\n", 1)
    given = {"periodo": periodo, "people": PEOPLE, "sedes": SEDES}
    with db.transaction():
        db.session.execute(text("SET LOCAL statement_timeout = 0"))
        db.session.execute(text(planilla), {"periodo": periodo, "people": PEOPLE})
        db.session.execute(text(rows), given)


def test_what_is_looked_up_every_day(benchmark: Scoreboard, ten_years: Service):
    me = Principal(sub="me", client_id="gateway", scope=frozenset(), dni=ME)
    admin = Principal(
        sub="admin",
        client_id="gateway",
        scope=frozenset(),
        dni="00000003",
        grants=(Grant(Role.ADMINISTRADOR_BOLETA, "010004"),),
    )
    with ten_years.app.app_context():
        mine = mi_boleta.list_boletas(me)
        assert len(mine) == MONTHS
        newest, oldest = mine[0].id, mine[-1].id
        looks: dict[str, tuple[Callable[[], object], int]] = {
            f"my {MONTHS} boletas": (lambda: mi_boleta.list_boletas(me), 5 * MONTHS),
            "my newest boleta": (lambda: boletas.boleta_document(me, newest), HANDFUL),
            "my oldest boleta": (lambda: boletas.boleta_document(me, oldest), HANDFUL),
            "a month of a UGEL, page 1": (lambda: search_boletas(admin, MONTH_OF, 1), HANDFUL),
            "a month of a UGEL, page 5": (lambda: search_boletas(admin, MONTH_OF, 5), HANDFUL),
        }
        told: list[str] = []
        for work, (look, most) in looks.items():
            with Plans(ten_years, "(ANALYZE, BUFFERS)") as plans:
                look()
            told += [f"-- {work}", *plans, ""]
            pages = sum(map(pages_of, plans))
            name = f"{work}, of {BOLETAS:,} boletas"
            benchmark.figure(name, pages, "pages", at_most(most, " pages"))
    REPORT.with_name("plans.txt").write_text("\n".join(told), encoding="utf-8")


def pages_of(plan: str) -> int:
    """Return how many pages a plan touched in all."""
    top = re.search(r"Buffers: shared (.*)", plan)
    return sum(map(int, re.findall(r"(?:hit|read)=(\d+)", top[1]))) if top else 0
