"""Letters about accounts: all of them of the security lane."""

from hashlib import sha256

from chassis.logs import mask
from contracts.identity import (
    AccountEmailChanged,
    AccountOpened,
    CorreoLinkIssued,
    NewDeviceSignIn,
    PasswordLinkIssued,
    PasswordSet,
    RecoveryWithoutAccount,
)
from services.notifier.domain import LEAST_VALIDITY, Kind
from services.notifier.models import db
from services.notifier.usecases.queueing import Draft, queue

LINK_KINDS = {"generar": Kind.PASSWORD_LINK, "recuperar": Kind.PASSWORD_RECOVERY}
"""The letter for each purpose of a password link."""


@db.transactional
def password_link(event: PasswordLinkIssued) -> None:
    """Owe a person the link by which they set their password; it stays sealed."""
    _queue_link(LINK_KINDS[event.purpose], event)


@db.transactional
def correo_link(event: CorreoLinkIssued) -> None:
    """Owe a person, at their new address, the link by which they confirm it; it stays sealed."""
    _queue_link(Kind.CORREO_LINK, event)


@db.transactional
def password_set(event: PasswordSet) -> None:
    """Tell a person that their password was set: they may sign in, or somebody else did it."""
    _queue_notice(Kind.PASSWORD_SET, event)


@db.transactional
def account_opened(event: AccountOpened) -> None:
    """Tell a person that the account they asked for is there, and how to begin."""
    _queue_notice(Kind.ACCOUNT_OPENED, event)


@db.transactional
def new_device(event: NewDeviceSignIn) -> None:
    """Tell a person that somebody, they or another, signed in with a device not seen before."""
    _queue_notice(Kind.NEW_DEVICE, event, device=event.device)


@db.transactional
def email_changed(event: AccountEmailChanged) -> None:
    """Tell both addresses that one took the place of the other."""
    # A person may go back and forth: the moment makes each change one of its own.
    about = f"{event.dni}:{event.at.isoformat()}"
    named = {"dni": event.dni, "nombres": event.nombres}
    drafts = [
        Draft(
            kind=Kind.EMAIL_CHANGED,
            about=about,
            correo=event.correo,
            dni=event.dni,
            params=named,
        ),
        Draft(
            kind=Kind.EMAIL_LEFT,
            about=about,
            correo=event.previous_correo,
            dni=event.dni,
            params={**named, "nuevo_correo": mask(event.correo)},
        ),
    ]
    queue(draft for draft in drafts if draft.correo)


@db.transactional
def no_account(event: RecoveryWithoutAccount) -> None:
    """Tell who asked to recover a password that no account has their address."""
    about = f"{event.correo.lower()}:{event.at.isoformat()}"
    params = {"correo": event.correo}
    draft = Draft(kind=Kind.NO_ACCOUNT, about=about, correo=event.correo, dni="", params=params)
    queue([draft])


def _queue_link(kind: Kind, event: PasswordLinkIssued | CorreoLinkIssued) -> None:
    """Owe a letter with a link, which is worth sending as long as the link serves."""
    draft = Draft(
        kind=kind,
        about=sha256(event.sealed_link.encode()).hexdigest()[:32],
        correo=event.correo,
        dni=event.dni,
        params={
            "dni": event.dni,
            "nombres": event.nombres,
            "sealed_link": event.sealed_link,
            "vence": event.expires_at.isoformat(),
        },
        expires_at=event.expires_at - LEAST_VALIDITY,
    )
    queue([draft])


def _queue_notice(
    kind: Kind, event: PasswordSet | AccountOpened | NewDeviceSignIn, **more: str
) -> None:
    """Owe a letter about what happened to an account at a moment: each moment is one of its own."""
    at = event.at.isoformat()
    draft = Draft(
        kind=kind,
        about=f"{event.dni}:{at}",
        correo=event.correo,
        dni=event.dni,
        params={"dni": event.dni, "nombres": event.nombres, "at": at, **more},
    )
    queue([draft])
