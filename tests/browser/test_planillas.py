"""A month is brought by one person, approved and published by another, and seen by its people."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contracts.access_token import Role
from tests.browser.pages.landing import Landing
from tests.browser.window import Windows
from tests.support.builders.boleta import a_lis
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import PASSWORD, Journey

Prepare = Callable[[Inhabitant], Inhabitant]


@pytest.fixture
def administrators(inhabitants: Inhabitants, with_password: Prepare) -> list[Inhabitant]:
    """Take two people who administer the boletas of the UGEL."""
    role = Role.ADMINISTRADOR_BOLETA
    return [with_password(inhabitants.with_role(role)) for _ in range(2)]


@pytest.fixture
def servidor(inhabitants: Inhabitants, with_password: Prepare) -> Inhabitant:
    """Take somebody who is paid."""
    return with_password(inhabitants.servidor())


def test_two_people_publish_a_month(
    windows: Windows,
    windows_of_another: Windows,
    administrators: list[Inhabitant],
    servidor: Inhabitant,
    tmp_path: Path,
) -> None:
    ana, luis = administrators
    file = tmp_path / "planilla-febrero.lis"
    file.write_bytes(a_lis(servidor.pago(202602)))

    # One uploads it, and watches it being reviewed.
    inicio = Landing.open(windows.open()).press_iniciar_sesion().sign_in(ana.dni, PASSWORD)
    uploaded = inicio.open_planillas().press_subir().upload(file, anio="2026", mes="Febrero")
    reviewed = uploaded.shows("Validada")
    assert "debe aprobarla otra persona" in reviewed.text
    assert not reviewed.link("Aprobar").is_visible()

    # Another approves and publishes it.
    landing = Landing.open(windows_of_another.open())
    inicio = landing.press_iniciar_sesion().sign_in(luis.dni, PASSWORD)
    planilla = inicio.open_planillas().open_planilla(file.name)
    approved = planilla.take("Aprobar", "Sí, aprobar")
    published = approved.take("Publicar ahora", "Sí, publicar ahora")
    assert "Su boleta está publicada" in published.text

    # Its people see it, and are told.
    journey = Journey(planilla.window.copy)
    journey.sign_in(servidor.dni)
    assert "FEBRERO 2026" in journey.browser.visit("/boleta/").text
    journey.copy.wait_for_mail(servidor.correo, "FEBRERO 2026")
