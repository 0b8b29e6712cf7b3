"""Generar contraseña, and the page that says where the link is."""

from tests.browser.pages.screen import Screen


class Sent(Screen):
    """Revise su correo."""

    name = "revise-su-correo"
    heading = "Revise su correo"


class Generar(Screen):
    """DNI, correo and the code of an image."""

    name = "generar"
    heading = "Generar contraseña"

    def send(self, dni: str, correo: str) -> Sent:
        """Fill the form in and send it."""
        self.fill(dni, correo)
        self.button("Generar contraseña").click()
        return Sent(self.window)

    def send_in_vain(self, dni: str, correo: str) -> str:
        """Fill the form in as who is not in the register; return what one is told."""
        self.window.expected.add(422)
        self.fill(dni, correo)
        self.button("Generar contraseña").click()
        told = self.page.get_by_role("alert").inner_text()
        self.window.look("generar-rechazado")
        return told

    def fill(self, dni: str, correo: str) -> None:
        """Type, and copy the letters of the image."""
        self.field("DNI").fill(dni)
        self.field("Correo electrónico").fill(correo)
        self.field("Código de la imagen").fill(self.window.captcha_answer())
