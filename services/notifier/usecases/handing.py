"""Handing over: a row is leased to a worker, and taken back from one that did not come back."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import func, select, update

from chassis.service import current_settings
from services.notifier.domain import Lane, Phase, State
from services.notifier.models import Email, db
from services.notifier.settings import Settings
from services.notifier.usecases import circuit

ROOM = {Lane.SECURITY: 500, Lane.BULK: 400}
"""How many e-mails of a lane may be in the hands of workers: the rest waits in the database."""

LAPSED_BATCH = 500
"""How many lapsed leases one transaction looks after."""

log = structlog.get_logger()


class Waking(NamedTuple):
    """What a worker needs to know to take an e-mail."""

    email_id: uuid.UUID
    lease_token: uuid.UUID


@db.transactional
def free_lapsed() -> int:
    """Take back e-mails from workers that did not come back, and return how many."""
    now = datetime.now(UTC)
    lapsed = db.session.scalars(
        select(Email)
        .where(Email.state == State.SENDING, Email.lease_until < now)
        .limit(LAPSED_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for email in lapsed:
        log.warning("email_lease_lapsed", email_id=str(email.id), phase=email.phase)
        email.lapse(now=now)
    return len(lapsed)


@db.transactional
def hand_over(lane: Lane) -> list[Waking]:
    """Lease the oldest e-mails of a lane that are due, as many as there is room for."""
    now = datetime.now(UTC)
    held = select(func.count()).where(Email.lane == lane, Email.state == State.SENDING)
    room = min(ROOM[lane] - (db.session.scalar(held) or 0), circuit.room(now=now))
    if room <= 0:
        return []
    due = (
        select(Email.id)
        .where(Email.lane == lane, Email.state == State.PENDING, Email.next_attempt_at <= now)
        .order_by(Email.next_attempt_at)
        .limit(room)
        .with_for_update(skip_locked=True)
    )
    leased = db.session.execute(
        update(Email)
        .where(Email.id.in_(due.scalar_subquery()))
        .values(
            state=State.SENDING,
            phase=Phase.QUEUED,
            lease_token=func.gen_random_uuid(),
            lease_until=now + lease(),
        )
        .returning(Email.id, Email.lease_token)
    ).all()
    return [Waking(email_id, token) for email_id, token in leased if token]


@db.transactional
def take_back(wakings: Iterable[Waking]) -> None:
    """Undo a hand-over that the broker did not carry: a worker that heard of it comes too late."""
    tokens = [waking.lease_token for waking in wakings]
    db.session.execute(
        update(Email)
        .where(Email.lease_token.in_(tokens), Email.phase == Phase.QUEUED)
        .values(state=State.PENDING, lease_token=None, lease_until=None)
    )


def lease() -> timedelta:
    """Return for how long a worker holds an e-mail, anew at each step."""
    return timedelta(seconds=current_settings(Settings).lease_seconds)
