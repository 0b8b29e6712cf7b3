"""What the API of the legajo says of itself, and that it keeps to it, whatever it is asked."""

import re
from uuid import UUID

import pytest

from contracts.access_token import Role
from services.legajo.domain import Estado
from tests.support.builders import files
from tests.support.builders.legajo import (
    CANCHIS,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)
from tests.support.openapi import keeps_to_its_description
from tests.support.page import lint

API = "/legajo/api/v1"
EXPEDIENTE = "EXP-2020-000007"

CHECKS = {"checks": {"positive_data_acceptance": {"expected-statuses": [
    "2xx", "304", "401", "403", "404", "409", "422"]}}}  # fmt: skip
"""A form may be refused for what no schema says: a document that is none, a verdict left out."""


def operations(document):
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def an_address(path):
    """Fill in what is variable in an address."""
    named = {"expediente": EXPEDIENTE, "dni": "00000001", "importacion_id": UUID(int=1)}
    return API + re.sub("{([a-z_]+)}", lambda name: str(named.get(name[1], 1)), path)


@pytest.fixture
def document(legajo):
    return legajo.browser().get(f"{API}/openapi.json").json


@pytest.fixture
def lived_in(legajo):
    """Let there be something of everything, of Rosa and of somebody else."""
    for dni in ("00000001", "00000002"):
        a_servidor(dni)
        an_anotacion(dni, document=files.a_pdf())
        a_cambio(a_solicitud(dni), document=files.a_pdf(title=dni))
        a_solicitud(dni, estado=Estado.OBSERVADA)
    return legajo


def test_every_operation_needs_a_token(legajo, document):
    for method, path, _ in operations(document):
        refused = legajo.browser().request(an_address(path), method=method.upper(), status=401)
        assert refused.content_type == "application/problem+json"


def test_only_the_register_is_for_a_client_that_acts_for_itself(legajo, document, people):
    program = legajo.browser(people.client("boleta", "legajo.servidores"))

    for method, path, operation in operations(document):
        if not operation.get("security"):
            program.request(an_address(path), method=method.upper(), status=403)
    program.get(f"{API}/servidores", status=200)


def test_every_route_is_described(legajo, document):
    rules = [
        rule for rule in legajo.app.url_map.iter_rules() if rule.rule.startswith(f"{API}/")
        and not rule.rule.endswith(("/openapi.json", "/docs"))
    ]  # fmt: skip

    assert len(operations(document)) == len(rules)


def test_the_published_words_are_spanish_and_nothing_is_left_unsaid(document):
    found = [operation for _, _, operation in operations(document)]

    assert all(operation["summary"].endswith(".") for operation in found)
    assert len({operation["operationId"] for operation in found}) == len(found)
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("enum") or schema["description"].endswith("."), name
    assert "Solo para Especialista de escalafón" in str(document["paths"]["/bandeja"])
    assert "legajo.servidores" in str(document["paths"]["/servidores"])


def test_people_can_read_it_too(legajo):
    page = legajo.browser().get(f"{API}/docs")

    lint(page.text, f"{API}/docs")
    page.mustcontain("API del legajo", "GET /catalogo", "PUT /cambios/{cambio_id}")


@pytest.mark.parametrize("who", ["servidor", "especialista"])
def test_whatever_is_asked_the_answer_is_as_described(lived_in, people, who):
    tokens = {
        "servidor": people.token(),
        "especialista": people.with_role(Role.ESCALAFON, CANCHIS, "00000900"),
    }

    keeps_to_its_description(
        lived_in.app, f"{API}/openapi.json", tokens[who], examples=5, config=CHECKS
    )
