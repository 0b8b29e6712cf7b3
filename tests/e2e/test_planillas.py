"""A month from its upload to its people, while who works on it is killed: all of it, or nothing."""

import csv
import io
from collections.abc import Callable

import pytest
from webtest import Upload

from contracts.access_token import Role
from deploy.platform import Platform
from services.boleta.formats.planilla_csv import REQUIRED
from tests.e2e.test_faults import kill
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import Journey, form_to
from tests.support.visitor import Visitor
from tests.support.waiting import wait_for

SignIn = Callable[[Inhabitant], Journey]

PEOPLE = 40_000
"""Enough for a worker to be killed in the midst of them."""

PERIODO = "2026-01"


def a_month() -> bytes:
    """Write a planilla of people whom nobody else has met."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(REQUIRED)
    for number in range(1, PEOPLE + 1):
        whose = [PERIODO, f"{number + 10_000:08}", "QUISPE", "ROSA", "Ley Nro 30328"]
        rows.writerow([*whose, "+", "remcontrat", "3500.70"])
        rows.writerow([*whose, "-", "dl25897", "398.03"])
    return text.getvalue().encode()


@pytest.fixture
def administrators(signed_in: SignIn, inhabitants: Inhabitants) -> list[Visitor]:
    """Sign in two people who administer the UGEL."""
    role = Role.ADMINISTRADOR_BOLETA
    return [signed_in(inhabitants.with_role(role)).browser for _ in range(2)]


def counted(platform: Platform, query: str) -> int:
    with platform.postgres.connect("boleta") as connection:
        found = connection.execute(query).fetchone()
        assert found is not None
        return int(found[0])


def estado(visitor: Visitor, address: str) -> str:
    return str(visitor.get(f"{address}/progreso").json["estado"])


def test_a_month_survives_whoever_is_killed_and_is_never_half_visible(
    platform: Platform, administrators: list[Visitor]
) -> None:
    ana, luis = administrators
    seen = "SELECT count(*) FROM boleta WHERE periodo = 202601"
    visible = "SELECT id FROM planilla WHERE published_at IS NOT NULL"
    published = f"{seen} AND planilla_id IN ({visible})"
    told = "SELECT count(*) FROM outbox WHERE envelope->'data'->>'periodo' = '202601'"

    form = form_to("/boleta/planillas/nueva", ana.visit("/boleta/planillas/nueva"))
    page = ana.send(form, anio="2026", mes="1", archivo=Upload("enero.csv", a_month()))
    address = page.request.path
    wait_for(lambda: ana.get(f"{address}/progreso").json["porcentaje"], "the reading to begin")
    kill(platform, "boleta-worker")
    wait_for(lambda: estado(ana, address) == "validada", "a report")
    assert counted(platform, seen) == PEOPLE
    assert counted(platform, published) == 0

    luis.send(form_to(f"{address}/aprobar", luis.visit(f"{address}?accion=aprobar")))
    with platform.postgres.connect("boleta") as connection:
        connection.execute(
            "UPDATE planilla SET estado = 'programada', publish_at = now() WHERE periodo = 202601"
        )
        connection.commit()
    kill(platform, "boleta-worker")
    wait_for(lambda: estado(ana, address) == "publicada", "the publication")

    assert counted(platform, published) == PEOPLE
    assert counted(platform, told) == 1 + PEOPLE // 500
