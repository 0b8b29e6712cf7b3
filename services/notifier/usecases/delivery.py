"""Delivery: a row is taken, sent without an open transaction, and concluded.

The lease says who holds the row, and every step is a short transaction that holds only with its
token. One step lies between the message and its final dot: from then on a worker that is killed
leaves a letter of which nobody knows whether it arrived, and before it one that surely did not.
"""

import random
import uuid
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import structlog
from sqlalchemy import select, update

from chassis.logs import request_id
from chassis.service import current_settings
from services.notifier.domain import Answer, Kind, Phase, State, Verdict, classify
from services.notifier.mailer import Mailer, compose
from services.notifier.models import Email, db
from services.notifier.settings import Settings
from services.notifier.usecases import addresses, circuit
from services.notifier.usecases.handing import Waking, lease

CHANGE = update(Email).execution_options(synchronize_session=False)
"""A change of rows of which no object is in memory."""

log = structlog.get_logger()


class LeaseLost(Exception):
    """Another worker has the e-mail now: this one must not send it."""


class Try(NamedTuple):
    """An e-mail in the hands of a worker, read once."""

    id: uuid.UUID
    lease_token: uuid.UUID
    kind: str
    params: dict[str, Any]
    correo: str
    message_id: str
    request_id: str
    attempts: int
    created_at: datetime
    expires_at: datetime


def deliver(wakings: Iterable[Waking], mailer: Mailer) -> None:
    """Send, one after the other, the e-mails that are still ours to send."""
    waiting = deque(_take(list(wakings)))
    deliveries = _Deliveries(mailer)
    try:
        while waiting and not deliveries.server_is_away:
            email = waiting.popleft()
            with request_id(email.request_id):
                deliveries.send(email)
    finally:
        deliveries.finish()
    if waiting:
        _put_back(waiting)


class _Deliveries:
    """Some e-mails on their way by one mailer; what the server took is written with the next."""

    def __init__(self, mailer: Mailer) -> None:
        self._mailer = mailer
        self._unwritten: list[tuple[Try, Answer]] = []
        self._taken: list[str] = []
        self.server_is_away = False

    def send(self, email: Try) -> None:
        """Write the message of an e-mail, hand it over, and note what the server says."""
        message = _compose(email)
        if message is None:
            return
        try:
            answer = self._mailer.send(
                email.correo,
                message,
                before_dot=lambda: self._reach_the_dot(email),
                number=email.id.hex,
            )
        except LeaseLost:
            log.warning("email_lease_lost", email_id=str(email.id))
            return
        verdict = classify(answer)
        self.server_is_away = verdict is Verdict.AWAY
        if verdict is Verdict.SENT:
            self._unwritten.append((email, answer))
            self._taken.append(email.correo)
        else:
            self._write_down()
            _conclude(email, answer)

    @db.transactional
    def finish(self) -> None:
        """Write what is still unwritten, and what the answers say of server and addresses."""
        self._write_down()
        if self._taken:
            circuit.note_answer()
            addresses.clear(self._taken)

    @db.transactional
    def _reach_the_dot(self, email: Try) -> None:
        """Write down, before it happens, that the server may have the letter from now on."""
        self._write_down()
        reached = db.session.execute(
            CHANGE.where(*_ours(email))
            .values(phase=Phase.HANDED, lease_until=datetime.now(UTC) + lease())
            .returning(Email.id)
        ).first()
        if reached is None:
            raise LeaseLost

    @db.transactional
    def _write_down(self) -> None:
        now = datetime.now(UTC)
        for email, answer in self._unwritten:
            _mark_sent(email, answer, now)
        self._unwritten.clear()


@db.transactional
def _take(wakings: Sequence[Waking]) -> list[Try]:
    """Begin a try of each; not of those whose wake-up is late, or came twice, or that expired."""
    now = datetime.now(UTC)
    tokens = [waking.lease_token for waking in wakings]
    rows = db.session.execute(
        CHANGE.where(
            Email.id.in_([waking.email_id for waking in wakings]),
            Email.state == State.SENDING,
            Email.lease_token.in_(tokens),
            Email.phase == Phase.QUEUED,
        )
        .values(phase=Phase.CONNECT, lease_until=now + lease(), attempts=Email.attempts + 1)
        .returning(*[getattr(Email, name) for name in Try._fields])
    ).all()
    tries = sorted((Try(*row) for row in rows), key=lambda email: email.created_at)
    for email in tries:
        if email.expires_at <= now:
            _give_up(email, State.EXPIRED, "Venció antes de poder enviarse.")
            log.warning("email_expired", email_id=str(email.id), kind=email.kind)
    return [email for email in tries if email.expires_at > now]


@db.transactional
def _put_back(tries: Iterable[Try]) -> None:
    """Let what was not tried wait again, as if it had never been taken."""
    db.session.execute(
        CHANGE.where(Email.lease_token.in_([email.lease_token for email in tries])).values(
            state=State.PENDING, attempts=Email.attempts - 1, lease_token=None, lease_until=None
        )
    )


def _compose(email: Try) -> bytes | None:
    """Write the message; one that cannot be written is given up, for it would never be."""
    try:
        return compose(
            current_settings(Settings),
            Kind(email.kind),
            email.params,
            to=email.correo,
            message_id=email.message_id,
            date=email.created_at,
        )
    except Exception as error:
        log.exception("email_not_written", email_id=str(email.id), kind=email.kind)
        _give_up(email, State.FAILED, f"No se pudo redactar: {type(error).__name__}")
        return None


@db.transactional
def _give_up(email: Try, state: State, reason: str) -> None:
    held = _held(email)
    if held is not None:
        held.give_up(state, reason)


def _mark_sent(email: Try, answer: Answer, now: datetime) -> None:
    """End an e-mail that the server took: a plain statement, for it is what happens to most."""
    marked = db.session.execute(
        CHANGE.where(*_ours(email))
        .values(
            state=State.SENT,
            phase=answer.phase,
            smtp_code=answer.code,
            smtp_reply=answer.reply,
            sent_at=now,
            lease_token=None,
            lease_until=None,
        )
        .returning(Email.id)
    ).first()
    if marked is None:
        log.warning("email_lease_lost", email_id=str(email.id), code=answer.code)
        return
    _log_try(log.info, email, State.SENT, answer, now)


@db.transactional
def _conclude(email: Try, answer: Answer) -> None:
    """End a try that failed, and learn from it about the server and the address."""
    held = _held(email)
    if held is None:
        log.warning("email_lease_lost", email_id=str(email.id), code=answer.code)
        return
    now = datetime.now(UTC)
    held.conclude(answer, now=now, jitter=random.random())  # noqa: S311  (it spreads, hides nothing)
    if classify(answer) is Verdict.AWAY:
        circuit.note_away()
    addresses.note_refusal(held, answer.reply)
    _log_try(log.warning, email, State(held.state), answer, now)


def _log_try(write: Any, email: Try, state: State, answer: Answer, now: datetime) -> None:
    write(
        "email_tried",
        email_id=str(email.id),
        kind=email.kind,
        state=str(state),
        phase=str(answer.phase),
        code=answer.code,
        attempts=email.attempts,
        seconds=round((now - email.created_at).total_seconds(), 3),
    )


def _held(email: Try) -> Email | None:
    return db.session.scalars(select(Email).where(*_ours(email)).with_for_update()).one_or_none()


def _ours(email: Try) -> Sequence[Any]:
    return (
        Email.id == email.id,
        Email.state == State.SENDING,
        Email.lease_token == email.lease_token,
    )
