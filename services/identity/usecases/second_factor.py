"""The second factor of a person: connected, confirmed, used, taken away. Codes count once."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Conflict, Invalid
from services.identity import totp
from services.identity.acts import Act, Outcome
from services.identity.models import RecoveryCode, Totp, db
from services.identity.opaque import fingerprint
from services.identity.settings import Settings
from services.identity.strongbox import lock_up, unlock
from services.identity.usecases.audit import record

WRONG_CODE = "Ese código no es el que muestra su aplicación en este momento. Escriba el siguiente."
"""Said of a code that is wrong, too old, or was used before."""


@db.transactional
def begin_totp(account_id: UUID, settings: Settings) -> str:
    """Return the secret that an app is to learn; the same again until it was confirmed."""
    # Two tabs that ask at once are told the same.
    new = insert(Totp).values(
        account_id=account_id,
        sealed_secret=lock_up(totp.new_secret(), settings.key_secret),
        begun_at=datetime.now(UTC),
    )
    db.session.execute(new.on_conflict_do_nothing())
    found = db.session.get_one(Totp, account_id, with_for_update=True)
    if found.confirmed_at:
        raise Conflict("Ya tiene activada la verificación en dos pasos.")
    return unlock(found.sealed_secret, settings.key_secret)


@db.transactional
def confirm_totp(account_id: UUID, typed: str, settings: Settings) -> Sequence[str]:
    """Let the app count from now on, if it shows the right code; return the codes on paper."""
    found = db.session.get(Totp, account_id, with_for_update=True)
    if found is None or found.confirmed_at:
        raise Conflict("Ya tiene activada la verificación en dos pasos.")
    if not _use_up_step(found, typed, settings):
        raise Invalid(errors={"codigo": WRONG_CODE})
    found.confirmed_at = datetime.now(UTC)
    record(Act.TOTP_ENROLLED, account=account_id)
    return _new_recovery_codes(account_id)


def check_second_factor(account_id: UUID, typed: str, settings: Settings) -> None:
    """Use up a code of the app or of the paper; refuse any other."""
    is_right = _use_up_paper(account_id, typed) if totp.is_paper(typed) else False
    if is_right or _use_up_code(account_id, typed, settings):
        return
    record(Act.SECOND_FACTOR, account=account_id, outcome=Outcome.REFUSED, reason="wrong_code")
    raise Invalid(errors={"codigo": WRONG_CODE})


@db.transactional
def renew_recovery_codes(account_id: UUID) -> Sequence[str]:
    """Return new codes on paper; those of before count no more."""
    return _new_recovery_codes(account_id)


@db.transactional
def remove_totp(account_id: UUID) -> bool:
    """Forget the app and the codes on paper; tell whether there was one that counted."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    removed = delete(Totp).where(Totp.account_id == account_id).returning(Totp.confirmed_at)
    return db.session.scalar(removed) is not None


@db.transactional
def _use_up_code(account_id: UUID, typed: str, settings: Settings) -> bool:
    found = db.session.get(Totp, account_id, with_for_update=True)
    return bool(found and found.confirmed_at and _use_up_step(found, typed, settings))


@db.transactional
def _use_up_paper(account_id: UUID, typed: str) -> bool:
    used = (
        update(RecoveryCode)
        .where(RecoveryCode.fingerprint == _of_paper(account_id, typed))
        .where(RecoveryCode.used_at.is_(None))
        .values(used_at=func.now())
        .returning(RecoveryCode.account_id)
    )
    return db.session.scalar(used) is not None


def _use_up_step(found: Totp, typed: str, settings: Settings) -> bool:
    secret = unlock(found.sealed_secret, settings.key_secret)
    step = totp.step_of(secret, typed, time.time(), found.last_step)
    if step is not None:
        found.last_step = step
    return step is not None


def _new_recovery_codes(account_id: UUID) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = list(totp.new_recovery_codes())
    db.session.add_all(
        RecoveryCode(fingerprint=_of_paper(account_id, code), account_id=account_id)
        for code in codes
    )
    return codes


def _of_paper(account_id: UUID, code: str) -> str:
    return fingerprint(f"{account_id} {code}")
