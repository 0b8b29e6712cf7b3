"""Verificación de usuario: the new password, and its six rules."""

from tests.browser.pages.login import Login
from tests.browser.pages.screen import Screen


class PasswordSaved(Screen):
    """Contraseña guardada."""

    name = "contrasena-guardada"
    heading = "Contraseña guardada"

    def press_iniciar_sesion(self) -> Login:
        """Go and sign in with it."""
        self.link("Iniciar sesión").click()
        return Login(self.window)


class Verificacion(Screen):
    """Two fields, and the rules that are marked as one types."""

    name = "verificacion"
    heading = "Verificación de usuario"

    def type_password(self, password: str) -> str:
        """Type a password; return how the rules are then marked, one sign for each."""
        self.field("Contraseña").fill("")
        self.field("Contraseña").press_sequentially(password)
        return self.marks()

    def marks(self) -> str:
        """Return the marks of the rules, from top to bottom: `✘✘✘✘✔✔`."""
        rules = self.page.locator(".checklist li").all()
        return "".join("✔" if "is-ok" in (rule.get_attribute("class") or "") else "✘"
                       for rule in rules)  # fmt: skip

    def save(self, password: str) -> PasswordSaved:
        """Type the password twice and press Grabar."""
        self.field("Contraseña").fill(password)
        self.field("Confirmar contraseña").fill(password)
        self.window.look("verificacion-lista")
        self.button("Grabar").click()
        return PasswordSaved(self.window)
