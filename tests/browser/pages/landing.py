"""The welcome."""

from tests.browser.pages.generar import Generar
from tests.browser.pages.login import Login
from tests.browser.pages.screen import Screen
from tests.browser.window import Window


class Landing(Screen):
    """Who has a password, who wants one, and who is in no register."""

    name = "landing"
    heading = "¡Bienvenidos! A la Plataforma de Servicios para el Servidor Público"

    @classmethod
    def open(cls, window: Window) -> "Landing":
        """Type the address of the platform."""
        window.open("/")
        return cls(window)

    def press_iniciar_sesion(self) -> Login:
        """Go and sign in."""
        self.link("INICIAR SESIÓN").click()
        return Login(self.window)

    def press_generar_contrasena(self) -> Generar:
        """Go and ask for a link."""
        self.link("GENERAR CONTRASEÑA").click()
        return Generar(self.window)
