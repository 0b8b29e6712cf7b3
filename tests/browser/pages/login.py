"""Iniciar sesión, at Passport."""

from playwright.sync_api import expect

from tests.browser.pages.inicio import Inicio
from tests.browser.pages.screen import Screen


class Login(Screen):
    """Usuario, contraseña and the code of an image."""

    name = "login"
    heading = "Iniciar sesión"

    def sign_in(self, dni: str, password: str) -> Inicio:
        """Fill the form in and send it."""
        self.fill(dni, password)
        self.button("Iniciar sesión").click()
        return Inicio(self.window)

    def sign_in_by_keyboard(self, dni: str, password: str) -> Inicio:
        """Do the same with Tab, letters and Enter alone."""
        answer = self.window.captcha_answer()
        for label, text in (
            ("Usuario", dni),
            ("Contraseña", password),
            ("Código de la imagen", answer),
        ):
            self.window.tab_to(self.field(label))
            self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        return Inicio(self.window)

    def change_code(self) -> "Login":
        """Ask for another image."""
        hidden = self.page.locator("[name=captcha_id]")
        before = hidden.input_value()
        self.button("Cambiar código").click()
        expect(hidden).not_to_have_value(before)
        return Login(self.window)

    def fill(self, dni: str, password: str) -> None:
        """Type, and copy the letters of the image."""
        self.field("Usuario").fill(dni)
        self.field("Contraseña").fill(password)
        self.field("Código de la imagen").fill(self.window.captcha_answer())
