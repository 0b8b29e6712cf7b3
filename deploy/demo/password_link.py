"""Set a password as the person would who got the link by mail: over HTTP, as a browser does."""

import os
import time
import urllib.error
import urllib.request
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlencode, urljoin, urlsplit

WITHIN = 120.0
"""Seconds in which identity must answer: it may only just have been started."""


def set_password(link: str, password: str) -> None:
    """Open the link and save the password; raise if the page refuses it."""
    inside = os.environ["AYNI_IDENTITY_URL"]
    origin = os.environ["AYNI_PUBLIC_URL"]
    # Behind a public address with TLS we are inside already, where there is none.
    cookies = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    browser.addheaders = [("Origin", origin), ("Accept", "text/html")]
    _wait_for(inside)
    with browser.open(urljoin(inside, urlsplit(link.strip()).path)) as page:
        form = _Form(page)
    fields = form.hidden | {"contrasena": password, "confirmacion": password}
    browser.open(form.address, urlencode(fields).encode()).close()


class _Form(HTMLParser):
    """The form of a page that is sent by POST: where to, and its hidden fields."""

    def __init__(self, page: HTTPResponse) -> None:
        super().__init__()
        self.address = page.url
        self.hidden: dict[str, str] = {}
        self.feed(page.read().decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters of a form and its fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("action"):
            self.address = urljoin(self.address, given["action"])
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[given["name"]] = given.get("value", "")


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + WITHIN
    while True:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
