"""Legajos of a country: what is looked up every day touches no more than what is shown.

Only when asked for, because making them takes a minute or two: `AYNI_BENCH_LEGAJOS=500000 make
bench`. How PostgreSQL went about each is left in tests/.artifacts/plans-legajo.txt.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event, text

from contracts.access_token import Grant, Principal, Role
from contracts.sedes import NATIONAL
from deploy.embedded import Valkey
from services.legajo import queries
from services.legajo.domain.reporte import Periodo
from services.legajo.models import db
from services.legajo.queries import anotaciones, historia, legajos, reportes, traslados
from services.legajo.queries.accesos import list_looks
from services.legajo.queries.bandeja import ALL, FiltrosBandeja
from services.legajo.queries.custodia import FiltrosUbicacion, list_by_place
from services.legajo.queries.legajos import FiltrosLegajos
from services.legajo.usecases import expiring
from tests.performance import nation
from tests.performance.bench import Scoreboard, at_most
from tests.performance.conftest import REPORT
from tests.performance.test_scale import pages_of
from tests.support.builders.legajo import CANCHIS
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

PEOPLE = int(os.environ.get("AYNI_BENCH_LEGAJOS", "0"))
"""How many servidores there are to be."""

HANDFUL = 100
"""How many pages of 8 KB a look at one legajo may touch, of 200 entries with their documents."""

A_SEDE = 5_000
"""How many a list of a sede may touch, or what waits in the country."""

SHELVES = 40_000
"""And one that counts all legajos of a large sede, by the register of who is in it."""

TODAY = date(2026, 11, 22)

A_YEAR = Periodo(date(2025, 11, 22), TODAY)


def somebody(dni: str, *sedes: str) -> Principal:
    grants = tuple(Grant(Role.ESCALAFON, sede) for sede in sedes)
    return Principal(sub=dni, client_id="gateway", scope=frozenset(), dni=dni, grants=grants)


ME, ANA, MINEDU = (
    somebody(nation.ME),
    somebody("00000900", CANCHIS),
    somebody("00000900", NATIONAL),
)

LOOKS: dict[str, tuple[Callable[[], object], int]] = {
    "my 200 entries": (lambda: anotaciones.list_anotaciones(ME), HANDFUL),
    "what changed in mine, the newest": (lambda: historia.list_my_historia(ME), 2 * HANDFUL),
    "who saw mine": (lambda: list_looks(ME, 1), HANDFUL),
    "my solicitudes": (lambda: queries.list_solicitudes(ME), HANDFUL),
    "the bandeja of a sede": (lambda: queries.list_bandeja(ANA, FiltrosBandeja(), 1), A_SEDE),
    "the bandeja of the country": (
        lambda: queries.list_bandeja(MINEDU, FiltrosBandeja(), 1),
        A_SEDE,
    ),
    "all of the country, also what was finished": (
        lambda: queries.list_bandeja(MINEDU, FiltrosBandeja(estado=ALL), 1),
        A_SEDE,
    ),
    "somebody of a sede by name": (
        lambda: legajos.list_servidores_of(ANA, FiltrosLegajos(palabras=("quispe", "rosa"))),
        A_SEDE,
    ),
    "somebody of the country by name": (
        lambda: legajos.list_servidores_of(MINEDU, FiltrosLegajos(palabras=("quispe", "rosa"))),
        A_SEDE,
    ),
    "legajos on the shelves of a sede": (
        lambda: list_by_place(ANA, FiltrosUbicacion(), 1),
        SHELVES,
    ),
    "legajos on the shelves of the country": (
        lambda: list_by_place(MINEDU, FiltrosUbicacion(), 1),
        A_SEDE,
    ),
    "transfers to a sede": (
        lambda: traslados.list_traslados(ANA, traslados.Vista.POR_RECIBIR, 1),
        A_SEDE,
    ),
    "a year of a sede": (lambda: reportes.count_by_sede(ANA, "", A_YEAR, TODAY), A_SEDE),
    "what expires today": (lambda: expiring.expire_solicitudes(date(2000, 1, 1)), HANDFUL),
}
"""What is looked up, and how many pages it may touch."""


@pytest.fixture(scope="module")
def country(databases: Databases, valkey: Valkey, people: People) -> Iterator[Service]:
    if not PEOPLE:
        pytest.skip("AYNI_BENCH_LEGAJOS is not set")
    legajo = start("legajo", databases, valkey, people)
    legajo.empty()
    with legajo.app.app_context():
        with db.transaction():
            nation.found(db.session.connection(), PEOPLE)
        with db.session.connection().engine.connect() as connection:
            own = connection.execution_options(isolation_level="AUTOCOMMIT")
            own.execute(text("SET statement_timeout = 0"))
            own.execute(text("VACUUM (ANALYZE)"))
        yield legajo
    legajo.empty()


def test_what_is_looked_up_every_day(benchmark: Scoreboard, country: Service):
    told: list[str] = []
    for work, (look, most) in LOOKS.items():
        with explained() as plans:
            look()
        told += [f"-- {work}", *plans, ""]
        pages = sum(map(pages_of, plans))
        name = f"{work}, of {PEOPLE:,} legajos"
        benchmark.figure(name, pages, "pages", at_most(most, " pages"))
    REPORT.with_name("plans-legajo.txt").write_text("\n".join(told), encoding="utf-8")


@contextmanager
def explained() -> Iterator[list[str]]:
    """Give how PostgreSQL goes about each query that is made meanwhile."""
    engine, plans = db.session.connection().engine, list[str]()

    def explain(connection, _cursor, statement, parameters, *_) -> None:
        if statement.startswith(("SELECT", "WITH")):
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", parameters)
                plans.append("\n".join(line for (line,) in cursor.fetchall()))

    event.listen(engine, "before_cursor_execute", explain)
    yield plans
    event.remove(engine, "before_cursor_execute", explain)
    db.session.rollback()
