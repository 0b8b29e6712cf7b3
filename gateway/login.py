"""Signing in and out: `/login`, `/callback` and `/logout`, the client's side of OpenID Connect.

What a sign-in must remember rests sealed in Valkey for ten minutes, under its `state` and a cookie
of its own: each tab has its own sign-in, and none can be finished by another browser.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from typing import cast
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Flask, current_app, redirect, request
from redis import Redis
from werkzeug import Response

from chassis.access import public
from chassis.http import Unavailable
from chassis.problems import Problem, answer
from gateway.cookies import Cookie, new_id
from gateway.passport import Passport, Refused, Start, Tokens
from gateway.proxy import post
from gateway.routes import IDENTITY
from gateway.upstream import TooSlow
from gateway.vault import Vault
from gateway.visitor import current_session, current_sessions, forget, session_cookie

SIGN_IN_LIFETIME = timedelta(minutes=10)
"""How long a person may take from `/login` to `/callback`."""

HOME = "/inicio"
"""Where a sign-in leads that was not on the way to anywhere."""

NOT_A_DESTINATION = frozenset({"/", "/login", "/callback", "/logout"})
"""Where a sign-in must not lead: in circles, or out again."""

EXPIRED = Problem(
    "sign-in-expired",
    400,
    "El inicio de sesión venció",
    "Pasaron más de diez minutos, o su navegador no guardó la cookie que lo permite. "
    "Vuelva al inicio y elija «Iniciar sesión» otra vez.",
)
"""What is said when nobody here remembers that sign-in."""

REFUSED = Problem(
    "sign-in-refused",
    400,
    "No pudimos completar el inicio de sesión",
    "Passport no confirmó su identidad. Vuelva al inicio y elija «Iniciar sesión» otra vez.",
)
"""What is said when identity did not answer as it should."""

HALF_SIGNED_OUT = Problem(
    "half-signed-out",
    503,
    "Cierre su navegador para terminar",
    "Su sesión en la plataforma ya se cerró, pero Passport no respondió. "
    "Cierre todas las ventanas del navegador para cerrarla también allí.",
)
"""What is said when identity could not be told that the person leaves."""

blueprint = Blueprint("login", __name__)

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """A sign-in on its way: what its end must match, and where it then leads."""

    nonce: str
    code_verifier: str
    destination: str


class SignIns:
    """The sign-ins that are on their way."""

    def __init__(self, valkey: Redis, vault: Vault) -> None:
        self._valkey = valkey
        self._vault = vault

    def remember(self, browser: str, start: Start, destination: str) -> None:
        """Keep a sign-in for the browser that began it."""
        key = _key(browser, start.state)
        sign_in = SignIn(
            nonce=start.nonce, code_verifier=start.code_verifier, destination=destination
        )
        sealed = self._vault.seal(asdict(sign_in), place=key)
        self._valkey.set(key, sealed, ex=SIGN_IN_LIFETIME)

    def take(self, browser: str, state: str) -> SignIn | None:
        """Return the sign-in that this browser began, once."""
        key = _key(browser, state)
        sealed = self._valkey.getdel(key) if browser else None
        content = self._vault.open(str(sealed), place=key) if sealed else None
        return SignIn(**content) if content else None


def register_login(app: Flask, passport: Passport, sign_ins: SignIns) -> None:
    """Give the app its three addresses."""
    app.extensions["passport"] = passport
    app.extensions["sign_ins"] = sign_ins
    app.extensions["sign_in_cookie"] = Cookie("ayni_login", SIGN_IN_LIFETIME)
    app.register_blueprint(blueprint)


@blueprint.get("/login")
@public
def login() -> Response:
    """Send the browser to identity."""
    destination = local_path(request.args.get("next", ""))
    if current_session():
        return redirect(destination, 303)
    cookie = _sign_in_cookie()
    browser = cookie.read() or new_id()
    start = _passport().start()
    _sign_ins().remember(browser, start, destination)
    response = redirect(start.url, 303)
    cookie.write(response, browser)
    return response


@blueprint.get("/callback")
@public
def callback() -> Response:
    """Receive the browser back from identity, and begin its session."""
    given = request.args
    sign_in = _sign_ins().take(_sign_in_cookie().read(), given.get("state", ""))
    if sign_in is None:
        return redirect(HOME, 303) if current_session() else answer(EXPIRED)
    if given.get("iss") != _passport().issuer:
        return _refused("iss")  # RFC 9207 §2.4
    if "code" not in given:
        return _refused(given.get("error", "no code"))
    try:
        tokens = _passport().finish(
            given["code"], nonce=sign_in.nonce, code_verifier=sign_in.code_verifier
        )
    except Refused as refusal:
        return _refused(str(refusal))
    forget()
    response = redirect(sign_in.destination, 303)
    session_cookie().write(response, current_sessions().begin(tokens))
    log.info("signed_in")
    return response


@blueprint.post("/logout")
@public
def logout() -> Response:
    """End the session here, and at identity in the same step."""
    session = current_session()
    forget()
    response = _sign_out_of_identity(session.tokens) if session else redirect("/", 303)
    session_cookie().delete(response)
    return response


def _sign_out_of_identity(tokens: Tokens) -> Response:
    # We post the hint ourselves: in a redirect it would be a token in an address.
    form = _passport().end_session_form(tokens)
    log.info("signed_out")
    try:
        return post(IDENTITY, f"{IDENTITY.prefix}/end-session", form)
    except (Unavailable, TooSlow):
        return answer(HALF_SIGNED_OUT)


def local_path(text: str) -> str:
    """Return the text if it is an address of ours; otherwise where everybody begins."""
    is_ours = text.startswith("/") and text[1:2] not in {"/", "\\"} and text.isprintable()
    if not is_ours or "\\" in text or urlsplit(text).path in NOT_A_DESTINATION:
        return HOME
    return text


def _key(browser: str, state: str) -> str:
    return f"gateway:login:{sha256(f'{browser}:{state}'.encode()).hexdigest()}"


def _refused(reason: str) -> Response:
    log.warning("sign_in_refused", reason=reason)
    return answer(REFUSED)


def _passport() -> Passport:
    return cast(Passport, current_app.extensions["passport"])


def _sign_ins() -> SignIns:
    return cast(SignIns, current_app.extensions["sign_ins"])


def _sign_in_cookie() -> Cookie:
    return cast(Cookie, current_app.extensions["sign_in_cookie"])
