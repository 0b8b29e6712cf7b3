"""Mi boleta: the 24 boletas of a person among 48,000, from the database to the page."""

import re

import pytest
from flask import Flask, Response, jsonify
from sqlalchemy import select, text
from werkzeug.test import Client

from contracts.access_token import Principal
from deploy.embedded import Valkey
from services.boleta.domain.resumen import BoletaItem
from services.boleta.models import Boleta, db
from services.boleta.queries import mi_boleta as queries
from tests.component.boleta.test_database import Plans
from tests.performance.bench import CPU, Scoreboard, Way, at_least
from tests.performance.conftest import NEIGHBOURS
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

MANY = """
    SELECT open_anio(2024), open_anio(2025);
    INSERT INTO planilla (id, sede, periodo, estado, archivo, sha256, boletas, rechazos,
                          advertencias, total_liquido, published_at)
    VALUES (0, '080006', 202401, 'publicada', 'bench', '', 0, 0, 0, 0, now());
    INSERT INTO boleta
    SELECT periodo * 1000000000::bigint + dni, NULL, 0, periodo, 500000, 50000, 450000,
           NULL, NULL, NULL, 1, to_char(dni, 'FM00000000'), '080006', 'haberes', 'vigente',
           '{1,2}', '{500000,50000}',
           'QUISPE HUAMÁN', 'ROSA ELENA', 'Ley Nro 30328', 'DOCENTE CONTRATADO', 'PROFESOR',
           'I.E. 56001', 'Habilitado', '00-06-00', 'AFP INTEGRA', 'CTA-04123456789', ''
    FROM generate_series(1, 2000) AS dni,
         unnest(ARRAY[202400, 202500]) AS year,
         generate_series(year + 1, year + 12) AS periodo;
    ANALYZE boleta;
"""
"""Two years of 2,000 people."""

ME = Principal(sub="me", client_id="gateway", scope=frozenset(), dni="00000007")


@pytest.fixture
def two_years(boleta: Service) -> Service:
    boleta.empty()
    with boleta.app.app_context(), db.transaction():
        db.session.execute(text(MANY))
    return boleta


def test_the_list(benchmark: Scoreboard, two_years: Service):
    with two_years.app.app_context(), Plans(two_years) as plans:
        assert len(queries.list_boletas(ME)) == 24
    found = re.findall(r"Scan.* on boleta_2025.*", "\n".join(plans))
    benchmark.fact("24 boletas of 48,000 found by", found[0].partition("  (")[0])

    with two_years.app.app_context():
        benchmark.compare(
            "24 boletas from the database, CPU",
            Way(run=lambda: queries.list_boletas(ME), times=50),
            Way(name="whole rows by the ORM", run=_entities, times=50, goal=at_least(2)),
            clock=CPU,
        )


def test_the_page(
    benchmark: Scoreboard,
    two_years: Service,
    databases: Databases,
    valkey: Valkey,
    people: People,
):
    browser = Client(two_years.app)
    headers = {"Authorization": f"Bearer {people.token(ME.dni)}"}
    usual = Client(_with_the_usual_view(start("boleta", databases, valkey, people, **NEIGHBOURS)))

    def page() -> None:
        assert browser.get("/boleta/", headers=headers).text.count("Ver mi boleta de") == 24

    def answer() -> None:
        given = browser.get("/boleta/api/v1/boletas", headers=headers).json
        assert len(given["boletas"]) == 24

    reference = Way(
        name="ORM + jsonify, behind the same token and log",
        run=lambda: len(usual.get("/usual", headers=headers).json),
        times=20,
        goal=at_least(2),
    )
    work = "Mi boleta with 24 rows"
    benchmark.compare(f"{work}, JSON, CPU", Way(run=answer, times=20), reference, clock=CPU)
    benchmark.compare(f"{work}, HTML, CPU", Way(run=page, times=20), reference, clock=CPU)


def _entities() -> list[Boleta]:
    """Read whole rows, on a connection taken from the pool: as ours does, and each request."""
    db.session.close()
    mine = select(Boleta).where(Boleta.dni == ME.dni).order_by(Boleta.periodo.desc())
    return list(db.session.scalars(mine))


def _with_the_usual_view(boleta: Service) -> Flask:
    """Add the list as the usual view gives it: whole rows, and no page around them."""

    @boleta.app.get("/usual")
    def boletas() -> Response:
        names = BoletaItem._fields
        return jsonify([{name: getattr(row, name) for name in names} for row in _entities()])

    return boleta.app
