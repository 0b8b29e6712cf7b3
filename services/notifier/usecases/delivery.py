"""Delivery: rows are taken, sent without an open transaction, and concluded.

The lease says who holds a row, and every step is a short transaction that holds only with its
token. One step lies before the first final dot of a task: from then on a worker that is killed
leaves letters of which nobody knows whether they arrived, and before it ones that surely did not.
A task of security mail is one letter; a task of bulk mail is many, which share these steps.
"""

import random
import time
import uuid
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import structlog
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Text,
    Uuid,
    any_,
    func,
    literal,
    select,
    update,
)

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
    end = time.monotonic() + lease().total_seconds() / 2
    waiting = deque(_take(list(wakings)))
    deliveries = _Deliveries(waiting, mailer)
    try:
        while waiting and not deliveries.server_is_away and time.monotonic() < end:
            email = waiting.popleft()
            with request_id(email.request_id):
                deliveries.send(email)
    finally:
        deliveries.finish()
    if waiting:
        _put_back(waiting)


class _Deliveries:
    """The e-mails of a task, on their way by one mailer."""

    def __init__(self, emails: Iterable[Try], mailer: Mailer) -> None:
        self._emails = list(emails)
        self._mailer = mailer
        self._handed: set[uuid.UUID] = set()
        self._sent: list[tuple[Try, Answer]] = []
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
            self._sent.append((email, answer))
        else:
            _conclude(email, answer)

    @db.transactional
    def finish(self) -> None:
        """Write what the server took, and what that says of it and of the addresses."""
        if self._sent:
            _mark_sent(self._sent)
            circuit.note_answer()
            addresses.clear(email.correo for email, _ in self._sent)

    def _reach_the_dot(self, email: Try) -> None:
        """Write down, before it happens, that the server may have the letters from now on."""
        if not self._handed:
            self._handed = _hand(self._emails)
        if email.id not in self._handed:
            raise LeaseLost


@db.transactional
def _hand(emails: Sequence[Try]) -> set[uuid.UUID]:
    """Mark those of a task that are still ours as handed, and return which they are."""
    handed = db.session.scalars(
        CHANGE.where(
            Email.lease_token == any_(_uuids(email.lease_token for email in emails)),
            Email.id == any_(_uuids(email.id for email in emails)),
            Email.state == State.SENDING,
        )
        .values(phase=Phase.HANDED, lease_until=datetime.now(UTC) + lease())
        .returning(Email.id)
    )
    return set(handed)


@db.transactional
def _take(wakings: Sequence[Waking]) -> list[Try]:
    """Begin a try of each; not of those whose wake-up is late, or came twice, or that expired."""
    now = datetime.now(UTC)
    rows = db.session.execute(
        CHANGE.where(
            Email.id == any_(_uuids(waking.email_id for waking in wakings)),
            Email.state == State.SENDING,
            Email.lease_token == any_(_uuids(waking.lease_token for waking in wakings)),
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


def _mark_sent(sent: Sequence[tuple[Try, Answer]]) -> None:
    """End e-mails that the server took: one plain statement, for it is what happens to most."""
    now = datetime.now(UTC)
    columns = func.unnest(
        _uuids(email.lease_token for email, _ in sent),
        literal([answer.code for _, answer in sent], ARRAY(Integer)),
        literal([answer.reply for _, answer in sent], ARRAY(Text)),
    )
    took = columns.table_valued("token", "code", "reply", name="took").render_derived()
    marked = db.session.scalars(
        CHANGE.where(
            Email.id == any_(_uuids(email.id for email, _ in sent)),
            Email.state == State.SENDING,
            Email.lease_token == took.c.token,
        )
        .values(
            state=State.SENT,
            phase=Phase.HANDED,
            smtp_code=took.c.code,
            smtp_reply=took.c.reply,
            sent_at=now,
            lease_token=None,
            lease_until=None,
        )
        .returning(Email.id)
    ).all()
    if len(marked) < len(sent):
        log.warning("email_lease_lost", emails=len(sent) - len(marked))
    _log_sent(sent, now)


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
    _log_try(log.warning, email, answer, state=State(held.state), now=now)


def _log_sent(sent: Sequence[tuple[Try, Answer]], now: datetime) -> None:
    if len(sent) == 1:
        _log_try(log.info, *sent[0], state=State.SENT, now=now)
        return
    oldest = min(email.created_at for email, _ in sent)
    seconds = round((now - oldest).total_seconds(), 3)
    log.info("emails_sent", kind=sent[0][0].kind, emails=len(sent), seconds=seconds)


def _log_try(write: Any, email: Try, answer: Answer, *, state: State, now: datetime) -> None:
    with request_id(email.request_id):
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


def _uuids(values: Iterable[uuid.UUID]) -> ColumnElement[Any]:
    """Return many values as one parameter: the statement stays the same, however many there are."""
    return literal(list(values), ARRAY(Uuid))


def _held(email: Try) -> Email | None:
    return db.session.scalars(select(Email).where(*_ours(email)).with_for_update()).one_or_none()


def _ours(email: Try) -> Sequence[Any]:
    return (
        Email.id == email.id,
        Email.state == State.SENDING,
        Email.lease_token == email.lease_token,
    )
