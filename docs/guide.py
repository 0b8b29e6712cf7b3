"""Take the pictures of the user's guide, docs/guide.md: `python -m docs.guide` (`make guide`).

It starts the platform with its demo data and walks it in Chromium, in the order of the guide. A
picture that would hardly change (a time, the letters of an image) is left as it is: delete it first
to have it taken anew all the same.
"""

import io
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from PIL import Image, ImageChops
from playwright.sync_api import Browser, FilePayload, Locator, Page, sync_playwright

from deploy.demo.people import invent_people
from deploy.demo.sign_ins import ESCALAFON, SIGN_INS, SIN_LEGAJO
from deploy.platform import Platform
from tests.support.builders.files import a_diploma
from tests.support.journey import PASSWORD
from tests.support.mailbox import Mailbox, link_in
from tests.support.stack import a_platform, captcha_answer

FOLDER = Path(__file__).parent / "guide"

TEACHER = next(
    person
    for person in invent_people()[len(SIGN_INS) :]
    if person.is_in_register and person.legajo and person.plaza.cargo == "PROFESOR"
)
"""Whom we follow: a teacher of the register who has no password yet."""

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
"""What Chromium is called, as deploy/chromium looks for it."""

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-component-update"]
"""How it runs as root in a container, and talks to nobody by itself."""

WIDTH, HEIGHT = 1280, 860
"""The screen of whom we show; a picture may be taller, or less tall."""

BELOW = 40
"""How much of the page is seen at least under what is pressed, in pixels."""

COLOURS = 256
"""Of a picture: the commonest of its screen, exactly; the rest are tints between them."""

SAME = 0.008
"""The part of its pixels up to which a picture may change and still be the same."""

TELLING = 48
"""How much a pixel must change, of 255, to count as another."""

FRAME = """(element, on) => {
    element.style.outline = on ? "4px solid #c2410c" : "";
    element.style.outlineOffset = on ? "4px" : "";
}"""
"""Puts a frame around what the reader is to press, and takes it away."""

DRAWN = """() => [...document.images].every((image) =>
    image.naturalWidth || image.getBoundingClientRect().top > innerHeight)"""
"""Whether every image that is seen has come: some do only when they are about to be seen."""


