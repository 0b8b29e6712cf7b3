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
    draft = Draft(
        kind=LINK_KINDS[event.purpose],
        about=_of_link(event.sealed_link),
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


@db.transactional
def password_set(event: PasswordSet) -> None:
    """Tell a person that their password was set: they may sign in, or somebody else did it."""
    at = event.at.isoformat()
    params = {"dni": event.dni, "nombres": event.nombres, "at": at}
    draft = Draft(
        kind=Kind.PASSWORD_SET,
        about=f"{event.dni}:{at}",
        correo=event.correo,
        dni=event.dni,
        params=params,
    )
    queue([draft])


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
def correo_link(event: CorreoLinkIssued) -> None:
    """Owe a person, at their new address, the link by which they confirm it; it stays sealed."""
    draft = Draft(
        kind=Kind.CORREO_LINK,
        about=_of_link(event.sealed_link),
        correo=event.correo,
        dni=event.dni,
        params={
            "nombres": event.nombres,
            "sealed_link": event.sealed_link,
            "vence": event.expires_at.isoformat(),
        },
        expires_at=event.expires_at - LEAST_VALIDITY,
    )
    queue([draft])


@db.transactional
def account_opened(event: AccountOpened) -> None:
    """Tell a person that the account they asked for is there, and how to begin."""
    draft = Draft(
        kind=Kind.ACCOUNT_OPENED,
        about=f"{event.dni}:{event.at.isoformat()}",
        correo=event.correo,
        dni=event.dni,
        params={"dni": event.dni, "nombres": event.nombres},
    )
    queue([draft])


@db.transactional
def new_device(event: NewDeviceSignIn) -> None:
    """Tell a person that somebody, they or another, signed in with a device not seen before."""
    at = event.at.isoformat()
    draft = Draft(
        kind=Kind.NEW_DEVICE,
        about=f"{event.dni}:{at}",
        correo=event.correo,
        dni=event.dni,
        params={"nombres": event.nombres, "device": event.device, "at": at},
    )
    queue([draft])


@db.transactional
def no_account(event: RecoveryWithoutAccount) -> None:
    """Tell who asked to recover a password that no account has their address."""
    about = f"{event.correo.lower()}:{event.at.isoformat()}"
    params = {"correo": event.correo}
    draft = Draft(kind=Kind.NO_ACCOUNT, about=about, correo=event.correo, dni="", params=params)
    queue([draft])


def _of_link(sealed_link: str) -> str:
    return sha256(sealed_link.encode()).hexdigest()[:32]
