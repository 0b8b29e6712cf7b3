"""A browser without JavaScript, for a platform that runs: `Visitor(url).visit("/inicio")`.

It is WebTest, of the component tests, speaking HTTP: it keeps cookies, fills in forms by their
fields and says where each request comes from. Every page that it gets is linted.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import urllib3
from webtest import TestApp, TestResponse
from webtest.forms import Form

from tests.support.page import lint

Page: TypeAlias = TestResponse
"""What a visit ends with: `page.text`, `page.html`, `page.form`, `page.click(…)`."""

REDIRECTS = 10
"""How many redirects in a row are believed to lead somewhere."""


class Visitor(TestApp):
    """A person's browser: cookies of its own, pages linted, redirects followed to their end."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        environ = {
            "HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8",
            "HTTP_HOST": urlsplit(url).netloc,
            "wsgi.url_scheme": urlsplit(url).scheme,
        }
        super().__init__(over_http(self.url), extra_environ=environ)

    def visit(self, address: str, *, status: int = 200) -> Page:
        """Open an address and go where it leads."""
        return self._arrive(self.get(address, expect_errors=True), status)

    def send(self, form: Form, button: str = "", *, status: int = 200, **fields: str) -> Page:
        """Fill in a form of a page and press its button, or the one of that name."""
        for name, value in fields.items():
            form[name] = value
        return self._arrive(form.submit(button or None, expect_errors=True), status)

    def do_request(self, req: Any, status: Any = None, expect_errors: Any = None) -> Page:
        """Add to each request what a browser says of itself; lint each page."""
        said = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
        if req.method not in {"GET", "HEAD"}:
            said["Origin"] = self.url
        for name, value in said.items():
            req.headers.setdefault(name, value)
        response = super().do_request(req, status, expect_errors)
        is_page = response.content_type == "text/html" and response.body
        if is_page and not response.location:  # Nobody sees the body of a redirect.
            lint(response.text, response.request.url)
        return response

    def cookie_names(self) -> set[str]:
        """Return which cookies this browser holds."""
        return {cookie.name for cookie in self.cookiejar}

    def _arrive(self, page: Page, status: int) -> Page:
        for _ in range(REDIRECTS):
            if page.status_int not in {301, 302, 303, 307, 308}:
                break
            elsewhere = urlsplit(page.location).netloc
            assert elsewhere in {"", urlsplit(self.url).netloc}, page.location
            page = page.follow(expect_errors=True)
        assert page.status_int == status, f"{page.request.url}: {page.status}\n{page.text}"
        return page


def over_http(url: str) -> Callable[..., Iterable[bytes]]:
    """Return a WSGI application that forwards each request, as it is, to the platform at `url`."""
    pools = urllib3.PoolManager(retries=False, timeout=60, cert_reqs="CERT_NONE")
    pool = pools.connection_from_url(url)

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        names = {name: _spelled(name) for name in environ if name.startswith("HTTP_")}
        headers = {spelled: environ[name] for name, spelled in names.items()}
        if environ.get("CONTENT_TYPE"):
            headers["Content-Type"] = environ["CONTENT_TYPE"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        target = environ["PATH_INFO"].encode("latin-1").decode() + query
        answer = pool.urlopen(
            environ["REQUEST_METHOD"], target, body=body or None, headers=headers, redirect=False
        )
        told = [pair for pair in answer.headers.items() if pair[0].lower() not in NOT_TOLD]
        start_response(f"{answer.status} {answer.reason}", told)
        return [answer.data]

    return application


NOT_TOLD = {"transfer-encoding", "connection", "keep-alive", "content-encoding"}
"""What concerns one connection, and not who reads the answer."""


def _spelled(name: str) -> str:
    return name.removeprefix("HTTP_").replace("_", "-").title()
