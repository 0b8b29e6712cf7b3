"""Planillas: from their upload to their publication."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.pages.screen import Screen


class Planilla(Screen):
    """One planilla, and what may be done with it."""

    name = "planilla"
    heading = re.compile("^Planilla de ")

    def arrive(self) -> None:
        """Wait until the worker has done its part: until then the page opens itself again."""
        super().arrive()
        expect(self.page.locator("[data-follows]")).to_have_count(0)

    def shows(self, estado: str) -> "Planilla":
        """See what has become of it, without having touched anything."""
        expect(self.page.locator(".lead .badge")).to_have_text(estado)
        self.window.look(f"planilla-{estado.lower()}")
        return Planilla(self.window)

    def take(self, step: str, answer: str) -> "Planilla":
        """Press a step, look at its question, and answer it."""
        self.window.go(self.link(step))
        expect(self.page.get_by_role("dialog")).to_be_visible()
        self.window.look(f"planilla-{step.partition(' ')[0].lower()}-pregunta")
        self.window.go(self.button(answer))
        expect(self.page.locator(".alert-exito").first).to_be_visible()
        return Planilla(self.window)


class SubirPlanilla(Screen):
    """The form by which a file comes in."""

    name = "planilla-nueva"
    heading = "Subir una planilla"

    def upload(self, file: Path, *, anio: str, mes: str) -> Planilla:
        """Choose the file and its month, and send it."""
        self.field("Año").select_option(anio)
        self.field("Mes").select_option(mes)
        self.field("Archivo").set_input_files(file)
        self.button("Subir y revisar").click()
        return Planilla(self.window)


class Planillas(Screen):
    """The months of one's UGEL."""

    name = "planillas"
    heading = "Planillas"

    def press_subir(self) -> SubirPlanilla:
        """Press Subir una planilla."""
        self.link("Subir una planilla").click()
        return SubirPlanilla(self.window)

    def open_planilla(self, file: str) -> Planilla:
        """Open the planilla of that file."""
        self.page.get_by_role("row").filter(has_text=file).get_by_role("link").click()
        return Planilla(self.window)
