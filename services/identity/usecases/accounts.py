"""What the mesa does for a person: their account is created, corrected, suspended, reinstated.

Nobody here sees or chooses a password. Each act asks whether the actor may, and is audited.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Conflict, Invalid, NotAllowed
from chassis.logs import mask
from chassis.service import current_valkey
from contracts.identity import (
    AccountContact,
    AccountEmailChanged,
    AccountOpened,
    AccountsCreated,
)
from services.identity import throttle
from services.identity.acts import Act
from services.identity.domain import AccountState, Registration, fold_correo
from services.identity.models import Account, PasswordLink, db
from services.identity.powers import MESA, Actor, reaches
from services.identity.settings import Settings
from services.identity.usecases.attention import actor_id, attended
from services.identity.usecases.audit import record
from services.identity.usecases.passwords import mail_link
from services.identity.usecases.second_factor import remove_totp
from services.identity.usecases.sessions import end_sessions_of

DNI_IS_TAKEN = "Ya hay una cuenta con este DNI."


@db.transactional
def create_account(actor: Actor, person: Registration, expediente: str) -> UUID:
    """Create the account of somebody whom the register does not have; announce it."""
    if not reaches(actor, MESA, person.sede):
        raise NotAllowed("Solo puede crear cuentas de las sedes de su ámbito.")
    values = {**person.__dict__, "id": uuid4(), "correo_key": fold_correo(person.correo)}
    new = insert(Account).values(**values, state=AccountState.PENDING)
    created: UUID | None = db.session.scalar(new.on_conflict_do_nothing().returning(Account.id))
    if created is None:
        raise Invalid(errors={"dni": DNI_IS_TAKEN})
    contact = AccountContact(dni=person.dni, nombres=person.nombres, correo=person.correo)
    db.publish(AccountsCreated(accounts=(contact,)))
    db.publish(AccountOpened(**asdict(contact), at=datetime.now(UTC)))
    record(Act.ACCOUNT_CREATED, account=created, actor=actor_id(actor), expediente=expediente)
    return created


@db.transactional
def correct_correo(
    actor: Actor, account_id: UUID, correo: str, *, reason: str, expediente: str
) -> None:
    """Let a person's mail go elsewhere; both addresses are told, and old links end."""
    account = attended(actor, account_id)
    previous = account.correo
    if correo == previous:
        raise Invalid(errors={"correo": "Es el correo que la cuenta ya tiene."})
    account.move_to(correo)
    follow_correo(account.dni, account.nombres, previous, correo)
    record(
        Act.CORREO_CHANGED,
        account=account.id,
        actor=actor_id(actor),
        reason=reason,
        expediente=expediente,
        anterior=mask(previous),
        nuevo=mask(correo),
    )


@db.transactional
def resend_link(actor: Actor, account_id: UUID, settings: Settings) -> None:
    """Mail a person the link by which they set their password; it replaces older ones."""
    account = attended(actor, account_id)
    if account.state is AccountState.SUSPENDED:
        raise Conflict("La cuenta está suspendida: primero debe reactivarse.")
    throttle.reset(current_valkey(), account.dni)  # who was heard may type a password again
    mail_link(account, settings, actor=actor_id(actor))


@db.transactional
def suspend_account(actor: Actor, account_id: UUID, reason: str) -> None:
    """Let a person in no more; what they have open ends now."""
    account = attended(actor, account_id)
    if account.state is AccountState.SUSPENDED:
        raise Conflict("La cuenta ya está suspendida.")
    account.state = AccountState.SUSPENDED
    _end_links(account.dni, datetime.now(UTC))
    ended = end_sessions_of(account.id)
    record(
        Act.ACCOUNT_SUSPENDED,
        account=account.id,
        actor=actor_id(actor),
        reason=reason,
        sesiones=ended,
    )


@db.transactional
def reinstate_account(actor: Actor, account_id: UUID, reason: str) -> None:
    """Let a person in again, with the password that they had."""
    account = attended(actor, account_id)
    if account.state is not AccountState.SUSPENDED:
        raise Conflict("La cuenta no está suspendida.")
    account.state = AccountState.ACTIVE if account.password_hash else AccountState.PENDING
    record(Act.ACCOUNT_REINSTATED, account=account.id, actor=actor_id(actor), reason=reason)


@db.transactional
def end_all_sessions(actor: Actor, account_id: UUID, reason: str) -> int:
    """End all that a person has open, and return how many sessions it was."""
    account = attended(actor, account_id)
    ended = end_sessions_of(account.id)
    record(
        Act.SESSIONS_ENDED,
        account=account.id,
        actor=actor_id(actor),
        reason=reason,
        sesiones=ended,
    )
    return ended


@db.transactional
def reset_totp(actor: Actor, account_id: UUID, reason: str) -> None:
    """Ask a person who lost their telephone for no code; they enrol again when they are in."""
    account = attended(actor, account_id)
    if not remove_totp(account.id):
        raise Conflict("La persona no tiene activada la verificación en dos pasos.")
    record(Act.TOTP_RESET, account=account.id, actor=actor_id(actor), reason=reason)


def follow_correo(dni: str, nombres: str, previous: str, correo: str) -> None:
    """Announce a new address, and let no link that went to the old one be used."""
    now = datetime.now(UTC)
    db.publish(
        AccountEmailChanged(
            dni=dni, nombres=nombres, previous_correo=previous, correo=correo, at=now
        )
    )
    _end_links(dni, now)


def _end_links(dni: str, now: datetime) -> None:
    account = select(Account.id).where(Account.dni == dni).scalar_subquery()
    live = (PasswordLink.account_id == account, PasswordLink.expires_at > now)
    db.session.execute(update(PasswordLink).where(*live).values(expires_at=now))
