"""The cookies of the gateway: random names of things that rest in Valkey, and nothing else."""

import re
import secrets

from flask import request
from werkzeug import Response

OPAQUE_ID = re.compile(r"[\w-]{43}", re.ASCII)
"""What 256 random bits look like in base64url."""


def new_id() -> str:
    """Make a name that nobody can guess."""
    return secrets.token_urlsafe(32)


class Cookie:
    """A cookie that holds an opaque id; over TLS the browser ties it to this host (`__Host-`)."""

    def __init__(self, name: str, *, is_https: bool, max_age: int | None = None) -> None:
        self.name = f"__Host-{name}" if is_https else name
        self._is_https = is_https
        self._max_age = max_age

    def read(self) -> str:
        """Return the id that the request carries, or an empty text."""
        value = request.cookies.get(self.name, "")
        return value if OPAQUE_ID.fullmatch(value) else ""

    def write(self, response: Response, value: str) -> None:
        """Give the id to the browser: out of the reach of scripts and of other sites' forms."""
        response.set_cookie(
            self.name,
            value,
            max_age=self._max_age,
            path="/",
            secure=self._is_https,
            httponly=True,
            samesite="Lax",
        )

    def delete(self, response: Response) -> None:
        """Take the id back from the browser."""
        response.delete_cookie(
            self.name, path="/", secure=self._is_https, httponly=True, samesite="Lax"
        )
