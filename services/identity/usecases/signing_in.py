"""Signing in: a password proves who somebody is, perhaps a code besides; then a session begins.

The hash is verified outside of any transaction: who waits for a processor holds no connection.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple, NoReturn
from uuid import UUID, uuid4

import structlog
from sqlalchemy import bindparam, exists, func, insert, select, update

from chassis.database import table_of
from chassis.errors import Invalid
from contracts.identity import NewDeviceSignIn
from services.identity.acts import Act, Outcome
from services.identity.domain import SESSION_LIFETIME, AccountState, is_dni
from services.identity.models import Account, LoginSession, RoleGrant, Totp, db
from services.identity.opaque import fingerprint, new_token
from services.identity.passwords import hash_password, is_outdated, verify_password
from services.identity.settings import Settings
from services.identity.usecases.audit import record

WRONG_CREDENTIALS = "El usuario o la contraseña no son correctos."
"""Said whatever was wrong: nobody, no password yet, another password."""

log = structlog.get_logger()


class Second(StrEnum):
    """What else a person must do before their session begins."""

    NOTHING = "nothing"
    CODE = "code"
    """Type the code that their app shows."""
    ENROL = "enrol"
    """Connect an app first: what they may see of others asks for it."""


class Proven(NamedTuple):
    """Somebody whose password was right."""

    account_id: UUID
    proof: str
    """The fingerprint of the hash that was verified: a password set meanwhile undoes it."""
    second: Second


class SignedIn(NamedTuple):
    """A session that has begun."""

    session_id: UUID
    token: str
    """For the cookie; we keep its fingerprint."""


class _Found(NamedTuple):
    id: UUID
    state: AccountState
    password_hash: str | None
    has_totp: bool
    sees_others: bool


# The statements are made once: to build one takes longer than to run it.

ACCOUNT = table_of(Account).c
_BEFORE = table_of(Account).alias("before")

_FIND = select(
    ACCOUNT.id,
    ACCOUNT.state,
    ACCOUNT.password_hash,
    exists().where(Totp.account_id == ACCOUNT.id, Totp.confirmed_at.is_not(None)),
    exists().where(RoleGrant.account_id == ACCOUNT.id),
).where(ACCOUNT.dni == bindparam("dni"))

_NOTE_LOGIN = (
    update(table_of(Account))
    .where(ACCOUNT.id == bindparam("account"), ACCOUNT.state == AccountState.ACTIVE)
    .where(
        func.encode(func.sha256(func.convert_to(ACCOUNT.password_hash, "UTF8")), "hex")
        == bindparam("proof")
    )
    .values(last_login_at=bindparam("now"))
    .returning(
        ACCOUNT.dni,
        ACCOUNT.nombres,
        ACCOUNT.correo,
        select(_BEFORE.c.last_login_at)
        .where(_BEFORE.c.id == bindparam("account"))
        .scalar_subquery()
        .label("previous"),
    )
)

_BEGIN_SESSION = insert(table_of(LoginSession))


def check_password(dni: str, password: str, settings: Settings) -> Proven:
    """Tell who that is; refuse with the same words, after the same work, whatever was wrong."""
    found = _find(dni) if is_dni(dni) else None
    is_usable = found is not None and found.state is AccountState.ACTIVE
    kept = found.password_hash if found and is_usable else None
    is_right = verify_password(kept, password, settings.password_pepper)
    if found is None or kept is None or not is_right:
        _refuse(found)
    if is_outdated(kept, settings.password_pepper):
        kept = _hash_anew(found.id, kept, password, settings)
    return Proven(found.id, fingerprint(kept), _second(found, settings))


@db.transactional
def begin_session(
    account_id: UUID, proof: str, *, amr: list[str], device: str, is_known_device: bool
) -> SignedIn:
    """Begin a session, if what was proven still holds; tell the person of a device unknown yet."""
    now = datetime.now(UTC)
    account = db.run(_NOTE_LOGIN, account=account_id, proof=proof, now=now).one_or_none()
    if account is None:
        raise Invalid(WRONG_CREDENTIALS)
    signed_in = SignedIn(uuid4(), new_token())
    db.run(
        _BEGIN_SESSION,
        id=signed_in.session_id,
        fingerprint=fingerprint(signed_in.token),
        account_id=account_id,
        began_at=now,
        amr=amr,
        device=device,
        previous_login_at=account.previous,
        seen_at=now,
        expires_at=now + SESSION_LIFETIME,
    )
    if account.previous and not is_known_device:
        whom = {"dni": account.dni, "nombres": account.nombres, "correo": account.correo}
        db.publish(NewDeviceSignIn(**whom, device=device, at=now))
    record(Act.SIGN_IN, account=account_id, amr=" ".join(amr))
    log.info("signed_in", account=str(account_id), sid=str(signed_in.session_id))
    return signed_in


def _find(dni: str) -> _Found | None:
    with db.reading() as connection:
        found = connection.execute(_FIND, {"dni": dni}).one_or_none()
    return _Found(*found) if found else None


def _second(found: _Found, settings: Settings) -> Second:
    if found.has_totp:
        return Second.CODE
    return Second.ENROL if settings.totp_required and found.sees_others else Second.NOTHING


def _refuse(found: _Found | None) -> NoReturn:
    if found is None:
        reason = "unknown"
    else:
        reason = "wrong_password" if found.state is AccountState.ACTIVE else found.state.value
    record(
        Act.SIGN_IN,
        account=found.id if found else None,
        outcome=Outcome.REFUSED,
        reason=reason,
    )
    log.info("sign_in_refused", reason=reason)
    raise Invalid(WRONG_CREDENTIALS)


def _hash_anew(account_id: UUID, old: str, password: str, settings: Settings) -> str:
    """Replace a hash that was made with other parameters, now that the password is at hand."""
    new = hash_password(password, settings.password_pepper)
    with db.transaction():
        same = (Account.id == account_id, Account.password_hash == old)
        db.session.execute(update(Account).where(*same).values(password_hash=new))
    return new
