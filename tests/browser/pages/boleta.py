"""One boleta: its lines in the page, and the PDF."""

import re
from pathlib import Path

from tests.browser.pages.screen import Screen


class Boleta(Screen):
    """What was paid for a month, and what was deducted."""

    name = "boleta"
    heading = re.compile("^Boleta de [A-Z]+ [0-9]{4}$")

    def download(self) -> Path:
        """Press Descargar PDF, and return the file that one then has."""
        with self.page.expect_download() as saved:
            self.link("Descargar PDF").click()
        return Path(saved.value.path())
