"""Mi legajo: two hundred entries of a person and their documents, from the tables to the page."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response, jsonify, request
from sqlalchemy import select, text
from sqlalchemy.orm import selectinload
from werkzeug.test import Client

from contracts.access_token import Principal
from deploy.embedded import Valkey
from services.legajo.models import Anotacion, db
from services.legajo.queries.anotaciones import list_anotaciones
from tests.performance import nation
from tests.performance.bench import CPU, Scoreboard, Way, at_least
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

PEOPLE = 10_000

ENTRIES = 187
"""Those that count, of two hundred."""

FIELDS = ("id", "seccion", "tipo", "valores", "desde", "hasta", "estado", "origen")

ME = Principal(sub="me", client_id="gateway", scope=frozenset(), dni=nation.ME)


@pytest.fixture
def legajo(databases: Databases, valkey: Valkey, people: People) -> Iterator[Service]:
    legajo = start("legajo", databases, valkey, people)
    legajo.empty()
    with legajo.app.app_context(), db.transaction():
        nation.found(db.session.connection(), PEOPLE)
        db.session.execute(text("ANALYZE"))
    yield legajo
    legajo.empty()


def test_the_page(
    benchmark: Scoreboard, legajo: Service, databases: Databases, valkey: Valkey, people: People
):
    browser = Client(legajo.app)
    headers = {"Authorization": f"Bearer {people.token(ME.dni)}"}
    usual = Client(_with_the_usual_view(start("legajo", databases, valkey, people)))

    def page() -> None:
        shown = browser.get("/legajo/", headers=headers).text
        assert shown.count('<article class="entry"') == ENTRIES

    def answer() -> None:
        given = browser.get("/legajo/api/v1/legajo/anotaciones", headers=headers).json
        assert len(given["anotaciones"]) == ENTRIES

    def reference(how: str) -> None:
        assert len(usual.get(f"/usual?{how}", headers=headers).json) == ENTRIES

    ways = (
        Way(name="ORM + jsonify, all at once", run=lambda: reference("at-once"), times=5),
        Way(
            name="ORM + jsonify, documents one by one",
            run=lambda: reference("one-by-one"),
            goal=at_least(2),
        ),
    )
    work = f"Mi legajo with {ENTRIES} entries"
    benchmark.compare(f"{work}, JSON, CPU", Way(run=answer, times=5), *ways, clock=CPU)
    benchmark.compare(f"{work}, HTML, CPU", Way(run=page, times=5), *ways, clock=CPU)
    with legajo.app.app_context():

        def look_up() -> None:
            db.session.close()
            list_anotaciones(ME)

        work = f"{ENTRIES} entries from the database, CPU"
        benchmark.compare(work, Way(run=look_up, times=5), clock=CPU)


def _with_the_usual_view(legajo: Service) -> Flask:
    """Add the entries as the usual view gives them: rows as they are, and no page around them."""

    @legajo.app.get("/usual")
    def anotaciones() -> Response:
        mine = select(Anotacion).where(Anotacion.dni == ME.dni, Anotacion.estado == "vigente")
        if "at-once" in request.args:
            mine = mine.options(selectinload(Anotacion.adjuntos))
        rows = db.session.scalars(mine.order_by(Anotacion.desde.desc()))
        return jsonify([_as_they_are(row) for row in rows])

    return legajo.app


def _as_they_are(row: Anotacion) -> dict[str, object]:
    documents = [
        {"nombre": each.nombre, "bytes": each.documento.bytes, "tipo": each.documento.tipo}
        for each in row.adjuntos
    ]
    return {name: getattr(row, name) for name in FIELDS} | {"documentos": documents}
