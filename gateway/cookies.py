"""The cookies of the gateway: random names of things that rest in Valkey, and nothing else."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from werkzeug import Response

from chassis import cookies

OPAQUE_ID = re.compile(r"[\w-]{43}", re.ASCII)
"""What 256 random bits look like in base64url."""


def new_id() -> str:
    """Make a name that nobody can guess."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Cookie:
    """A cookie that holds an opaque id."""

    name: str
    max_age: timedelta | None = None

    def read(self) -> str:
        """Return the id that the request carries, or an empty text."""
        value = cookies.read(self.name)
        return value if OPAQUE_ID.fullmatch(value) else ""

    def write(self, response: Response, value: str) -> None:
        """Give the id to the browser."""
        cookies.give(response, self.name, value, max_age=self.max_age)

    def delete(self, response: Response) -> None:
        """Take the id back from the browser."""
        cookies.take_away(response, self.name)