class Walk:
    """One person at their browser; `picture` keeps what they see."""

    def __init__(self, browser: Browser, platform: Platform) -> None:
        self.page: Page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="es-PE",
            reduced_motion="reduce",
            base_url=platform.settings.public_url,
        )
        self._captcha_answer = captcha_answer(platform)

    def picture(
        self,
        name: str,
        press: Locator | None = None,
        *,
        width: int = WIDTH,
        height: int = HEIGHT,
    ) -> None:
        """Keep the upper part of the page, down to what is pressed next, with a frame around it."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate("scrollTo(0, 0)")
        box = press.bounding_box() if press else None
        if box and box["y"] + box["height"] + BELOW > height:
            height = int(box["y"] + box["height"] + BELOW)
            self.page.set_viewport_size({"width": width, "height": height})
        if press:
            press.evaluate(FRAME, True)
        self.page.wait_for_function(DRAWN)
        shot = Image.open(io.BytesIO(self.page.screenshot(animations="disabled", caret="hide")))
        if press:
            press.evaluate(FRAME, False)
        keep(shot.convert("RGB"), FOLDER / f"{name}.png")

    def fill(self, **fields: str) -> None:
        """Fill a form in, and the code of its image if it has one."""
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)
        if self.page.locator("[name=captcha_id]").count():
            captcha_id = self.page.locator("[name=captcha_id]").input_value()
            self.page.fill("[name=captcha]", self._captcha_answer(captcha_id).lower())
        self.page.evaluate("document.activeElement.blur()")

    def upload(self, name: str) -> None:
        """Choose a scanned diploma, and wait until it is there."""
        chosen: FilePayload = {
            "name": name,
            "mimeType": "application/pdf",
            "buffer": a_diploma(name),
        }
        self.page.locator("#archivo").set_input_files(chosen)
        self.page.get_by_role("link", name=name).wait_for()
        self.page.evaluate("document.activeElement.blur()")

    def button(self, words: str) -> Locator:
        """Find a button by what is written on it."""
        return self.page.get_by_role("button", name=words, exact=True)

    def link(self, words: str) -> Locator:
        """Find a link of the page, not of the menu, by its words."""
        return self.page.locator("main").get_by_role("link", name=words, exact=True)

    def sign_in(self, dni: str, password: str) -> None:
        """Go from anywhere to Inicio."""
        self.page.goto("/login")
        self.fill(usuario=dni, contrasena=password)
        self.button("Iniciar sesión").click()
        self.page.wait_for_url("**/inicio")


def main() -> None:
    """Take every picture, on a platform of its own."""
    FOLDER.mkdir(exist_ok=True)
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with TemporaryDirectory() as state, a_platform(Path(state)) as platform:
        platform.run("seed", "deploy.demo.seed")
        platform.wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=QUIET)
            jose = Walk(browser, platform)
            get_a_password(jose, platform)
            see_a_boleta(jose)
            update_the_legajo(jose, Walk(browser, platform))
            have_no_legajo(Walk(browser, platform))


def get_a_password(jose: Walk, platform: Platform) -> None:
    """Walk from the welcome to Inicio."""
    jose.page.goto("/")
    jose.picture("bienvenida", jose.link("GENERAR CONTRASEÑA"), height=900)
    jose.link("GENERAR CONTRASEÑA").click()
    jose.fill(dni=TEACHER.dni, correo=TEACHER.correo)
    jose.picture("generar-contrasena", jose.button("Generar contraseña"))
    jose.button("Generar contraseña").click()

    mail = Mailbox(platform.mails).wait_for(TEACHER.correo, "Generar tu contraseña")
    jose.page.goto(f"{platform.settings.mailbox_url}/messages/{mail.id}/html")
    jose.picture("correo", jose.page.get_by_role("link"), width=720, height=400)
    jose.page.goto(link_in(mail))
    jose.fill(contrasena=PASSWORD, confirmacion=PASSWORD)
    jose.picture("crear-contrasena", jose.button("Grabar"), height=1000)
    jose.button("Grabar").click()

    jose.link("Iniciar sesión").click()
    jose.fill(usuario=TEACHER.dni, contrasena=PASSWORD)
    jose.picture("iniciar-sesion", jose.button("Iniciar sesión"), height=720)
    jose.button("Iniciar sesión").click()
    jose.picture("inicio", jose.page.locator(".card", has_text="Mi boleta"), height=660)


def see_a_boleta(jose: Walk) -> None:
    """Walk from a second sign-in, which has a last access to tell of, to one boleta."""
    jose.button("Cerrar sesión").click()
    jose.sign_in(TEACHER.dni, PASSWORD)
    jose.link("Mi boleta").click()
    jose.picture("mi-boleta", height=1000)
    jose.page.locator("td.actions a").first.click()
    jose.picture("boleta", jose.link("Descargar PDF"), height=1020)


def update_the_legajo(jose: Walk, julia: Walk) -> None:
    """Ask for a new title, have its document observed, send another, and see it in the legajo."""
    jose.page.goto("/legajo/")
    jose.picture("mi-legajo", height=1120)
    solicitud = ask_for_a_title(jose)

    julia.sign_in(ESCALAFON.dni, ESCALAFON.password)
    judge(julia, solicitud, {"titulo.pdf": "La copia no se lee: envíela otra vez, por favor."})
    jose.page.goto(solicitud)
    jose.picture("seguimiento", jose.link("Subsanar"), height=1000)
    send_another_copy(jose)

    judge(julia, solicitud, {})
    jose.page.goto(solicitud)
    jose.picture("atendida", height=900)
    issue_an_informe(jose)


def ask_for_a_title(jose: Walk) -> str:
    """Prepare an entry with its document and send it; return the address of the solicitud."""
    jose.page.goto("/inicio")
    jose.link("Actualizar mi legajo").click()
    jose.picture("secciones", jose.link("II. Situación académica"), height=900)
    jose.link("II. Situación académica").click()
    jose.picture("seccion", jose.button("Grado, título o estudios"), height=820)
    jose.button("Grado, título o estudios").click()
    jose.page.get_by_label("Nivel").select_option("Segunda especialidad")
    jose.page.get_by_label("Grado o título").fill("Título de segunda especialidad")
    jose.page.get_by_label("Especialidad").fill("Educación Inicial")
    jose.page.get_by_label("Centro de estudios").fill("UNSAAC")
    jose.page.get_by_label("Fecha de expedición").fill("2024-05-05")
    jose.upload("titulo.pdf")
    jose.picture("anotacion", jose.button("Guardar y continuar"))
    jose.button("Guardar y continuar").click()
    jose.picture("enviar", jose.button("Enviar solicitud"), height=900)
    jose.button("Enviar solicitud").click()
    jose.picture("enviada", height=640)
    return jose.page.url.partition("?")[0]


def send_another_copy(jose: Walk) -> None:
    """Answer the observation with a document that can be read."""
    jose.link("Subsanar").click()
    jose.picture("subsanar", jose.page.get_by_role("link", name="Corregir "), height=900)
    jose.page.get_by_role("link", name="Corregir ").click()
    jose.page.get_by_role("button", name="Quitar titulo.pdf").click()
    jose.upload("titulo-legible.pdf")
    jose.picture("subsanar-documento", jose.button("Guardar y volver"), height=900)
    jose.button("Guardar y volver").click()
    jose.fill(comentario="Envié una copia más clara.")
    jose.picture("subsanar-enviar", jose.button("Enviar respuesta"), height=1100)
    jose.button("Enviar respuesta").click()


def judge(julia: Walk, solicitud: str, observed: dict[str, str]) -> None:
    """Accept all of a solicitud but the documents that are observed, each with its reason."""
    julia.page.goto(solicitud.replace("/solicitudes/", "/bandeja/"))
    julia.button("Tomar esta solicitud").click()
    for verdict in julia.page.locator(".verdict").all():
        name = verdict.locator("label").first.inner_text()
        reason = next((why for document, why in observed.items() if document in name), "")
        verdict.locator("select").select_option("observado" if reason else "aceptado")
        verdict.locator("textarea").fill(reason)
    julia.button("Enviar decisión").click()
    julia.page.locator(".alert-exito").first.wait_for()


def issue_an_informe(jose: Walk) -> None:
    """Issue an informe escalafonario, and show where it is taken from."""
    jose.page.goto("/legajo/")
    jose.link("Informe escalafonario").click()
    jose.page.select_option("[name=motivo]", index=1)
    jose.picture("informe", jose.button("Emitir informe"), height=860)
    jose.button("Emitir informe").click()
    jose.picture("informe-emitido", jose.page.get_by_role("link", name="Descargar").first)


def have_no_legajo(luis: Walk) -> None:
    """Show what the page says to who has no legajo."""
    luis.sign_in(SIN_LEGAJO.dni, SIN_LEGAJO.password)
    luis.picture("sin-legajo", height=640)


def keep(shot: Image.Image, path: Path) -> None:
    """Write a picture, unless the one that is there shows the same."""
    picture = with_few_colours(shot)
    if not (path.exists() and shows_the_same(Image.open(path), picture)):
        picture.save(path, optimize=True)


def with_few_colours(shot: Image.Image) -> Image.Image:
    """Reduce a picture to its commonest colours: then it weighs little."""
    found = Counter(cast(Sequence[tuple[int, int, int]], shot.get_flattened_data()))
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour, _ in found.most_common(COLOURS) for part in colour])
    return shot.quantize(palette=palette, dither=Image.Dither.NONE)


def shows_the_same(old: Image.Image, new: Image.Image) -> bool:
    """Tell whether hardly a pixel tells two pictures apart."""
    if old.size != new.size:
        return False
    difference = ImageChops.difference(old.convert("L"), new.convert("L"))
    changed = sum(difference.histogram()[TELLING:])
    return changed < SAME * old.width * old.height


if __name__ == "__main__":
    main()
