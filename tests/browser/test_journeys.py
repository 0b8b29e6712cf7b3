"""The two guides of the user, walked with a browser."""

from collections.abc import Callable

from pypdf import PdfReader

from contracts.access_token import Role
from tests.browser.pages.landing import Landing
from tests.browser.pages.login import Login
from tests.browser.pages.mailbox import Mailbox
from tests.browser.pages.verificacion import Verificacion
from tests.browser.window import Windows
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import LINK_SUBJECT, PASSWORD

Prepare = Callable[[Inhabitant], Inhabitant]

LEGAJO = ["Mi legajo", "Actualizar mi legajo", "Seguimiento de atención de solicitud"]

COLUMNS = [
    "Acciones",
    "Periodo",
    "Tipo de régimen",
    "Estado boleta",
    "Entidad",
    "Monto Bruto",
    "Total Descuentos",
    "Monto a pagar",
]


def test_from_generar_contrasena_to_the_pdf_of_my_boleta(
    windows: Windows, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()

    # 1, 2. The welcome, and Generar contraseña.
    Landing.open(windows.open()).press_generar_contrasena().send(person.dni, person.correo)

    # 3. The mail, its link, and a password that keeps the six rules.
    mail = Mailbox(windows.open()).read(person.correo, LINK_SUBJECT)
    assert "24 horas" in mail.text
    assert "mesadeayuda@minedu.gob.pe" in mail.text
    verificacion = Verificacion(mail.follow_link("Generar mi contraseña", windows))
    assert verificacion.marks() == "✘✘✘✘✔✔"
    assert verificacion.type_password("huayruro") == "✔✘✘✔✔✔"
    assert verificacion.type_password("Huayruro#2025/2026") == "✔✔✔✔✘✘"
    assert verificacion.type_password(PASSWORD) == "✔✔✔✔✔✔"

    # 4, 5. Passport, and Inicio with its four cards.
    inicio = verificacion.save(PASSWORD).press_iniciar_sesion().sign_in(person.dni, PASSWORD)
    assert inicio.cards() == [*LEGAJO, "Mi boleta"]
    assert inicio.menu() == ["Inicio", *LEGAJO, "Mi boleta"]

    # 6. Mi boleta, its filters and its table.
    mi_boleta = inicio.open_mi_boleta()
    assert person.nombre_completo in mi_boleta.text
    assert mi_boleta.columns() == COLUMNS
    assert mi_boleta.periodos() == ["DICIEMBRE 2025", "NOVIEMBRE 2025"]
    assert mi_boleta.search("2025", "Noviembre").periodos() == ["NOVIEMBRE 2025"]
    assert "No hay registros para mostrar" in mi_boleta.search("2025", "Enero").text
    assert len(mi_boleta.clear().periodos()) == 2

    # 7. Ver mi boleta, in the page and as PDF.
    boleta = mi_boleta.open("DICIEMBRE 2025")
    assert "S/ 2,760.12" in boleta.text
    printed = PdfReader(boleta.download()).pages[0].extract_text()
    assert person.dni in printed
    assert "2,760.12" in printed


def test_who_is_not_in_the_register_is_told_where_to_go(
    windows: Windows, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()

    generar = Landing.open(windows.open()).press_generar_contrasena()
    told = generar.send_in_vain(person.dni, "otra.persona@example.pe")

    assert "mesa de partes de su UGEL o DRE" in told
    assert generar.field("DNI").input_value() == person.dni


def test_who_has_no_legajo_is_told_so_and_finds_only_mi_boleta(
    windows: Windows, inhabitants: Inhabitants, with_password: Prepare
) -> None:
    person = with_password(inhabitants.sin_legajo())

    inicio = Landing.open(windows.open()).press_iniciar_sesion().sign_in(person.dni, PASSWORD)

    assert "USTED NO TIENE LEGAJO CREADO O VIGENTE" in inicio.dialog.inner_text()
    inicio.accept()
    assert inicio.cards() == ["Mi boleta"]
    assert inicio.menu() == ["Inicio", "Mi boleta"]
    assert len(inicio.open_mi_boleta().periodos()) == 2


def test_an_administrador_sees_their_profile_and_the_planillas(
    windows: Windows, inhabitants: Inhabitants, with_password: Prepare
) -> None:
    person = with_password(inhabitants.with_role(Role.ADMINISTRADOR_BOLETA))

    inicio = Landing.open(windows.open()).press_iniciar_sesion().sign_in(person.dni, PASSWORD)
    planillas = inicio.open_planillas()

    assert "UGEL CANCHIS" in planillas.text
    planillas.window.open("/boleta/")
    profile = planillas.text
    assert "Administrador MI BOLETA" in profile
    assert "UGEL CANCHIS" in profile


def test_the_keyboard_alone_leads_to_inicio(
    windows: Windows, inhabitants: Inhabitants, with_password: Prepare
) -> None:
    person = with_password(inhabitants.servidor())
    landing = Landing.open(windows.open())

    landing.window.tab_to(landing.link("INICIAR SESIÓN"))
    landing.page.keyboard.press("Enter")
    inicio = Login(landing.window).sign_in_by_keyboard(person.dni, PASSWORD)

    landing.window.tab_to(inicio.page.locator(".card").get_by_role("link", name="Mi boleta"))


def test_another_code_can_be_asked_for(
    windows: Windows, inhabitants: Inhabitants, with_password: Prepare
) -> None:
    person = with_password(inhabitants.servidor())
    login = Landing.open(windows.open()).press_iniciar_sesion()
    first = login.window.captcha_answer()

    login.field("Usuario").fill(person.dni)
    changed = login.change_code()

    assert changed.window.captcha_answer() != first
    assert changed.field("Usuario").input_value() == person.dni
    changed.sign_in(person.dni, PASSWORD)


def test_everything_works_without_javascript(
    windows_without_scripts: Windows, inhabitants: Inhabitants, with_password: Prepare
) -> None:
    person = with_password(inhabitants.sin_legajo())

    login = Landing.open(windows_without_scripts.open()).press_iniciar_sesion()
    inicio = login.sign_in(person.dni, PASSWORD)
    inicio.accept()
    boleta = inicio.open_mi_boleta().search("2025", "Diciembre").open("DICIEMBRE 2025")

    assert "S/ 2,760.12" in boleta.text
    boleta.window.go(boleta.button("Cerrar sesión"))
    assert boleta.page.url == f"{boleta.window.copy.public_url}/"
