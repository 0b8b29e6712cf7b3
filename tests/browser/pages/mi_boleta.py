"""Mi boleta: one's own boletas, filtered by year and month."""

from playwright.sync_api import expect

from tests.browser.pages.boleta import Boleta
from tests.browser.pages.screen import Screen


class MiBoleta(Screen):
    """Who one is, the filters and the table."""

    name = "mi-boleta"
    heading = "Mi boleta"

    def columns(self) -> list[str]:
        """Return the heads of the table."""
        return self.page.get_by_role("columnheader").all_inner_texts()

    def periodos(self) -> list[str]:
        """Return the months of the rows, from top to bottom."""
        return self.page.locator("td[data-label=Periodo]").all_inner_texts()

    def search(self, anio: str, mes: str) -> "MiBoleta":
        """Choose a year and a month and press Buscar."""
        self.field("Año").select_option(label=anio)
        self.field("Mes").select_option(label=mes)
        self.window.go(self.button("Buscar"))
        return MiBoleta(self.window)

    def clear(self) -> "MiBoleta":
        """Press Limpiar."""
        self.window.go(self.link("Limpiar"))
        expect(self.page).to_have_url(f"{self.window.copy.public_url}/boleta/")
        return MiBoleta(self.window)

    def open(self, periodo: str) -> Boleta:
        """Press Ver mi boleta in the row of that month."""
        row = self.page.get_by_role("row").filter(has_text=periodo)
        row.get_by_role("link", name="Ver mi boleta").click()
        return Boleta(self.window)
