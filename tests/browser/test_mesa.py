"""Who looks after accounts: the mesa, roles, the audit trail and the register, with the mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from contracts.access_token import Role
from contracts.sedes import NATIONAL
from tests.browser.pages.landing import Landing
from tests.browser.window import Window, Windows
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import PASSWORD

REGISTER = "dni,apellidos,nombres,correo\n00099001,ROJAS,LUZ,luz@example.pe\n1,A,B,sin-arroba\n"


@pytest.fixture
def administrador(
    windows: Windows, inhabitants: Inhabitants, with_password: Callable[[Inhabitant], Inhabitant]
) -> Window:
    """Sign in who administers all of Peru."""
    person = with_password(inhabitants.with_role(Role.ADMINISTRADOR, NATIONAL))
    login = Landing.open(windows.open()).press_iniciar_sesion()
    return login.sign_in(person.dni, PASSWORD).window


def test_an_account_is_found_and_suspended(administrador: Window, inhabitants: Inhabitants) -> None:
    person, page = inhabitants.servidor(), administrador.page

    page.get_by_role("link", name="Mesa de ayuda").click()
    expect(page.locator("h1")).to_have_text("Mesa de ayuda")
    page.get_by_label("DNI, correo o nombre").fill(person.nombre_completo.lower())
    administrador.go(page.get_by_role("button", name="Buscar"))
    administrador.look("mesa")
    page.get_by_role("link", name="Ver la cuenta").first.click()
    expect(page.locator("h1")).to_have_text(person.nombre_completo)
    administrador.go(page.get_by_role("link", name="Suspender cuenta"))
    administrador.look("mesa-suspender")
    page.get_by_label("Motivo").fill("Lo pide la UGEL.")
    page.get_by_role("button", name="Suspender cuenta").click()

    expect(page.get_by_role("status").first).to_contain_text("La cuenta fue suspendida")
    administrador.look("mesa-cuenta")
    page.get_by_role("link", name="Auditoría").click()
    expect(page.locator("tbody tr").first).to_contain_text("Suspensión de la cuenta")
    administrador.look("auditoria")


def test_a_role_is_given_and_withdrawn(administrador: Window, inhabitants: Inhabitants) -> None:
    person, page = inhabitants.servidor(), administrador.page

    page.get_by_role("link", name="Roles").click()
    page.get_by_role("link", name="Dar un rol").click()
    page.get_by_label("DNI de la persona").fill(person.dni)
    page.get_by_label("Rol", exact=True).select_option(Role.ESCALAFON)
    page.get_by_label("DRE o UGEL").select_option("080006")
    page.get_by_label("Motivo").fill("Resolución 12-2026.")
    administrador.look("rol-nuevo")
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text(person.nombre_completo)).to_be_visible()
    administrador.look("rol-confirmar")
    page.get_by_role("button", name="Dar el rol").click()
    expect(page.get_by_role("status").first).to_contain_text("El rol fue dado")
    administrador.look("roles")

    page.locator("tr", has_text=person.dni).get_by_role("link", name="Retirar").click()
    page.get_by_label("Motivo").fill("Cambió de puesto.")
    administrador.look("rol-retirar")
    page.get_by_role("button", name="Retirar el rol").click()

    expect(page.get_by_role("status").first).to_contain_text("El rol fue retirado")


def test_a_register_is_uploaded_and_its_refused_rows_are_shown(administrador: Window) -> None:
    page = administrador.page

    administrador.go(page.get_by_role("link", name="Registro Evaluación Docente"))
    administrador.look("registro")
    register = {"name": "registro.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()}
    page.get_by_label("Archivo CSV").set_input_files([register])
    page.get_by_role("button", name="Subir e importar").click()

    expect(page.get_by_text("El archivo se importó")).to_be_visible()
    expect(page.get_by_text("no tiene 8 dígitos")).to_be_visible()
    administrador.look("registro-importado")
