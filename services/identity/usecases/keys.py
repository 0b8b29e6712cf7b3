"""The life of the signing keys: next → active → retired. Services always know the next one."""

from datetime import UTC, datetime, timedelta

import structlog
from joserfc.errors import JoseError
from sqlalchemy import delete, select, text, update

from services.identity.domain import KeyState
from services.identity.keyring import make_key, open_key
from services.identity.models import SigningKey, db

OVERLAP = timedelta(days=1)
"""How long a retired key is still published: far longer than any token that it signed."""

log = structlog.get_logger()


@db.transactional
def ensure_keys(key_secret: str) -> None:
    """Make the key that signs and the one that will follow it, if they are not there."""
    _wait_for_others()
    _retire_what_no_longer_opens(key_secret)
    present = set(db.session.scalars(select(SigningKey.state)))
    for state in (KeyState.ACTIVE, KeyState.NEXT):
        if state not in present:
            _add_key(state, key_secret)


@db.transactional
def rotate_keys(key_secret: str) -> str:
    """Sign with the next key from now on, publish a new next one; return who signs now."""
    _wait_for_others()
    now = datetime.now(UTC)
    _move(KeyState.ACTIVE, KeyState.RETIRED, retired_at=now)
    _move(KeyState.NEXT, KeyState.ACTIVE)
    _add_key(KeyState.NEXT, key_secret)
    db.session.execute(delete(SigningKey).where(SigningKey.retired_at < now - OVERLAP))
    active = select(SigningKey.kid).where(SigningKey.state == KeyState.ACTIVE)
    kid = db.session.scalars(active).one()
    log.info("keys_rotated", kid=kid)
    return kid


def _retire_what_no_longer_opens(key_secret: str) -> None:
    """Let no key sign, now or later, whose secret was lost; what it signed is still believed."""
    for key in db.session.scalars(select(SigningKey).where(SigningKey.state != KeyState.RETIRED)):
        try:
            open_key(key.sealed_private_jwk, key_secret)
        except JoseError:
            key.state, key.retired_at = KeyState.RETIRED, datetime.now(UTC)
            log.warning("signing_key_lost", kid=key.kid)


def _move(old: KeyState, new: KeyState, **values: datetime) -> None:
    moved = update(SigningKey).where(SigningKey.state == old)
    db.session.execute(moved.values(state=new, **values))


def _add_key(state: KeyState, key_secret: str) -> None:
    db.session.add(
        SigningKey(**make_key(key_secret)._asdict(), state=state, created_at=datetime.now(UTC))
    )
    db.session.flush()


def _wait_for_others() -> None:
    """Let one command at a time move the keys."""
    db.session.execute(text("LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE"))
