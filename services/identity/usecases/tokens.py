"""Codes and refresh tokens: each is used once; used twice, it ends all that came of it."""

from datetime import UTC, datetime
from uuid import UUID

import structlog
from redis.exceptions import RedisError
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from chassis.ended import note_ended
from chassis.service import current_valkey
from services.identity.acts import Act
from services.identity.domain import CODE_LIFETIME, REFRESH_GRACE
from services.identity.models import AuthorizationCode, LoginSession, RefreshToken, db
from services.identity.opaque import fingerprint, new_token, successor
from services.identity.usecases.audit import record
from services.identity.usecases.sessions import note_presence

REUSES = {"code_reused": Act.CODE_REUSED, "refresh_token_reused": Act.REFRESH_REUSED}
"""What the trail calls the end of a grant that somebody used twice."""

log = structlog.get_logger()


@db.transactional
def issue_code(
    session_id: UUID,
    client_id: str,
    *,
    redirect_uri: str,
    scope: str,
    nonce: str | None,
    code_challenge: str,
) -> str:
    """Return a code that the client can redeem, once and soon, for tokens of the session."""
    code = new_token()
    db.session.add(
        AuthorizationCode(
            fingerprint=fingerprint(code),
            client_id=client_id,
            session_id=session_id,
            redirect_uri=redirect_uri,
            scope=scope,
            nonce=nonce,
            code_challenge=code_challenge,
            expires_at=datetime.now(UTC) + CODE_LIFETIME,
        )
    )
    return code


@db.transactional
def redeem_code(code: str, client_id: str) -> AuthorizationCode | None:
    """Use the code up; a second use ends the refresh tokens that the first one gave."""
    now = datetime.now(UTC)
    mine = AuthorizationCode.fingerprint == fingerprint(code)
    mine &= AuthorizationCode.client_id == client_id
    # One statement: of several redemptions at once, one finds the code unused.
    redeemed: AuthorizationCode | None = db.session.scalar(
        update(AuthorizationCode)
        .where(mine, AuthorizationCode.used_at.is_(None), AuthorizationCode.expires_at > now)
        .values(used_at=now)
        .returning(AuthorizationCode)
    )
    if redeemed is None:
        used = select(AuthorizationCode.id).where(mine, AuthorizationCode.used_at.is_not(None))
        if family := db.session.scalar(used):
            end_grant(family, "code_reused")
        return None
    record(Act.GRANT_ISSUED, account=redeemed.session.account_id, client=client_id)
    return redeemed


@db.transactional
def issue_refresh_token(code: AuthorizationCode) -> str:
    """Begin the family of refresh tokens that a redeemed code gives."""
    token = new_token()
    _add_refresh_token(token, code.id, code.client_id, code.session_id, code.scope)
    return token


@db.transactional
def find_refresh_token(token: str, client_id: str, key_secret: str) -> RefreshToken | None:
    """Return the token if it may be used now, held until the end of the transaction.

    One that was used already ends its family, unless the client only repeats itself.
    """
    mine = RefreshToken.fingerprint == fingerprint(token)
    mine &= RefreshToken.client_id == client_id
    with_all = joinedload(RefreshToken.session).joinedload(LoginSession.account)
    locked = select(RefreshToken).where(mine).with_for_update(of=RefreshToken)
    found = db.session.scalar(locked.options(with_all))
    now = datetime.now(UTC)
    if found is None or found.ended_at or not found.session.is_live(now):
        return None
    if found.used_at and not _only_repeats_itself(found.used_at, successor(token, key_secret), now):
        end_grant(found.family, "refresh_token_reused")
        return None
    return found


@db.transactional
def rotate_refresh_token(token: str, found: RefreshToken, key_secret: str) -> str:
    """Use the token up and return its successor; the same one, if the client repeats itself."""
    following = successor(token, key_secret)
    if found.used_at is None:
        found.used_at = datetime.now(UTC)
        _add_refresh_token(following, found.family, found.client_id, found.session_id, found.scope)
        note_presence(found.session)
    return following


def _only_repeats_itself(used_at: datetime, following: str, now: datetime) -> bool:
    """Tell whether the client may have lost our answer: given just now, and not used since."""
    found = db.session.get(RefreshToken, fingerprint(following))
    return now - used_at <= REFRESH_GRACE and found is not None and found.used_at is None


def _add_refresh_token(
    token: str, family: UUID, client_id: str, session_id: UUID, scope: str
) -> None:
    db.session.add(
        RefreshToken(
            fingerprint=fingerprint(token),
            family=family,
            client_id=client_id,
            session_id=session_id,
            scope=scope,
        )
    )


@db.transactional
def end_grant(family: UUID, reason: str) -> None:
    """End all that came of one code: its refresh tokens for good, its access tokens at once."""
    live = (RefreshToken.family == family, RefreshToken.ended_at.is_(None))
    db.session.execute(update(RefreshToken).where(*live).values(ended_at=datetime.now(UTC)))
    of_grant = select(AuthorizationCode.client_id, LoginSession.account_id).join(LoginSession)
    for client_id, account_id in db.session.execute(of_grant.where(AuthorizationCode.id == family)):
        act = REUSES.get(reason, Act.GRANT_ENDED)
        record(act, account=account_id, client=client_id, reason=reason)
    log.warning("grant_ended", grant=str(family), reason=reason)
    try:
        note_ended(current_valkey(), str(family))
    except RedisError as error:  # Without Valkey nobody gets as far as a service.
        log.warning("end_not_noted", grant=str(family), error=type(error).__name__)
