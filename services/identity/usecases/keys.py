"""The life of the signing keys: next → active → retired. Services always know the next one."""

from datetime import UTC, datetime, timedelta

import structlog
from joserfc.errors import JoseError
from sqlalchemy import delete, select, text, update

from services.identity.acts import Act
from services.identity.domain import KeyState
from services.identity.keyring import ALGORITHMS, make_key, open_key
from services.identity.models import SigningKey, db
from services.identity.recent import forget
from services.identity.usecases.audit import record

OVERLAP = timedelta(days=1)
"""How long a retired key is still published: far longer than any token that it signed."""

log = structlog.get_logger()


@db.transactional
def ensure_keys(key_secret: str) -> None:
    """Make the key that signs and the one that will follow it, if they are not there."""
    _wait_for_others()
    forget()
    _retire_what_no_longer_opens(key_secret)
    found = db.session.execute(select(SigningKey.alg, SigningKey.state))
    present = {(alg, state) for alg, state in found}
    for alg in ALGORITHMS:
        for state in (KeyState.ACTIVE, KeyState.NEXT):
            if (alg, state) not in present:
                _add_key(alg, state, key_secret)


@db.transactional
def rotate_keys(key_secret: str) -> list[str]:
    """Sign with the next keys from now on, publish new next ones; return which sign now."""
    _wait_for_others()
    forget()
    now = datetime.now(UTC)
    _move(KeyState.ACTIVE, KeyState.RETIRED, retired_at=now)
    _move(KeyState.NEXT, KeyState.ACTIVE)
    for alg in ALGORITHMS:
        _add_key(alg, KeyState.NEXT, key_secret)
    db.session.execute(delete(SigningKey).where(SigningKey.retired_at < now - OVERLAP))
    active = select(SigningKey.kid).where(SigningKey.state == KeyState.ACTIVE)
    kids = list(db.session.scalars(active.order_by(SigningKey.alg.desc())))
    record(Act.KEYS_ROTATED, kids=kids)
    log.info("keys_rotated", kids=kids)
    return kids


def _retire_what_no_longer_opens(key_secret: str) -> None:
    """Let no key sign, now or later, whose secret was lost; what it signed is still believed."""
    for key in db.session.scalars(select(SigningKey).where(SigningKey.state != KeyState.RETIRED)):
        try:
            open_key(key.sealed_private_jwk, key_secret)
        except JoseError:
            key.state, key.retired_at = KeyState.RETIRED, datetime.now(UTC)
            record(Act.KEY_LOST, kid=key.kid)
            log.warning("signing_key_lost", kid=key.kid)


def _move(old: KeyState, new: KeyState, **values: datetime) -> None:
    moved = update(SigningKey).where(SigningKey.state == old)
    db.session.execute(moved.values(state=new, **values))


def _add_key(alg: str, state: KeyState, key_secret: str) -> None:
    key = make_key(alg, key_secret)._asdict()
    db.session.add(SigningKey(**key, state=state, created_at=datetime.now(UTC)))
    db.session.flush()


def _wait_for_others() -> None:
    """Let one command at a time move the keys."""
    db.session.execute(text("LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE"))
