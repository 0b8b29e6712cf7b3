"""The desk of a specialist: what waits, and how it is judged."""

import re

from playwright.sync_api import expect

from tests.browser.pages.screen import Screen


class Atender(Screen):
    """One solicitud, as its specialist sees it."""

    name = "atender"
    heading = re.compile("^Atender EXP-")

    def reopen(self) -> "Atender":
        """Look again, after somebody else did something."""
        self.page.goto(self.page.url.partition("?")[0])
        return Atender(self.window)

    def take(self) -> "Atender":
        """Take it, so that nobody else answers it."""
        self.window.go(self.button("Tomar esta solicitud"))
        expect(self.button("Enviar decisión")).to_be_visible()
        return Atender(self.window)

    def decide(self, **observed: str) -> "Atender":
        """Accept every piece but those of which a word of their name comes with a reason."""
        for verdict in self.page.locator(".verdict").all():
            name = verdict.locator("label").first.inner_text()
            reason = next((why for word, why in observed.items() if word in name), "")
            verdict.locator("select").select_option(label="Observar" if reason else "Aceptar")
            verdict.locator("textarea").fill(reason)
        self.window.go(self.button("Enviar decisión"))
        expect(self.page.locator(".alert-exito").first).to_be_visible()
        return Atender(self.window)


class Bandeja(Screen):
    """What waits for the UGEL."""

    name = "bandeja"
    heading = "Bandeja de escalafón"

    def find(self, expediente: str) -> Atender:
        """Look for a solicitud by its number, and open it."""
        self.field("Expediente o DNI (opcional)").fill(expediente)
        self.window.go(self.button("Buscar"))
        self.page.get_by_role("link", name=f"Ver {expediente}").click()
        return Atender(self.window)
