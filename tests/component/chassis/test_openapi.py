"""A JSON API that describes itself: what is read, what is given, what is told of both."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import pytest
from flask import Flask, Response, g, request
from webtest import TestApp
from werkzeug.datastructures import FileStorage

import uikit
from chassis.access import public, requires_scope
from chassis.openapi import Api, Rule
from chassis.openapi.values import Published, following
from chassis.problems import register_problems
from contracts.access_token import Principal
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


@dataclass(frozen=True, kw_only=True)
class Medida:
    """Cuánto mide una parte."""

    nombre: Annotated[str, Rule(max_length=5)]
    alto: int = 0


@dataclass(frozen=True, kw_only=True)
class Medidas:
    """Todas las medidas, y qué más se dice."""

    medidas: Annotated[tuple[Medida, ...], Rule(max_items=2)]
    notas: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Foto:
    """Una foto y su título."""

    archivo: FileStorage
    titulo: str = ""


@dataclass(frozen=True, kw_only=True)
class Album:
    """Varias fotos, y qué se dice de ellas."""

    archivos: Annotated[tuple[FileStorage, ...], Rule(max_items=2)]
    notas: dict[str, str]
    visto: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Resumen(Published):
    """Lo que se cuenta de una cosa."""

    id: int
    nota: str | None
    cuantas: int


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


@api.put("/cosas/<int:id_>/medidas", tag="Cosas")
@public
def measure(id_: int, body: Medidas) -> Cosa:
    """Anota las medidas de una cosa."""
    said = [f"{each.nombre}={each.alto}" for each in body.medidas]
    return Cosa(id=id_, color=Color.AZUL, nota=f"{said} {body.notas}")


@api.delete("/cosas/<int:id_>", tag="Cosas")
@public
def forget(id_: int) -> None:
    """Olvida una cosa."""


@api.post("/fotos", tag="Cosas", most_mb=lambda: 2)
@public
def show(body: Foto) -> Cosa:
    """Recibe una foto."""
    size = len(body.archivo.stream.read())
    return Cosa(id=size, color=Color.AZUL, nota=body.titulo)


@api.post("/albumes", tag="Cosas", most_mb=lambda: 2)
@public
def collect(body: Album) -> Cosa:
    """Recibe varias fotos."""
    names = [each.filename for each in body.archivos]
    return Cosa(id=len(names), color=Color.AZUL, nota=f"{names} {body.notas} {body.visto}")


@api.get("/fotos/1", tag="Cosas", produces=("image/png", "image/jpeg"))
@public
def photo() -> Response:
    """Da una foto."""
    return Response(b"0123456789", content_type="image/png")


@api.get("/registro", tag="Sistemas")
@requires_scope("cosas.todas")
def everything() -> Cosas:
    """Da todo, a otro sistema."""
    return Cosas(cosas=(), siguiente=None)


@pytest.fixture
def program() -> TestApp:
    app = Flask(__name__)

    @app.before_request
    def believe() -> None:
        g.principal = Principal(sub="a", client_id="a", dni="00000001")

    @app.before_request
    def believe_a_client() -> None:
        if scope := request.headers.get("X-Scope"):
            g.principal = Principal(sub="a", client_id="a", scope=frozenset({scope}))

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


@pytest.mark.parametrize("sent", ["", "{", "[]", "1", '{"a": ' + "[" * 100_000])
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


def test_lists_and_tables_are_read_and_their_mistakes_told_by_path(program):
    address = "/legajo/api/v1/cosas/7/medidas"
    good = {"medidas": [{"nombre": "pata", "alto": 3}], "notas": {"a": "b"}}
    bad = {
        "medidas": [{"nombre": "pata"}, {"alto": "x", "mas": 1}],
        "notas": {"a": 1, "\ud800": 2},
    }

    answer = program.put_json(address, good)
    refused = program.put_json(address, bad, status=422)
    wrongs: tuple[Any, ...] = ({"medidas": {}, "notas": []}, {"medidas": [1] * 3, "notas": None})
    for wrong in wrongs:
        program.put_json(address, wrong, status=422)
    many = program.put_json(address, good | {"medidas": [{"nombre": "a"}] * 3}, status=422)

    assert (answer.status_code, answer.json["nota"]) == (200, "['pata=3'] {'a': 'b'}")
    assert refused.json["errors"] == {
        "medidas.1.nombre": "Falta.",
        "medidas.1.alto": "Debe ser un número entero.",
        "medidas.1.mas": "No existe ese dato.",
        "notas.a": "Debe ser un texto.",
        "notas.?": "Debe ser un texto.",
    }
    assert many.json["errors"] == {"medidas": "Envíe 2 como máximo."}


def test_what_is_taken_away_answers_nothing(program):
    answer = program.delete("/legajo/api/v1/cosas/7")

    assert (answer.status_code, answer.body) == (204, b"")


def test_a_file_comes_as_a_part_of_a_form_and_may_be_too_large(program):
    address, name = "/legajo/api/v1/fotos", "foto.png"

    taken = program.post(
        address, {"titulo": "Yo"}, upload_files=[("archivo", name, b"x" * 1_500_000)]
    )
    huge = program.post(address, upload_files=[("archivo", name, b"x" * 3_000_000)], status=413)
    none = program.post(address, {"archivo": "x"}, status=422)

    assert (taken.json["id"], taken.json["nota"]) == (1_500_000, "Yo")
    assert huge.content_type == "application/problem+json"
    assert none.json["errors"] == {"archivo": "Debe ser un archivo, con su nombre."}


def test_several_files_come_with_what_is_said_of_them(program):
    address, photos = "/legajo/api/v1/albumes", [("archivos", f"{n}.png", b"x") for n in "ab"]
    said = {"notas": '{"a": "b"}', "visto": "2022-06-30T08:00:00-05:00"}

    two = program.post(address, said, upload_files=photos).json
    one = program.post(address, said, upload_files=photos[:1]).json
    wrong = program.post(
        address, {"notas": "{", "visto": "2022-06-30"}, upload_files=photos * 2, status=422
    ).json

    assert two["nota"] == "['a.png', 'b.png'] {'a': 'b'} 2022-06-30 08:00:00-05:00"
    assert one["id"] == 1
    assert wrong["errors"] == {
        "archivos": "Envíe 2 como máximo.",
        "notas": "Debe ser un objeto.",
        "visto": "Debe ser una fecha y hora como 2022-06-30T08:00:00-05:00.",
    }


def test_a_part_of_a_file_may_be_asked_for(program):
    part = program.get("/legajo/api/v1/fotos/1", headers={"Range": "bytes=2-4"}, status=206)

    assert (part.body, part.headers["Content-Range"]) == (b"234", "bytes 2-4/10")
    program.get("/legajo/api/v1/fotos/1", headers={"Range": "bytes=99-"}, status=416)


def test_people_and_clients_have_operations_of_their_own(program):
    client = {"X-Scope": "cosas.todas"}

    program.get("/legajo/api/v1/registro", headers=client, status=200)
    program.get("/legajo/api/v1/registro", headers={"X-Scope": "otra"}, status=403)
    program.get("/legajo/api/v1/registro", status=403)
    refused = program.get("/legajo/api/v1/cosas", headers=client, status=403)

    assert "token de quien inició sesión" in refused.json["detail"]


def test_the_document_knows_files_lists_and_scopes(program):
    document = program.get("/legajo/api/v1/openapi.json").json
    paths, schemas = document["paths"], document["components"]["schemas"]

    sent = paths["/fotos"]["post"]["requestBody"]["content"]
    assert list(sent) == ["multipart/form-data"]
    assert schemas["Foto"]["properties"]["archivo"] == {"type": "string", "format": "binary"}
    media = paths["/fotos/1"]["get"]["responses"]["200"]["content"]
    assert set(media) == {"image/png", "image/jpeg"}
    assert "content" not in paths["/cosas/{id_}"]["delete"]["responses"]["204"]
    assert paths["/registro"]["get"]["security"] == [{"token": ["cosas.todas"]}]
    assert schemas["Medidas"]["properties"]["medidas"]["maxItems"] == 2
    assert schemas["Medida"]["additionalProperties"] is False
    program.get("/legajo/api/v1/docs").mustcontain("multipart/form-data", "cosas.todas", "archivo")


def test_what_is_published_of_an_object_is_what_is_named():
    resumen = Resumen.of(Cosa(id=1, color=Color.ROJO, nota=None), cuantas=3)

    assert resumen == Resumen(id=1, nota=None, cuantas=3)
    assert [following(page, 2) for page in (1, 2, 3)] == [2, None, None]
