"""A browser as far as WebTest can be one."""

from typing import Any

from flask import Flask
from webtest import TestApp

from tests.component.gateway.neighbours import Passport

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


class Browser(TestApp):
    """A browser: it asks for pages, keeps cookies, and says where a form came from."""

    def __init__(self, app: Flask) -> None:
        environ = {
            "HTTP_ACCEPT": "text/html",
            "HTTP_HOST": "ayni.test",
            "REMOTE_ADDR": "192.0.2.7",
        }
        super().__init__(app, extra_environ=environ)

    def send(self, url: str, *args: Any, **options: Any) -> Any:
        """Submit a form of our own pages."""
        return self.post(url, *args, headers=FROM_HERE, **options)

    def sign_in(self, passport: Passport) -> Any:
        """Go to Inicio by way of identity; return the last redirect."""
        return self.get(passport.approve(self.get("/login").location))
