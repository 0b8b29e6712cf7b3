"""What stands around the gateway in these tests: real servers on loopback, seen over real HTTP.

`Echo` is a service that tells what reached it; `Passport` is an identity that can be told to err.
"""

import json
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc.jwk import KeySet, RSAKey

from contracts.access_token import Grant
from tests.support.people import PUBLIC_URL, People
from tests.support.waiting import PATIENCE

ISSUER = f"{PUBLIC_URL}/passport"
CLIENT_SECRET = "of-the-gateway"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.server.neighbour.answer(self)  # type: ignore[attr-defined]

    do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def reply(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        """Answer with a sized body."""
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def reply_json(self, status: int, content: Any) -> None:
        """Answer with JSON."""
        self.reply(status, json.dumps(content).encode(), ("Content-Type", "application/json"))

    def body(self) -> bytes:
        """Read what was sent, sized or chunked."""
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        pieces = []
        while size := int(self.rfile.readline(), 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Who hung up in the middle of an answer is no news."""


class Neighbour:
    """A server on a port of the system."""

    url = ""

    @contextmanager
    def running(self) -> Iterator[None]:
        with _Server(("127.0.0.1", 0), _Handler) as server:
            server.neighbour = self  # type: ignore[attr-defined]
            self.url = f"http://127.0.0.1:{server.server_port}"
            thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
            thread.start()
            yield
            server.shutdown()
            thread.join()

    def answer(self, request: _Handler) -> None:
        raise NotImplementedError


class Echo(Neighbour):
    """A service that tells what reached it."""

    def __init__(self) -> None:
        self._may_answer = threading.Event()
        self._may_answer.set()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Leave who asks for `slow` without an answer."""
        self._may_answer.clear()
        yield
        self._may_answer.set()

    def answer(self, request: _Handler) -> None:  # noqa: C901  (a table of what is asked)
        path = urlsplit(request.path).path
        body = request.body()
        match path.rpartition("/")[2]:
            case "slow":
                self._may_answer.wait(PATIENCE)
                request.reply_json(200, {})
            case "unauthorized":
                request.reply_json(401, {"title": "no"})
            case "redirect":
                request.reply(303, b"", ("Location", f"{PUBLIC_URL}/legajo/otra?x=1"))
            case "cookies":
                cookies = ("passport=1; Path=/", "passport_link=2; Path=/", "ayni=stolen; Path=/")
                headers = [("Set-Cookie", cookie) for cookie in cookies]
                unsafe = [("Server", "Echo"), ("Content-Security-Policy", "default-src *")]
                request.reply(200, b"<p>", *headers, *unsafe)
            case "leads-away":
                away = ("X-Form-Action", "https://malo.example")
                request.reply(200, b"<p>", away, ("Content-Type", "text/html"))
            case "pdf":
                request.reply(200, b"%PDF" + bytes(300_000), ("Content-Type", "application/pdf"))
            case "sandboxed":
                policy = ("Content-Security-Policy", "sandbox; default-src 'none'")
                request.reply(200, b"%PDF", ("Content-Type", "application/pdf"), policy)
            case "me":
                request.reply_json(200, {"dni": "00000001", "legajo": self.legajo})
            case _:
                request.reply_json(200, self._seen(request, body))

    legajo = "vigente"

    def _seen(self, request: _Handler, body: bytes) -> dict[str, Any]:
        return {
            "method": request.command,
            "target": request.path,
            "headers": {name.lower(): value for name, value in request.headers.items()},
            "count": len(request.headers),
            "size": len(body),
            "sha256": sha256(body).hexdigest(),
        }


class Passport(Neighbour):
    """An identity whose word can be bent: `id_token` replaces what it would say."""

    def __init__(self) -> None:
        self._key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.people = People("", self._key)
        self.reset()

    def reset(self) -> None:
        """Forget everything, and behave."""
        self.codes: dict[str, dict[str, str]] = {}
        self.id_token: dict[str, Any] = {}
        self.id_token_header: dict[str, Any] = {}
        self.signer = self.people
        self.withheld: set[str] = set()
        self.refreshes: list[str] = []
        self.refresh_status = 200
        self.may_refresh = threading.Event()
        self.may_refresh.set()
        self.expires_in = 300
        self.dni = "00000001"
        self.sid = "sid-1"
        self.form_action = ""
        self.grants: tuple[Grant, ...] = ()
        self.signed_out: list[dict[str, str]] = []
        self.seen_cookies = ""

    def approve(self, authorize_url: str, **changes: str) -> str:
        """Sign the person in; return the address to which the browser is sent back."""
        asked = dict(parse_qsl(urlsplit(authorize_url).query))
        code = token_urlsafe(16)
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": ISSUER} | changes
        return "/callback?" + urlencode({name: text for name, text in answer.items() if text})

    def answer(self, request: _Handler) -> None:
        match request.path:
            case "/passport/jwks":
                request.reply_json(200, KeySet([self._key]).as_dict(private=False))
            case "/passport/token":
                form = dict(parse_qsl(request.body().decode()))
                request.reply_json(*self._token(request.headers.get("Authorization", ""), form))
            case "/passport/end-session":
                self.signed_out.append(dict(parse_qsl(request.body().decode())))
                self.seen_cookies = request.headers.get("Cookie", "")
                gone = ("Set-Cookie", "passport=; Max-Age=0; Path=/")
                request.reply(303, b"", ("Location", f"{PUBLIC_URL}/"), gone)
            case "/passport/leads-away":
                away = ("X-Form-Action", self.form_action)
                request.reply(200, b"<p>", away, ("Content-Type", "text/html"))
            case _:
                request.body()
                seen = {name.lower(): value for name, value in request.headers.items()}
                request.reply_json(200, {"target": request.path, "headers": seen})

    def _token(self, authorization: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if b64decode(authorization.removeprefix("Basic ")).decode() != f"gateway:{CLIENT_SECRET}":
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "refresh_token":
            return self._refreshed(form["refresh_token"])
        asked = self.codes.pop(form["code"], {})
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest())
        if (
            asked.get("code_challenge_method") != "S256"
            or asked["code_challenge"] != challenge.decode().rstrip("=")
            or asked["redirect_uri"] != form["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        claims = {"sub": f"sub-{self.dni}", "aud": "gateway", "nonce": asked["nonce"]}
        header = {"typ": "JWT"} | self.id_token_header
        id_token = self.signer.sign(claims | self.id_token, **header)
        given = self._tokens("refresh-0") | {"id_token": id_token}
        return 200, {name: value for name, value in given.items() if name not in self.withheld}

    def _refreshed(self, refresh_token: str) -> tuple[int, dict[str, Any]]:
        self.refreshes.append(refresh_token)
        self.may_refresh.wait(PATIENCE)
        if self.refresh_status != 200:
            return self.refresh_status, {"error": "invalid_grant"}
        return 200, self._tokens(f"refresh-{len(self.refreshes)}")

    def _tokens(self, refresh_token: str) -> dict[str, Any]:
        return {
            "access_token": self.people.token(self.dni, grants=self.grants, sid=self.sid),
            "refresh_token": refresh_token,
            "token_type": "Bearer",
            "expires_in": self.expires_in,
        }


def query_of(url: str) -> dict[str, str]:
    """Return the parameters of an address, each of which must be there once."""
    found = parse_qs(urlsplit(url).query)
    assert all(len(values) == 1 for values in found.values())
    return {name: values[0] for name, values in found.items()}
