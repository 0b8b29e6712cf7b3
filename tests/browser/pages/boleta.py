"""One boleta: its lines in the page, and the PDF."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.pages.screen import Screen


class Boleta(Screen):
    """What was paid for a month, and what was deducted."""

    name = "boleta"
    heading = re.compile("^Boleta de [A-Z]+ [0-9]{4}$")

    def explain(self, concepto: str) -> str:
        """Open what is said about a concept, by the keyboard, and return it."""
        summary = self.page.locator("summary").filter(has_text=concepto)
        self.window.tab_to(summary)
        self.page.keyboard.press("Enter")
        said = self.page.locator("details[open] .concept-said")
        expect(said).to_be_visible()
        return said.inner_text()

    def compare(self, periodo: str) -> str:
        """Set another month beside it, and return what is told of both."""
        self.field("Comparar con").select_option(label=periodo)
        self.window.go(self.button("Comparar"))
        panel = self.page.get_by_role("region", name=f"Comparada con {periodo}")
        expect(panel).to_be_visible()
        self.window.look("boleta-comparada")
        return panel.inner_text().replace("\N{NO-BREAK SPACE}", " ")

    def on_paper(self) -> list[str]:
        """Return the headings that are printed; what one can press is not."""
        self.page.emulate_media(media="print")
        expect(self.page.locator("main .button").first).to_be_hidden()
        expect(self.button("Comparar")).to_be_hidden()
        expect(self.page.locator(".chart-bars")).to_be_visible()
        headings = self.page.locator("main h2:visible").all_inner_texts()
        self.page.emulate_media(media="screen")
        return headings

    def download(self) -> Path:
        """Press Descargar PDF, and return the file that one then has."""
        with self.page.expect_download() as saved:
            self.link("Descargar PDF").click()
        return Path(saved.value.path())
