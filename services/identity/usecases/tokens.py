"""Codes and refresh tokens: each is used once; used twice, it ends all that came of it."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from redis.exceptions import RedisError
from sqlalchemy import bindparam, insert, select, update

from chassis.database import table_of
from chassis.ended import note_ended
from chassis.service import current_valkey
from services.identity.acts import Act
from services.identity.domain import CODE_LIFETIME, REFRESH_GRACE
from services.identity.models import (
    Account,
    AuthorizationCode,
    Client,
    LoginSession,
    RefreshToken,
    Subject,
    db,
)
from services.identity.models.subject import ACCOUNT, SESSION, SUBJECT
from services.identity.opaque import fingerprint, new_token, successor
from services.identity.usecases.audit import record
from services.identity.usecases.sessions import note_presence

REUSES = {"code_reused": Act.CODE_REUSED, "refresh_token_reused": Act.REFRESH_REUSED}
"""What the trail calls the end of a grant that somebody used twice."""

CODE, TOKEN = table_of(AuthorizationCode).c, table_of(RefreshToken).c

log = structlog.get_logger()


class RedeemedCode(NamedTuple):
    """A code that was just used up, and of whom it speaks. Methods are named as Authlib asks."""

    id: UUID
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str
    session: Subject

    def get_redirect_uri(self) -> str:
        """Return the address that the code was sent to."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return what was granted."""
        return self.scope


class HeldToken(NamedTuple):
    """A refresh token that may be used now, and of whom it speaks."""

    family: UUID
    client_id: str
    scope: str
    used_at: datetime | None
    session: Subject

    def check_client(self, client: Client) -> bool:
        """Tell whether the token was given to this client."""
        return self.client_id == client.id

    def get_scope(self) -> str:
        """Return what was granted."""
        return self.scope


# The statements are made once: to build one takes longer than to run it.

_KEEP_CODE = insert(table_of(AuthorizationCode))

_REDEEM = (
    # One statement: of several redemptions at once, one finds the code unused.
    update(table_of(AuthorizationCode))
    .where(CODE.fingerprint == bindparam("shown"), CODE.client_id == bindparam("client"))
    .where(CODE.used_at.is_(None), CODE.expires_at > bindparam("now"))
    .where(SESSION.id == CODE.session_id, ACCOUNT.id == SESSION.account_id)
    .values(used_at=bindparam("now"))
    .returning(
        CODE.id,
        CODE.client_id,
        CODE.redirect_uri,
        CODE.scope,
        CODE.nonce,
        CODE.code_challenge,
        *SUBJECT,
    )
)

_HOLD = (
    select(TOKEN.family, TOKEN.client_id, TOKEN.scope, TOKEN.used_at, *SUBJECT)
    .join_from(table_of(RefreshToken), table_of(LoginSession), SESSION.id == TOKEN.session_id)
    .join(table_of(Account), ACCOUNT.id == SESSION.account_id)
    .where(TOKEN.fingerprint == bindparam("shown"), TOKEN.client_id == bindparam("client"))
    .where(TOKEN.ended_at.is_(None))
    .with_for_update(of=table_of(RefreshToken))
)

# By other names than its columns have: SQLAlchemy would fill those in in the update, too.
_KEEP_TOKEN = insert(table_of(RefreshToken)).values(
    fingerprint=bindparam("new"),
    family=bindparam("of_family"),
    client_id=bindparam("of_client"),
    session_id=bindparam("of_session"),
    scope=bindparam("of_scope"),
)

_ROTATE = _KEEP_TOKEN.add_cte(
    update(table_of(RefreshToken))
    .where(TOKEN.fingerprint == bindparam("shown"))
    .values(used_at=bindparam("now"))
    .cte("used_up")
)

_IS_UNUSED = select(TOKEN.used_at.is_(None)).where(TOKEN.fingerprint == bindparam("shown"))


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
    db.run(
        _KEEP_CODE,
        fingerprint=fingerprint(code),
        client_id=client_id,
        session_id=session_id,
        redirect_uri=redirect_uri,
        scope=scope,
        nonce=nonce,
        code_challenge=code_challenge,
        expires_at=datetime.now(UTC) + CODE_LIFETIME,
    )
    return code


@db.transactional
def redeem_code(code: str, client_id: str) -> RedeemedCode | None:
    """Use the code up; a second use ends the refresh tokens that the first one gave."""
    shown, now = fingerprint(code), datetime.now(UTC)
    row = db.run(_REDEEM, shown=shown, client=client_id, now=now).one_or_none()
    if row is None:
        mine = (CODE.fingerprint == shown, CODE.client_id == client_id)
        used = select(CODE.id).where(*mine, CODE.used_at.is_not(None))
        if family := db.session.scalar(used):
            end_grant(family, "code_reused")
        return None
    redeemed = RedeemedCode._make((*row[: -len(SUBJECT)], Subject.of(row)))
    record(Act.GRANT_ISSUED, account=redeemed.session.account_id, client=client_id)
    return redeemed


@db.transactional
def issue_refresh_token(code: RedeemedCode) -> str:
    """Begin the family of refresh tokens that a redeemed code gives."""
    token = new_token()
    db.run(_KEEP_TOKEN, **_kept(token, code.id, code))
    return token


@db.transactional
def find_refresh_token(token: str, client_id: str, key_secret: str) -> HeldToken | None:
    """Return the token if it may be used now, held until the end of the transaction.

    One that was used already ends its family, unless the client only repeats itself.
    """
    row = db.run(_HOLD, shown=fingerprint(token), client=client_id).one_or_none()
    now = datetime.now(UTC)
    if row is None:
        return None
    found = HeldToken._make((*row[: -len(SUBJECT)], Subject.of(row)))
    if not found.session.is_live(now):
        return None
    if found.used_at and not _only_repeats_itself(found.used_at, successor(token, key_secret), now):
        end_grant(found.family, "refresh_token_reused")
        return None
    return found


@db.transactional
def rotate_refresh_token(token: str, found: HeldToken, key_secret: str) -> str:
    """Use the token up and return its successor; the same one, if the client repeats itself."""
    following = successor(token, key_secret)
    if found.used_at is None:
        kept = _kept(following, found.family, found)
        db.run(_ROTATE, shown=fingerprint(token), now=datetime.now(UTC), **kept)
        note_presence(found.session)
    return following


def _only_repeats_itself(used_at: datetime, following: str, now: datetime) -> bool:
    """Tell whether the client may have lost our answer: given just now, and not used since."""
    is_unused = db.run(_IS_UNUSED, shown=fingerprint(following)).scalar()
    return now - used_at <= REFRESH_GRACE and bool(is_unused)


def _kept(token: str, family: UUID, of: RedeemedCode | HeldToken) -> dict[str, Any]:
    """Return what `_KEEP_TOKEN` needs."""
    return {
        "new": fingerprint(token),
        "of_family": family,
        "of_client": of.client_id,
        "of_session": of.session.id,
        "of_scope": of.scope,
    }


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
