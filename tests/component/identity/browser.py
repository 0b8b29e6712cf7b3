"""A person's browser at Passport, and a program that signs people in with it."""

import base64
import hashlib
import json
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from redis import Redis
from webtest import TestApp, TestResponse

from tests.support.builders.identity import CORREO, PASSWORD
from tests.support.page import lint
from tests.support.people import PUBLIC_URL

CALLBACK = f"{PUBLIC_URL}/callback"
"""Where the client `gateway` wants its codes."""

ELSEWHERE = "https://otra.example.pe/cb"
"""Where a client that is not ours wants its codes."""


class Browser(TestApp):
    """Fills in the forms of Passport; every page that it gets is linted."""

    def __init__(self, app: Any, valkey: Redis) -> None:
        super().__init__(app, extra_environ={"HTTP_ACCEPT": "text/html"})
        self.valkey = valkey

    def do_request(self, req: Any, status: Any = None, expect_errors: Any = None) -> TestResponse:
        """Ask, and look at the page."""
        response = super().do_request(req, status, expect_errors)
        if response.content_type == "text/html" and response.status_int not in {302, 303}:
            lint(response.text, req.path_url)
        return response

    def send(self, address: str, *, code: str | None = None, **fields: str) -> TestResponse:
        """Fill in the form of a page and send it, with the code of the image typed right."""
        form = self.get(address).form
        for name, value in fields.items():
            form[name] = value
        form["captcha"] = self.code_of(form) if code is None else code
        return form.submit(expect_errors=True)

    def code_of(self, form: Any) -> str:
        """Read the image, as only a person (and the table of Valkey) can."""
        return str(self.valkey.get(f"identity:captcha:{form['captcha_id'].value}"))

    def ask_for_link(self, dni: str = "00000001", correo: str = CORREO) -> TestResponse:
        """Send Generar contraseña."""
        return self.send("/passport/generar", dni=dni, correo=correo)

    def recover(self, correo: str = CORREO) -> TestResponse:
        """Send Recuperar contraseña."""
        return self.send("/passport/recuperar", correo=correo)

    def open(self, link: str, **options: Any) -> TestResponse:
        """Open a mailed link, as far as it leads."""
        assert link.startswith(PUBLIC_URL)
        response = self.get(link.removeprefix(PUBLIC_URL), expect_errors=True, **options)
        return response.follow() if response.status_int == 303 else response

    def save(self, page: TestResponse, password: str, again: str | None = None) -> TestResponse:
        """Fill in Verificación de usuario and save."""
        page.form["contrasena"] = password
        page.form["confirmacion"] = password if again is None else again
        return page.form.submit(expect_errors=True)

    def sign_in(
        self, usuario: str = "00000001", contrasena: str = PASSWORD, at: str = "/passport/login"
    ) -> TestResponse:
        """Send Iniciar sesión."""
        return self.send(at, usuario=usuario, contrasena=contrasena)


class Client:
    """A confidential client with PKCE, written out by hand: it does what a test tells it."""

    def __init__(self, app: Any, client_id: str = "gateway", secret: str = "") -> None:
        self.id = client_id
        self.secret = secret
        self.http = TestApp(app)
        self.authorization = _basic(client_id, secret)
        self.verifier = secrets.token_urlsafe(48)

    def request(self, **changes: str | None) -> str:
        """Return the address of an authorization request; None leaves a parameter out."""
        parameters = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": CALLBACK,
            "scope": "openid profile",
            "state": "the state",
            "nonce": "the nonce",
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
        } | changes
        given = {name: value for name, value in parameters.items() if value is not None}
        return f"/passport/authorize?{urlencode(given)}"

    def code(self, browser: Browser, **changes: str | None) -> str:
        """Have the person of the browser sign in, and receive the code."""
        response = browser.get(self.request(**changes))
        if "/passport/login" in response.location:
            response = browser.sign_in(at=response.location).follow()
        return answer_of(response)["code"]

    def redeem(self, code: str, /, **changes: str | None) -> TestResponse:
        """Exchange the code for tokens."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
        } | changes
        return self.ask({name: value for name, value in form.items() if value is not None})

    def refresh(self, refresh_token: str, **more: str) -> TestResponse:
        """Exchange the refresh token for new tokens."""
        return self.ask({"grant_type": "refresh_token", "refresh_token": refresh_token} | more)

    def ask(self, form: Any) -> TestResponse:
        """Post to the token endpoint."""
        return self.post("/passport/token", form)

    def post(self, address: str, form: Any) -> TestResponse:
        """Post a form, saying who we are."""
        headers = {"Authorization": self.authorization} if self.authorization else {}
        return self.http.post(address, form, headers=headers, expect_errors=True)

    def tokens(self, browser: Browser) -> dict[str, Any]:
        """Sign a person in, to the end."""
        return self.redeem(self.code(browser)).json


def a_client(identity: Any, *options: str, redirect_uri: str = ELSEWHERE) -> Client:
    """Register a program that is not ours, as an operator does, and be it."""
    asked = ["--name", "Otra", "--redirect-uri", redirect_uri, *options, "--json"]
    done = identity.run("clients", "create", *asked)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    return Client(identity.app, told["client_id"], told.get("client_secret", ""))


def answer_of(response: TestResponse, callback: str = CALLBACK) -> dict[str, str]:
    """Return what an authorization response tells the client."""
    assert response.location.startswith(f"{callback}?"), response.location
    return {name: values[0] for name, values in parse_qs(urlsplit(response.location).query).items()}


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge (RFC 7636 §4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def claims_of(token: str, part: int = 1) -> dict[str, Any]:
    """Read a token without verifying it; part 0 is its header."""
    return json.loads(base64.urlsafe_b64decode(token.split(".")[part] + "=="))


def _basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()
