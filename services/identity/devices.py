"""Devices that a person has signed in with: a long-lived cookie that only we can have written.

It opens nothing. It tells the throttle that the owner may be trying, and the person when somebody
signs in with a device that it does not know.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta

LIFETIME = timedelta(days=180)
"""How long a device is remembered after the last sign-in."""

MOST_PEOPLE = 8
"""So many people may share a device; of more, the last ones are remembered."""

SIGNS = 22
"""Of a device's name, and of the mark that each person leaves on it: 128 bits in base64url."""

_COOKIE = re.compile(rf"[\w-]{{{SIGNS}}}(\.[\w-]{{{SIGNS}}}){{0,{MOST_PEOPLE}}}", re.ASCII)


def known_as(cookie: str, usuario: str, secret: str) -> str:
    """Return the device's name if this usuario has signed in with it; else an empty text."""
    device, marks = _read(cookie)
    mark = _mark(device, usuario, secret)
    return device if any(hmac.compare_digest(mark, other) for other in marks) else ""


def remember(cookie: str, usuario: str, secret: str) -> str:
    """Return the cookie of a device with which this usuario has signed in, too."""
    device, marks = _read(cookie)
    device = device or secrets.token_urlsafe(16)
    mark = _mark(device, usuario, secret)
    others = [other for other in marks if other != mark]
    return ".".join([device, mark, *others[: MOST_PEOPLE - 1]])


def describe(user_agent: str) -> str:
    """Say in a few words what browser that is, so that a person recognises it."""
    browser = _first(_BROWSERS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    return f"{browser or 'Navegador'} en {system}" if system else browser or "Otro dispositivo"


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a browser says of itself and no other that comes later in the list does."""

_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")


def _read(cookie: str) -> tuple[str, list[str]]:
    if not _COOKIE.fullmatch(cookie):
        return "", []
    device, *marks = cookie.split(".")
    return device, marks


def _mark(device: str, usuario: str, secret: str) -> str:
    message = f"device {device} of {usuario}".encode(errors="surrogatepass")
    digest = hmac.digest(secret.encode(), message, "sha256")
    return urlsafe_b64encode(digest).decode()[:SIGNS]
