"""Who listens to what: the relay, the workers, the tests and docs/events.md all read this table."""

from contracts.boleta import (
    BoletaAnnulled,
    BoletaReplaced,
    BoletasPublished,
    PlanillaImported,
    ReclamoAnswered,
)
from contracts.events import Event
from contracts.identity import (
    AccountEmailChanged,
    AccountOpened,
    AccountsCreated,
    CorreoLinkIssued,
    NewDeviceSignIn,
    PasswordLinkIssued,
    PasswordSet,
    RecoveryWithoutAccount,
)
from contracts.legajo import (
    LegajoChanged,
    LegajoTransferred,
    ServidoresUpdated,
    SolicitudAboutToExpire,
    SolicitudStatusChanged,
    SolicitudSubmitted,
)
from contracts.notifier import EmailBounced

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {
    "boleta": (AccountEmailChanged, EmailBounced, ServidoresUpdated),
    "identity": (EmailBounced, ServidoresUpdated),
    "notifier": (
        AccountsCreated,
        AccountOpened,
        AccountEmailChanged,
        CorreoLinkIssued,
        NewDeviceSignIn,
        PasswordLinkIssued,
        PasswordSet,
        RecoveryWithoutAccount,
        ServidoresUpdated,
        SolicitudSubmitted,
        SolicitudStatusChanged,
        SolicitudAboutToExpire,
        LegajoTransferred,
        LegajoChanged,
        BoletasPublished,
        BoletaReplaced,
        BoletaAnnulled,
        PlanillaImported,
        ReclamoAnswered,
    ),
}
"""The whole topology: subscriber → events. An event without a subscriber does not exist."""

ABOUT_MANY: frozenset[type[Event]] = frozenset(
    {AccountsCreated, ServidoresUpdated, BoletasPublished}
)
"""Events about hundreds of people each: they wait in a queue of their own, which may have workers
of its own, so that what one person waits for never waits behind a month of boletas."""
