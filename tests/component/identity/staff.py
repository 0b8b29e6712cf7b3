"""People who look after others: a browser in which one of them is signed in."""

from collections.abc import Callable

from webtest import TestApp, TestResponse

from contracts.access_token import Grant, Role
from tests.support.builders.identity import an_account
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service

CANCHIS, CUSCO, LIMA = "080006", "080000", "150101"
"""A UGEL, its DRE, and a DRE elsewhere."""

Open = Callable[..., TestApp]


def opener(identity: Service, people: People) -> Open:
    """Return what opens the browser of who holds a role over a sede."""

    def open_browser(role: Role, sede: str = CANCHIS, dni: str = "00000900") -> TestApp:
        grants = (Grant(role, sede),)
        named = {"apellidos": "SOTO", "nombres": "ANA", "correo": f"{dni}@example.pe"}
        actor = an_account(dni, **named, grants=grants, sede=sede)
        return identity.browser(people.token(dni, grants=grants, sub=str(actor.id)))

    return open_browser


def page_of(response: TestResponse) -> TestResponse:
    """Look at a page as a browser does."""
    lint(response.text, response.request.path_url)
    return response
