"""Inicio: what one can do."""

from playwright.sync_api import Locator, expect

from tests.browser.pages.bandeja import Bandeja
from tests.browser.pages.mi_boleta import MiBoleta
from tests.browser.pages.planillas import Planillas
from tests.browser.pages.screen import Screen


class Inicio(Screen):
    """The cards and the side menu."""

    name = "inicio"
    heading = "Inicio"

    def cards(self) -> list[str]:
        """Return what the cards lead to."""
        return self.page.locator(".card h3").all_inner_texts()

    def menu(self) -> list[str]:
        """Return the entries of the side menu."""
        return self.page.get_by_role("navigation").get_by_role("link").all_inner_texts()

    @property
    def dialog(self) -> Locator:
        """What must be answered first, if there is something."""
        return self.page.get_by_role("dialog")

    def accept(self) -> None:
        """Answer the dialog."""
        self.button("Aceptar").click()
        expect(self.dialog).to_be_hidden()

    def open_mi_boleta(self) -> MiBoleta:
        """Press the card."""
        self.page.locator(".card").get_by_role("link", name="Mi boleta").click()
        return MiBoleta(self.window)

    def open_planillas(self) -> Planillas:
        """Press the entry of the menu of an administrator."""
        menu = self.page.get_by_role("navigation")
        menu.get_by_role("link", name="Planillas", exact=True).click()
        return Planillas(self.window)

    def open_bandeja(self) -> Bandeja:
        """Press the entry of the menu of a specialist."""
        menu = self.page.get_by_role("navigation")
        menu.get_by_role("link", name="Bandeja de escalafón", exact=True).click()
        return Bandeja(self.window)
