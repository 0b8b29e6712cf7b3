"""The four ways in which a rule or a use case refuses. They know no HTTP.

Refusal
├── Invalid      what was given cannot be accepted: a message for each field
├── NotFound     it does not exist, or is not for the eyes of who asks
├── NotAllowed   who asks may never do this
└── Conflict     it cannot be done now, in the state that things are in

Their messages are read by people: Spanish, plain, and saying what to do.
"""

from collections.abc import Mapping


class Refusal(Exception):
    """Something was refused; `detail` tells the person why, in Spanish."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Invalid(Refusal):
    """What was given cannot be accepted; `errors` has a message for each field."""

    def __init__(
        self, detail: str = "Revise los datos marcados.", errors: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.errors = dict(errors or {})


class NotFound(Refusal):
    """It does not exist, or is not for the eyes of who asks: the same answer."""


class NotAllowed(Refusal):
    """Who asks may never do this."""


class Conflict(Refusal):
    """It cannot be done now, in the state that things are in."""
