"""A gateway in this process, on a real Valkey, between neighbours that speak real HTTP."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from deploy.embedded import Valkey
from gateway.app import create_app
from tests.component.gateway.browser import Browser
from tests.component.gateway.neighbours import CLIENT_SECRET, Echo, Passport
from tests.support.people import PUBLIC_URL


@pytest.fixture(scope="module")
def passport() -> Iterator[Passport]:
    passport = Passport()
    with passport.running():
        yield passport


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    echo = Echo()
    with echo.running():
        yield echo


@pytest.fixture
def start_gateway(
    valkey: Valkey, passport: Passport, echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Flask]:
    """Offer to build a gateway; what it is given replaces its environment."""

    def build(**environ: str) -> Flask:
        ours = {
            "AYNI_PUBLIC_URL": PUBLIC_URL,
            "AYNI_VALKEY_URL": valkey.url,
            "AYNI_IDENTITY_URL": passport.url,
            "AYNI_LEGAJO_URL": echo.url,
            "AYNI_BOLETA_URL": echo.url,
            "AYNI_NOTIFIER_URL": echo.url,
            "AYNI_LOG_FORMAT": "console",
            "GATEWAY_CLIENT_SECRET": CLIENT_SECRET,
            "GATEWAY_SESSION_SECRET": "s" * 43,
        }
        for name, value in (ours | environ).items():
            monkeypatch.setenv(name, value)
        return create_app()

    return build


@pytest.fixture
def app(start_gateway: Callable[..., Flask], passport: Passport, echo: Echo) -> Flask:
    app = start_gateway()
    app.extensions["valkey"].flushdb()
    passport.reset()
    echo.legajo = "vigente"
    return app


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def signed_in(browser: Browser, passport: Passport) -> Browser:
    browser.sign_in(passport)
    return browser
