"""Every route of legajo, also the one that is added tomorrow, asked by who has no business there.

There is one of everything of one person, under its true id, and a word in all of it that no
stranger may ever read. The routes are those that the service has: nothing is listed here.
"""

import itertools
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect, select, text
from webtest import Upload
from werkzeug.routing import Rule

from chassis.importing import ImportState
from contracts.access_token import Role
from services.legajo.domain import Estado
from services.legajo.domain.anotacion import Operacion
from services.legajo.models import (
    Adjunto,
    Anotacion,
    Base,
    Borrador,
    Cambio,
    Importacion,
    Informe,
    Traslado,
    db,
)
from tests.support.builders import files
from tests.support.builders.legajo import (
    ANTA,
    CANCHIS,
    a_cambio,
    a_servidor,
    a_solicitud,
    a_traslado,
    an_anotacion,
)

DNI, EXPEDIENTES = "00000001", ("EXP-2020-000901", "EXP-2020-000902", "EXP-2020-000903")

WORD = "Zafarrancho"
"""What stands in everything of that person."""

API = "/legajo/api/v1"

ELSEWHERE = "090000"
"""A sede that has nothing to do with any of it."""

NO_LEGAJO = "USTED NO TIENE LEGAJO CREADO O VIGENTE"
"""What every page of one's own legajo says to who has none."""

SPECIALIST = "00000900"

FORM = {
    "accion": "tomar",
    "borrador": "6c1f7f39-4a5b-4f0c-9a57-1c3f2f7f0a01",
    "comentario": "Yo.",
    "confirmo": "1",
    "folios": "120",
    "form_key": "6c1f7f39-4a5b-4f0c-9a57-1c3f2f7f0a01",
    "motivo": "concurso",
    "motivo_reserva": "Informe para la Comisión.",
    "operacion": "anular",
    "paso": "guardar",
    "por_que": "R.D. 12-2026.",
}
"""Enough for the forms of all pages; what a form does not know, it does not read."""


def all_of(model: type[Base]) -> list[Any]:
    (key,) = inspect(model).primary_key
    return list(db.session.scalars(select(key)))


IDS = {
    "adjunto_id": lambda: all_of(Adjunto),
    "anotacion_id": lambda: all_of(Anotacion),
    "cambio_id": lambda: all_of(Cambio),
    "dni": lambda: [DNI],
    "documento_id": lambda: all_of(Adjunto),
    "expediente": lambda: EXPEDIENTES,
    "importacion_id": lambda: all_of(Importacion),
    "informe_id": lambda: all_of(Informe),
    "traslado_id": lambda: all_of(Traslado),
}
"""What an address may name of that person, and what there is of it."""

CHOICES = {"paso": ["importar", "cancelar"], "seccion": ["II"], "tipo": ["sancion"]}
"""What an address may say besides."""


@pytest.fixture
def everything(legajo, servidor):
    """Let there be one of everything of Rosa, sent to another sede and not received yet."""
    a_servidor(DNI, apellidos=WORD.upper(), nombres=WORD, cargo=WORD)
    said = {"titulo": WORD, "grado": WORD, "institucion": WORD}
    title = an_anotacion(DNI, document=files.a_pdf(), **said)
    an_anotacion(DNI, "sancion", document=files.a_pdf(2), tipo_sancion=WORD, motivo=WORD)
    for expediente, estado in zip(
        EXPEDIENTES, (Estado.REGISTRADA, Estado.OBSERVADA, Estado.RECHAZADA), strict=True
    ):
        about = {"expediente": expediente, "asunto": WORD, "detalle": WORD}
        solicitud = a_solicitud(DNI, estado=estado, **about)
        a_cambio(solicitud, document=files.a_pdf(title=expediente), valores=said, motivo=WORD)
    draft = Borrador(id=uuid4(), dni=DNI, seccion="II", detalle=WORD)
    db.session.add(draft)
    db.session.add(
        Cambio(
            borrador=draft,
            operacion=Operacion.CORREGIR,
            tipo="estudio",
            anotacion=title,
            antes={},
            valores=said,
            motivo=WORD,
            listo=True,
        )
    )
    db.session.execute(text("UPDATE adjunto SET nombre = :word"), {"word": f"{WORD}.pdf"})
    servidor(DNI).post("/legajo/informes", {"motivo": "concurso"}, status=303)
    a_traslado(DNI, detalle=WORD)
    db.session.add(
        Importacion(
            id=UUID(int=1),
            archivo=f"{WORD}.csv",
            que="servidores",
            sha256="0" * 64,
            state=ImportState.REVIEWED,
            is_rehearsal=True,
            por="00000777",
            sedes=[CANCHIS],
            uploaded_at=datetime.now(UTC),
        )
    )
    db.session.commit()
    return legajo


def routes(app) -> Iterator[tuple[str, Rule]]:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/legajo") and not rule.endpoint.endswith("static"):
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield method, rule


def addresses(app, rule) -> Iterator[tuple[str, bool]]:
    """Give an address for everything of that person; whether it names something of theirs."""
    found = IDS | {name: lambda values=values: values for name, values in CHOICES.items()}
    names = sorted(rule.arguments)
    adapter = app.url_map.bind("localhost")
    for values in itertools.product(*(found[name]() for name in names)):
        address = adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))
        yield address, not rule.arguments.isdisjoint(IDS)


