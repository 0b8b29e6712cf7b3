"""A JSON API that describes itself: what is read, what is given, what is told of both."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

import pytest
from flask import Flask
from webtest import TestApp

import uikit
from chassis.access import public
from chassis.openapi import Api, Rule
from chassis.problems import register_problems
from tests.support.page import lint


class Color(StrEnum):
    """De qué color es."""

    ROJO = "rojo"
    AZUL = "azul"


@dataclass(frozen=True, kw_only=True)
class Query:
    anio: Annotated[int, Rule(minimum=1900, maximum=2999)] | None = None
    """De qué año."""
    color: Color | None = None
    desde: date | None = None
    solo_nuevos: bool = False


@dataclass(frozen=True, kw_only=True)
class Cosa:
    """Una cosa."""

    id: int
    """Su número."""
    color: Color
    nota: str | None


@dataclass(frozen=True, kw_only=True)
class Cosas:
    """Varias cosas."""

    cosas: tuple[Cosa, ...]
    siguiente: str | None


@dataclass(frozen=True, kw_only=True)
class NuevaCosa:
    """Lo que se dice de una cosa que todavía no existe."""

    texto: Annotated[str, Rule(min_length=1, max_length=5)]
    codigo: Annotated[str, Rule(pattern="[A-Z]{2}", example="AB")]
    monto: int | None = None


api = Api("cosas", __name__, title="Cosas", version="1", description="Cosas que hay.")


@api.get("/cosas", tag="Cosas")
@public
def cosas(query: Query) -> Cosas:
    """Lista las cosas."""
    nota = f"{query.anio} {query.color} {query.desde} {query.solo_nuevos}"
    return Cosas(cosas=(Cosa(id=1, color=Color.ROJO, nota=nota),), siguiente=None)


@api.post("/cosas/<int:id_>", tag="Cosas", problems=(409,))
@public
def make(id_: int, body: NuevaCosa) -> Cosa:
    """Registra una cosa."""
    return Cosa(id=id_, color=Color.AZUL, nota=body.texto)


@pytest.fixture
def program() -> TestApp:
    app = Flask(__name__)
    register_problems(app)
    uikit.register(app)
    app.register_blueprint(api.blueprint, url_prefix="/legajo/api/v1")
    return TestApp(app)


def test_what_is_asked_for_is_read_by_its_type(program):
    address = "/legajo/api/v1/cosas?anio=2022&color=azul&desde=2022-06-30&solo_nuevos=true"

    answer = program.get(address)

    (cosa,) = answer.json["cosas"]
    assert cosa == {"id": 1, "color": "rojo", "nota": "2022 azul 2022-06-30 True"}


@pytest.mark.parametrize(
    ("asked", "field", "told"),
    [
        ("anio=1899", "anio", "1900 o más"),
        ("anio=dos", "anio", "número entero"),
        ("anio=%D9%A2%D9%A0", "anio", "número entero"),
        ("color=verde", "color", "rojo, azul"),
        ("desde=30/06/2022", "desde", "2022-06-30"),
        ("desde=2022-02-30", "desde", "2022-06-30"),
        ("solo_nuevos=1", "solo_nuevos", "true o false"),
        ("ano=2022", "ano", "No existe"),
        ("anio=2022&anio=2023", "anio", "más de una vez"),
    ],
)
def test_what_makes_no_sense_is_told_field_by_field(program, asked, field, told):
    answer = program.get(f"/legajo/api/v1/cosas?{asked}", status=422)

    assert answer.content_type == "application/problem+json"
    assert told in answer.json["errors"][field]


def test_a_body_is_read_by_its_types(program):
    answer = program.post_json("/legajo/api/v1/cosas/7", {"texto": "hola", "codigo": "AB"})

    assert answer.status_code == 201
    assert answer.json == {"id": 7, "color": "azul", "nota": "hola"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"codigo": "AB"}, "texto"),
        ({"texto": "", "codigo": "AB"}, "texto"),
        ({"texto": "demasiado", "codigo": "AB"}, "texto"),
        ({"texto": 1, "codigo": "AB"}, "texto"),
        ({"texto": "\0", "codigo": "AB"}, "texto"),
        ({"texto": "\ud800", "codigo": "AB"}, "texto"),
        ({"texto": "hola", "codigo": "ab"}, "codigo"),
        ({"texto": "hola", "codigo": "AB\n"}, "codigo"),
        ({"texto": "hola", "codigo": "AB", "monto": True}, "monto"),
        ({"texto": "hola", "codigo": "AB", "mas": 1}, "mas"),
    ],
)
def test_a_body_with_a_mistake_is_refused(program, sent, field):
    answer = program.post_json("/legajo/api/v1/cosas/7", sent, status=422)

    assert list(answer.json["errors"]) == [field]


@pytest.mark.parametrize("sent", ["", "{", "[]", "1"])
def test_what_is_no_json_object_is_refused(program, sent):
    program.post("/legajo/api/v1/cosas/7", sent, status=422)


def test_an_answer_that_did_not_change_is_not_sent_again(program):
    first = program.get("/legajo/api/v1/cosas")

    again = program.get("/legajo/api/v1/cosas", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.body) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_the_document_says_what_is_read_and_given(program):
    document = program.get("/legajo/api/v1/openapi.json").json

    assert (document["openapi"], document["servers"]) == ("3.1.0", [{"url": "/legajo/api/v1"}])
    listed = document["paths"]["/cosas"]["get"]
    assert listed["summary"] == "Lista las cosas."
    anio = next(said for said in listed["parameters"] if said["name"] == "anio")
    assert anio == {
        "name": "anio",
        "in": "query",
        "required": False,
        "description": "De qué año.",
        "schema": {"type": "integer", "minimum": 1900, "maximum": 2999},
    }
    assert document["components"]["schemas"]["Cosa"] == {
        "type": "object",
        "description": "Una cosa.",
        "required": ["id", "color", "nota"],
        "properties": {
            "id": {"type": "integer", "description": "Su número."},
            "color": {"$ref": "#/components/schemas/Color"},
            "nota": {"type": ["string", "null"]},
        },
    }
    made = document["paths"]["/cosas/{id_}"]["post"]
    assert made["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/NuevaCosa"
    }
    assert {"201", "401", "409", "422"} <= made["responses"].keys()


def test_people_can_read_it_too(program):
    page = program.get("/legajo/api/v1/docs")

    lint(page.text, "http://localhost/legajo/api/v1/docs")
    page.mustcontain(
        "GET /cosas", "Lista las cosas.", "De qué año.", "número entero, de 1900 a 2999"
    )
