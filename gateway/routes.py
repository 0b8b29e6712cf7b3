"""Where each part of the URL space is answered: this table is the list of what may be reached."""

import re
from dataclasses import dataclass

from contracts.verification import BOLETAS, INFORMES, addresses
from gateway.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Route:
    """A prefix, and the service that answers it."""

    prefix: str
    service: str
    needs_session: bool = True
    keeps_cookies: bool = False
    """Whether the service has cookies of its own, which pass in both directions."""
    is_guessable: bool = False
    """Whether somebody may try one address after another: then to look is counted as a form is."""

    @property
    def endpoint(self) -> str:
        """Return what Flask calls it: a service may have several prefixes."""
        return f"{self.service}{self.prefix}"

    def url(self, settings: Settings) -> str:
        """Return where the service is reached, inside."""
        return str(getattr(settings, f"{self.service}_url"))


IDENTITY = Route(prefix="/passport", service="identity", needs_session=False, keeps_cookies=True)
"""Who signs in has no session yet; identity decides for itself who may see which page."""

ROUTES = (
    IDENTITY,
    *(
        Route(prefix=f"{IDENTITY.prefix}/{page}", service="identity", keeps_cookies=True)
        for page in ("cuenta", "mesa", "roles", "auditoria", "registro")
    ),
    Route(prefix="/legajo", service="legajo"),
    Route(prefix="/boleta", service="boleta"),
    *(
        Route(prefix=prefix, service=service, needs_session=False, is_guessable=True)
        for base, service in ((BOLETAS, "boleta"), (INFORMES, "legajo"))
        for prefix in addresses(base)
    ),
    Route(prefix="/correos", service="notifier"),
)
"""All of them. Who verifies a document comes to `/v` or `/vi`, or by its QR to `/V` or `/VI`."""

BACKCHANNEL_LOGOUT = "/backchannel-logout"
"""Where identity tells us that a session of its own has ended."""

MACHINE_ENDPOINTS = frozenset(
    {
        *(f"{IDENTITY.prefix}/{name}" for name in ("token", "userinfo", "introspect", "revoke")),
        "/correos/rebotes",
        BACKCHANNEL_LOGOUT,
    }
)
"""Where programs come with their own Authorization, and without cookies: those that speak OAuth to
identity, the mail provider that tells what came back, and identity that tells who is out."""

API = re.compile(r"/(?:legajo|boleta)/api/v[0-9]+/.+")
"""The JSON APIs: a program may come there with a token of its own instead of a session."""

DESCRIPTIONS = ("/openapi.json", "/docs")
"""What each API says of itself, which anybody may read."""

FROM_ANYWHERE = frozenset(f"{IDENTITY.prefix}/{name}" for name in ("authorize", "end-session"))
"""Where a client of identity may send a browser by a form of its own (OIDC Core §3.1.2.1).

Browsers send no cookie of ours along: it is as if nobody were signed in.
"""


def is_guessable(path: str) -> bool:
    """Tell whether somebody may be trying one address after another."""
    guessable = tuple(f"{route.prefix}/" for route in ROUTES if route.is_guessable)
    return path.startswith(guessable)


def is_description(path: str) -> bool:
    """Tell whether an API says there what it is."""
    return API.fullmatch(path) is not None and path.endswith(DESCRIPTIONS)
