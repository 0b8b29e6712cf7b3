"""Signed tokens for a servidor, a specialist, an administrator, and the issuer that signs them.

The issuer is a neighbour, not a mock: it serves its public keys over HTTP as identity does, and the
services verify its tokens with their real code.
"""

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from contracts.access_token import AUDIENCE, Grant, Principal, Role

PUBLIC_URL = "http://ayni.test"
"""The public address of the platform in component tests."""


class People:
    """Issues the tokens that the services under test believe."""

    def __init__(self, url: str, key: RSAKey) -> None:
        self.url = url
        self._key = key

    def token(
        self,
        dni: str = "00000001",
        *,
        grants: tuple[Grant, ...] = (),
        nombres: str = "ROSA ELENA",
        apellidos: str = "QUISPE HUAMÁN",
        ultimo_acceso: datetime | None = None,
        **claims: Any,
    ) -> str:
        """Sign a token for a person; `claims` replace what it would say (None removes a claim)."""
        principal = Principal(
            sub=f"sub-{dni}",
            client_id="gateway",
            scope=frozenset({"openid", "profile"}),
            dni=dni,
            nombres=nombres,
            apellidos=apellidos,
            grants=grants,
            ultimo_acceso=ultimo_acceso,
        )
        return self.sign(principal.to_claims() | claims)

    def with_role(self, role: Role, sede: str, dni: str = "00000900") -> str:
        """Sign a token for who holds a role over a sede."""
        return self.token(dni, grants=(Grant(role, sede),))

    def client(self, client_id: str, scope: str) -> str:
        """Sign a token for a client that acts for itself."""
        principal = Principal(sub=client_id, client_id=client_id, scope=frozenset(scope.split()))
        return self.sign(principal.to_claims())

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """Sign claims as identity does; `header` replaces what the header would say."""
        now = int(time.time())
        standard = {
            "iss": f"{PUBLIC_URL}/passport",
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + 300,
            "jti": str(uuid.uuid4()),
        }
        everything = {
            name: value for name, value in (standard | claims).items() if value is not None
        }
        head = {"alg": "RS256", "typ": "at+jwt", "kid": self._key.kid} | header
        return jwt.encode(head, everything, self._key)


@contextmanager
def issuer() -> Iterator[People]:
    """Serve the keys of an issuer on loopback, and offer its people."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    keys = json.dumps(KeySet([key]).as_dict(private=False)).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/passport/jwks" else 404)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(keys)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Keys) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield People(f"http://127.0.0.1:{server.server_port}", key)
        server.shutdown()
