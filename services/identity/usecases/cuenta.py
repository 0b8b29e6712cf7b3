"""What a person does with their own account, signed in: password, address, sessions."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from chassis.errors import Conflict, Invalid, NotFound
from chassis.sealing import seal
from contracts.identity import AccountEmailChanged, CorreoLinkIssued, PasswordSet
from services.identity.acts import Act, Outcome
from services.identity.domain import LINK_LIFETIME, Registration, fold_correo
from services.identity.models import Account, CorreoChange, LoginSession, PasswordLink, db
from services.identity.opaque import fingerprint, new_token
from services.identity.passwords import hash_password, verify_password
from services.identity.policy import refuse_weak
from services.identity.settings import Settings
from services.identity.usecases.audit import record
from services.identity.usecases.second_factor import remove_totp, renew_recovery_codes
from services.identity.usecases.sessions import end_sessions_of

WRONG_PASSWORD = "Esa no es su contraseña actual."  # noqa: S105

LINK_IS_SPENT = "Este enlace ya no sirve, o es de otra cuenta."
"""It was used, is older than its lifetime, was replaced, or somebody else asked for it."""


def confirm_password(account_id: UUID, password: str, settings: Settings) -> None:
    """Refuse unless that is the password of the person."""
    if not verify_password(_hash_of(account_id), password, settings.password_pepper):
        record(Act.SIGN_IN, account=account_id, outcome=Outcome.REFUSED, reason="wrong_password")
        raise Invalid(errors={"actual": WRONG_PASSWORD})


def change_password(
    person: Registration, account_id: UUID, password: str, settings: Settings, *, session: UUID
) -> None:
    """Give the account another password, and end its sessions elsewhere."""
    refuse_weak(password, person, settings.password_policy)
    if verify_password(_hash_of(account_id), password, settings.password_pepper):
        raise Invalid(errors={"contrasena": "Esa ya es su contraseña. Elija una distinta."})
    _save(account_id, hash_password(password, settings.password_pepper), session)


@db.transactional
def ask_for_correo(account_id: UUID, correo: str, settings: Settings) -> None:
    """Mail a link to the address that the person wants; until it is used nothing changes."""
    account = db.session.get_one(Account, account_id)
    if fold_correo(correo) == account.correo_key:
        raise Invalid(errors={"correo": "Ese ya es el correo de su cuenta."})
    token, now = new_token(), datetime.now(UTC)
    older = (CorreoChange.account_id == account_id, CorreoChange.expires_at > now)
    db.session.execute(update(CorreoChange).where(*older).values(expires_at=now))
    db.session.add(
        CorreoChange(
            fingerprint=fingerprint(token),
            account_id=account_id,
            correo=correo,
            expires_at=now + LINK_LIFETIME,
        )
    )
    db.publish(
        CorreoLinkIssued(
            dni=account.dni,
            nombres=account.nombres,
            correo=correo,
            sealed_link=seal(
                f"{settings.public_url}/passport/correo/{token}", settings.sealing_key
            ),
            expires_at=now + LINK_LIFETIME,
        )
    )
    record(Act.CORREO_ASKED, account=account_id)


@db.transactional
def change_correo(account_id: UUID, token: str) -> str:
    """Use the link up and send mail to the new address from now on; the old one is warned."""
    now = datetime.now(UTC)
    correo: str | None = db.session.scalar(
        update(CorreoChange)
        .where(CorreoChange.fingerprint == fingerprint(token))
        .where(CorreoChange.account_id == account_id)
        .where(CorreoChange.used_at.is_(None), CorreoChange.expires_at > now)
        .values(used_at=now)
        .returning(CorreoChange.correo)
    )
    if correo is None:
        raise NotFound(LINK_IS_SPENT)
    account = db.session.get_one(Account, account_id, with_for_update=True)
    previous = account.correo
    account.move_to(correo)
    live = (PasswordLink.account_id == account_id, PasswordLink.used_at.is_(None))
    db.session.execute(update(PasswordLink).where(*live).values(expires_at=now))
    db.publish(
        AccountEmailChanged(
            dni=account.dni,
            nombres=account.nombres,
            previous_correo=previous,
            correo=correo,
            at=now,
        )
    )
    record(Act.CORREO_CHANGED, account=account_id)
    return correo


@db.transactional
def end_my_session(account_id: UUID, session_id: UUID) -> None:
    """End one session of the person; another's is not there."""
    mine = (LoginSession.id == session_id, LoginSession.account_id == account_id)
    ended = update(LoginSession).where(*mine, LoginSession.ended_at.is_(None))
    found = db.session.scalar(ended.values(ended_at=datetime.now(UTC)).returning(LoginSession.id))
    if found is None:
        raise NotFound("Esa sesión ya no está abierta.")
    record(Act.SESSION_ENDED, account=account_id)


@db.transactional
def end_my_other_sessions(account_id: UUID, session_id: UUID) -> int:
    """End every session of the person but this one; return how many there were."""
    ended = end_sessions_of(account_id, but=session_id)
    record(Act.SESSIONS_ENDED, account=account_id, sessions=ended)
    return ended


@db.transactional
def switch_totp_off(account_id: UUID) -> None:
    """Ask the person for no code any more."""
    if not remove_totp(account_id):
        raise Conflict("La verificación en dos pasos no está activada.")
    record(Act.TOTP_REMOVED, account=account_id)


@db.transactional
def print_codes_again(account_id: UUID) -> list[str]:
    """Return new codes on paper; those of before count no more."""
    return list(renew_recovery_codes(account_id))


@db.transactional
def forget_old_correo_links() -> None:
    """Delete the links that have long been of no use."""
    long_ago = datetime.now(UTC) - timedelta(days=30)
    db.session.execute(delete(CorreoChange).where(CorreoChange.expires_at < long_ago))


@db.transactional
def _hash_of(account_id: UUID) -> str | None:
    return db.session.scalar(select(Account.password_hash).where(Account.id == account_id))


@db.transactional
def _save(account_id: UUID, password_hash: str, session: UUID) -> None:
    account = db.session.get_one(Account, account_id, with_for_update=True)
    now = datetime.now(UTC)
    account.password_hash, account.password_set_at = password_hash, now
    live = (PasswordLink.account_id == account_id, PasswordLink.used_at.is_(None))
    db.session.execute(update(PasswordLink).where(*live).values(expires_at=now))
    end_sessions_of(account_id, but=session)
    db.publish(PasswordSet(dni=account.dni, nombres=account.nombres, correo=account.correo, at=now))
    record(Act.PASSWORD_CHANGED, account=account_id)
