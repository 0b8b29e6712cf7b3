"""What programs hold: tokens of a sign-in, and the leave of a person."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from services.identity.models import Consent, LoginSession, RefreshToken, Totp, db
from services.identity.opaque import fingerprint


def find_refresh_token(token: str, client_id: str) -> RefreshToken | None:
    """Return the token if the program may still use it."""
    mine = RefreshToken.fingerprint == fingerprint(token)
    found = db.session.scalar(select(RefreshToken).where(mine, RefreshToken.client_id == client_id))
    if found is None or found.used_at or found.ended_at:
        return None
    return found if found.session.is_live(datetime.now(UTC)) else None


def is_grant_live(session_id: str, grant_id: str) -> bool:
    """Tell whether the sign-in goes on, and nothing ended what one program got of it."""
    session = db.session.get(LoginSession, UUID(session_id))
    if session is None or not session.is_live(datetime.now(UTC)):
        return False
    ended = select(RefreshToken.family).where(
        RefreshToken.family == UUID(grant_id), RefreshToken.ended_at.is_not(None)
    )
    return db.session.scalar(ended.limit(1)) is None


def can_type_a_code(account_id: UUID) -> bool:
    """Tell whether the person has an app that shows codes: then they can sign in more strongly."""
    ready = select(Totp.account_id).where(Totp.account_id == account_id)
    return db.session.scalar(ready.where(Totp.confirmed_at.is_not(None))) is not None


def find_consent(account_id: UUID, client_id: str) -> Consent | None:
    """Return what the person allows that program to know."""
    return db.session.get(Consent, (account_id, client_id))


def list_consents(account_id: UUID) -> Sequence[Consent]:
    """Return every leave that the person has given, newest first, each with its program."""
    given = select(Consent).where(Consent.account_id == account_id)
    return db.session.scalars(given.order_by(Consent.given_at.desc())).all()
