"""Who listens to what: the relay, the workers, the tests and docs/events.md all read this table."""

from contracts.boleta import BoletasPublished, PlanillaImported
from contracts.events import Event
from contracts.identity import (
    AccountEmailChanged,
    AccountsCreated,
    PasswordLinkIssued,
    PasswordSet,
)
from contracts.legajo import ServidoresUpdated, SolicitudStatusChanged, SolicitudSubmitted

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {
    "boleta": (ServidoresUpdated,),
    "notifier": (
        AccountsCreated,
        AccountEmailChanged,
        PasswordLinkIssued,
        PasswordSet,
        SolicitudSubmitted,
        SolicitudStatusChanged,
        BoletasPublished,
        PlanillaImported,
    ),
}
"""The whole topology: subscriber → events. An event without a subscriber does not exist."""
