"""Delivery: a row is handed to a worker, taken, sent without an open transaction, and concluded.

The lease says who holds the row, and every step is a short transaction that holds only with its
token. One step lies between the message and its final dot: from then on a worker that is killed
leaves a letter of which nobody knows whether it arrived, and before it one that surely did not.
"""

import random
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import func, select, update

from chassis.errors import Conflict, NotFound
from chassis.logs import request_id
from chassis.service import current_settings
from services.notifier.domain import LETTERS, Answer, Lane, Phase, State
from services.notifier.mailer import Mailer, compose
from services.notifier.models import Email, db
from services.notifier.settings import Settings

ROOM = {Lane.SECURITY: 500, Lane.BULK: 100}
"""How many e-mails of a lane may be in the hands of workers: the rest waits in the database."""

LAPSED_BATCH = 500
"""How many lapsed leases one transaction looks after."""

log = structlog.get_logger()


class Waking(NamedTuple):
    """What a worker needs to know to take an e-mail."""

    email_id: uuid.UUID
    lease_token: uuid.UUID


class LeaseLost(Exception):
    """Another worker has the e-mail now: this one must not send it."""


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
    room = ROOM[lane] - (db.session.scalar(held) or 0)
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
            lease_until=now + _lease(),
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


def deliver_email(email_id: uuid.UUID, lease_token: uuid.UUID, mailer: Mailer) -> None:
    """Send one e-mail, if it is still ours to send."""
    email = _take(email_id, lease_token)
    if email is None:
        return
    with request_id(email.request_id):
        message = _compose(email)
        if message is None:
            return
        try:
            answer = mailer.send(
                email.correo, message, before_dot=lambda: _reach_the_dot(email_id, lease_token)
            )
        except LeaseLost:
            log.warning("email_lease_lost", email_id=str(email_id))
            return
        _conclude(email_id, lease_token, answer)


@db.transactional
def retry_email(email_id: uuid.UUID) -> None:
    """Send again, from now on, an e-mail that was given up; a link that has ended cannot be."""
    email = db.session.get(Email, email_id, with_for_update=True)
    if email is None:
        raise NotFound("No existe ese correo.")
    if email.state not in {State.FAILED, State.EXPIRED, State.UNCERTAIN}:
        raise Conflict(f"Ese correo está en {email.state}: no hay nada que reintentar.")
    now = datetime.now(UTC)
    if "sealed_link" not in email.params:
        email.expires_at = now + LETTERS[email.is_about].lifetime
    elif email.expires_at <= now:
        raise Conflict("El enlace de ese correo ya venció: la persona debe pedir otro.")
    email.state, email.next_attempt_at, email.unknowns = State.PENDING, now, 0


@db.transactional
def _take(email_id: uuid.UUID, lease_token: uuid.UUID) -> Email | None:
    """Begin a try; None when the wake-up is late, or came twice, or the e-mail has expired."""
    now = datetime.now(UTC)
    email = db.session.scalars(
        select(Email)
        .where(*_ours(email_id, lease_token), Email.phase == Phase.QUEUED)
        .with_for_update()
    ).one_or_none()
    if email is None:
        return None
    if email.expires_at <= now:
        email.give_up(State.EXPIRED, "Venció antes de poder enviarse.")
        log.warning("email_expired", email_id=str(email_id), kind=email.kind)
        return None
    email.phase, email.lease_until = Phase.CONNECT, now + _lease()
    email.attempts += 1
    db.session.flush()
    db.session.expunge(email)  # it is read after the transaction, by nobody else
    return email


def _compose(email: Email) -> bytes | None:
    """Write the message; one that cannot be written is given up, for it would never be."""
    try:
        return compose(
            current_settings(Settings),
            email.is_about,
            email.params,
            to=email.correo,
            message_id=email.message_id,
            date=email.created_at,
        )
    except Exception as error:
        log.exception("email_not_written", email_id=str(email.id), kind=email.kind)
        _give_up(email.id, email.lease_token, type(error).__name__)
        return None


@db.transactional
def _give_up(email_id: uuid.UUID, lease_token: uuid.UUID | None, reason: str) -> None:
    email = _held(email_id, lease_token)
    if email is not None:
        email.give_up(State.FAILED, f"No se pudo redactar: {reason}")


@db.transactional
def _reach_the_dot(email_id: uuid.UUID, lease_token: uuid.UUID) -> None:
    """Write down, before it happens, that the server may have the letter from now on."""
    reached = db.session.execute(
        update(Email)
        .where(*_ours(email_id, lease_token))
        .values(phase=Phase.HANDED, lease_until=datetime.now(UTC) + _lease())
        .returning(Email.id)
    ).first()
    if reached is None:
        raise LeaseLost


@db.transactional
def _conclude(email_id: uuid.UUID, lease_token: uuid.UUID, answer: Answer) -> None:
    email = _held(email_id, lease_token)
    if email is None:
        log.warning("email_lease_lost", email_id=str(email_id), code=answer.code)
        return
    now = datetime.now(UTC)
    email.conclude(answer, now=now, jitter=random.random())  # noqa: S311  (it spreads, hides nothing)
    write = log.info if email.state == State.SENT else log.warning
    write(
        "email_tried",
        email_id=str(email.id),
        kind=email.kind,
        state=str(email.state),
        phase=str(answer.phase),
        code=answer.code,
        attempts=email.attempts,
        seconds=round((now - email.created_at).total_seconds(), 3),
    )


def _held(email_id: uuid.UUID, lease_token: uuid.UUID | None) -> Email | None:
    ours = select(Email).where(*_ours(email_id, lease_token)).with_for_update()
    return db.session.scalars(ours).one_or_none()


def _ours(email_id: uuid.UUID, lease_token: uuid.UUID | None) -> Sequence[Any]:
    return (Email.id == email_id, Email.state == State.SENDING, Email.lease_token == lease_token)


def _lease() -> timedelta:
    return timedelta(seconds=current_settings(Settings).lease_seconds)
