"""The legajo of who is signed in: what it says, what they ask for, and what becomes of it."""

import re
from pathlib import Path

from playwright.sync_api import Download, expect

from tests.browser.pages.screen import Screen
from tests.browser.window import Window


class Informes(Screen):
    """The informes escalafonarios about one's legajo."""

    name = "informes"
    heading = "Informe escalafonario"

    def issue(self, motivo: str) -> Download:
        """Say what it is for, issue it, and take it."""
        option = self.page.locator("[name=motivo] option", has_text=motivo)
        wanted = option.get_attribute("value")
        self.field("¿Para qué es el informe?").select_option(wanted)
        self.window.go(self.button("Emitir informe"))
        expect(self.page.get_by_text("El informe está listo")).to_be_visible()
        self.window.look("informe-emitido")
        with self.page.expect_download() as saved:
            self.page.get_by_role("link", name="Descargar").first.click()
        return saved.value


class MiLegajo(Screen):
    """What it says today."""

    name = "mi-legajo"
    heading = "Mi legajo"

    @classmethod
    def open(cls, window: Window) -> "MiLegajo":
        """Press the entry of the menu."""
        menu = window.page.get_by_role("navigation")
        menu.get_by_role("link", name="Mi legajo", exact=True).click()
        return cls(window)

    def press_informe(self) -> Informes:
        """Go and issue an informe."""
        self.link("Informe escalafonario").click()
        return Informes(self.window)


class Solicitud(Screen):
    """One solicitud, and what is awaited."""

    name = "solicitud"
    heading = re.compile("^Solicitud EXP-")

    @property
    def expediente(self) -> str:
        """Its number."""
        return self.page.locator("h1").inner_text().removeprefix("Solicitud ")

    def reload(self) -> "Solicitud":
        """Look again, after somebody else did something."""
        self.page.goto(self.page.url.partition("?")[0])
        return Solicitud(self.window)

    def press_subsanar(self) -> "Subsanar":
        """Go and answer an observation."""
        self.link("Subsanar").click()
        return Subsanar(self.window)


class Subsanar(Screen):
    """The answer to an observation."""

    name = "subsanar"
    heading = re.compile("^Subsanar EXP-")

    def replace(self, document: str, by: Path) -> "Subsanar":
        """Take a document out, and put another in its place."""
        self.window.go(self.page.get_by_role("link", name="Corregir "))
        expect(self.page.locator("h1")).to_have_text(re.compile("^Subsanar: "))
        self.page.get_by_role("button", name=f"Quitar {document}").click()
        self.page.locator("#archivo").set_input_files(by)
        expect(self.page.get_by_role("link", name=by.name)).to_be_visible()
        self.window.look("subsanar-documento")
        self.button("Guardar y volver").click()
        return Subsanar(self.window)

    def send(self, comentario: str) -> Solicitud:
        """Say something to the specialist, and send it all."""
        self.field("Qué responde").fill(comentario)
        self.button("Enviar respuesta").click()
        return Solicitud(self.window)