PLAIN = {
    "array": [],
    "binary": Upload("titulo.pdf", files.a_pdf()),
    "boolean": True,
    "date": "2020-01-02",
    "date-time": "2026-01-02T03:04:05Z",
    "integer": 1,
    "string": "Porque es necesario.",
    "uuid": str(UUID(int=1)),
}
"""Something of each kind that a schema knows."""


def example(schema: dict[str, Any], components: dict[str, Any]) -> Any:
    """Give something that the schema takes, so that nobody is turned away for a mistake."""
    if "$ref" in schema:
        return example(components[schema["$ref"].rpartition("/")[2]], components)
    for given in ("enum", "examples"):
        if given in schema:
            return schema[given][0]
    if schema.get("type") == "object":
        fields = schema.get("properties", {})
        asked = {name: fields[name] for name in schema.get("required", ())}
        return {name: FORM.get(name, example(each, components)) for name, each in asked.items()}
    return schema.get("example", PLAIN[schema.get("format", schema.get("type"))])


def bodies(browser) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what to send to each operation of the API, as it describes itself."""
    document = browser.get(f"{API}/openapi.json").json
    components, found = document["components"]["schemas"], {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for kind, content in operation.get("requestBody", {}).get("content", {}).items():
                body = example(content["schema"], components)
                is_json = kind == "application/json"
                found[method.upper(), API + path] = (
                    {"params": json.dumps(body), "content_type": kind}
                    if is_json
                    else {"params": body, "content_type": kind}
                )
    return found


def digest() -> dict[str, str]:
    """Return what tells whether anything at all was written, table by table."""
    db.session.rollback()
    rows = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} AS t"
    names = [table.name for table in Base.metadata.sorted_tables]
    return {name: db.session.scalar(text(rows.format(name))) for name in names}


def what_is_wrong(answer, method: str, is_theirs: bool) -> str:
    """Return why that is no answer for a stranger; nothing, if it is one."""
    if WORD.casefold().encode() in answer.body.lower():
        return "tells"
    if answer.status_int >= 500:
        return "breaks"
    # What is refused for another reason tells nothing either, and `digest` sees what it did.
    refused = {403, 404} if method == "GET" else {403, 404, 409, 422}
    is_dead_end = NO_LEGAJO.encode() in answer.body
    return "opens" if is_theirs and answer.status_int not in refused and not is_dead_end else ""


def ask_everywhere(app, browser, is_asked) -> tuple[list[str], int]:
    """Return what went wrong, and how many things of that person were asked for."""
    wrong, count, sent = [], 0, bodies(browser)
    for method, rule in routes(app):
        if not is_asked(rule):
            continue
        named = re.sub("<(?:[^<>]*:)?([a-z_]+)>", "{\\1}", rule.rule)
        body = sent.get((method, named), {"params": {} if method == "GET" else FORM})
        for address, is_theirs in addresses(app, rule):
            if method == "GET":
                answer = browser.get(address, expect_errors=True)
            else:
                answer = browser._gen_request(method, address, expect_errors=True, **body)
            count += is_theirs
            if mistake := what_is_wrong(answer, method, is_theirs):
                wrong.append(f"{method} {address}: {answer.status_int} {mistake}")
    return wrong, count


def is_no_transfer(rule: Rule) -> bool:
    """Both sides of a transfer see it, as it was sent: that is no secret from them."""
    return "traslado" not in rule.rule


STRANGERS = {
    "another servidor": lambda people: people.token("00000002"),
    "of another sede": lambda people: people.with_role(Role.ESCALAFON, ELSEWHERE, SPECIALIST),
    "of boletas": lambda people: people.with_role(Role.ADMINISTRADOR_BOLETA, CANCHIS, SPECIALIST),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_is_told_nothing_and_changes_nothing(everything, people, who):
    before = digest()

    browser = everything.browser(STRANGERS[who](people))
    wrong, count = ask_everywhere(everything.app, browser, lambda rule: True)

    assert "\n".join(wrong) == ""
    assert count > 100
    assert digest() == before


def test_the_destination_sees_nothing_but_the_transfer_until_it_receives(everything, people):
    before = digest()

    browser = everything.browser(people.with_role(Role.ESCALAFON, ANTA, SPECIALIST))
    wrong, _ = ask_everywhere(everything.app, browser, is_no_transfer)

    assert "\n".join(wrong) == ""
    assert digest() == before


def test_the_origin_sees_nothing_but_the_transfer_afterwards(everything, people):
    db.session.execute(text("UPDATE servidor SET sede = :sede"), {"sede": ANTA})
    db.session.execute(text("UPDATE traslado SET estado = 'recibido', finished_at = now()"))
    db.session.commit()
    before = digest()

    browser = everything.browser(people.with_role(Role.ESCALAFON, CANCHIS, SPECIALIST))
    wrong, _ = ask_everywhere(everything.app, browser, is_no_transfer)

    assert "\n".join(wrong) == ""
    assert digest() == before


def test_nobody_is_the_specialist_of_their_own_legajo(everything, people):
    before = digest()

    def is_asked(rule: Rule) -> bool:
        view = everything.app.view_functions[rule.endpoint]
        asks_for_role = bool(getattr(view, "required_roles", ()))
        return asks_for_role and not rule.arguments.isdisjoint(IDS)

    browser = everything.browser(people.with_role(Role.ESCALAFON, CANCHIS, DNI))
    found, count = ask_everywhere(everything.app, browser, is_asked)

    assert [each for each in found if not each.endswith("tells")] == []
    assert count > 30
    assert digest() == before
