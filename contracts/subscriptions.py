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
from contracts.notifier import EmailBounced

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {
    "boleta": (ServidoresUpdated,),
    "identity": (EmailBounced,),
    "notifier": (
        AccountsCreated,
        AccountEmailChanged,
        PasswordLinkIssued,
        PasswordSet,
        ServidoresUpdated,
        SolicitudSubmitted,
        SolicitudStatusChanged,
        BoletasPublished,
        PlanillaImported,
    ),
}
"""The whole topology: subscriber → events. An event without a subscriber does not exist."""
