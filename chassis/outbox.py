"""The transactional outbox: announcing an event is a row, written with the change it announces.

A row without `sent_at` has not been sent. Rows that were sent stay for a while, because the broker
is a courier that may forget: the relay leaves with it the time of its last sending, and when the
broker comes back with an older time, or none, the relay sends again what it sent since. Whoever
receives an event twice acts once (see `inbox`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    MetaData,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from contracts.events import Envelope, Event

RETENTION = timedelta(days=7)
"""How long a sent event is kept, to be sent again should the broker have forgotten it."""

BATCH = 200
"""How many events one transaction of the relay sends."""

ONE_RELAY = 6
"""The advisory lock of who relays; a database is one service's, so the number is only ours."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Memory:
    """What a broker remembers: the time of our last sending, and in which of its lives it does."""

    last_sent: datetime
    life: str


class Courier(Protocol):
    """What carries envelopes to their subscribers, and remembers when it last did."""

    def memory(self) -> Memory:
        """Return what the broker remembers now."""

    def send(self, envelopes: Iterable[Envelope], at: datetime, memory: Memory) -> None:
        """Hand over the envelopes, and let the broker remember `at`.

        Raises:
            RedisError: the broker no longer has the memory that was looked at before, so what it
                was given may be gone as well.
        """


def define_table(metadata: MetaData) -> None:
    """Give a service's database its outbox."""
    Table(
        "outbox",
        metadata,
        Column("seq", BigInteger, Identity(always=True), primary_key=True),
        Column("envelope", JSONB, nullable=False),
        Column("sent_at", DateTime(timezone=True)),
        Index("ix_outbox_unsent", "seq", postgresql_where="sent_at IS NULL"),
        Index("ix_outbox_sent_at", "sent_at"),
    )


def append(session: Session, metadata: MetaData, *events: Event, requestid: str) -> None:
    """Write the events in the caller's transaction, in their order."""
    rows = [{"envelope": event.to_envelope(requestid=requestid)} for event in events]
    if rows:
        session.connection().execute(insert(metadata.tables["outbox"]).inline(), rows)


def relay(session: Session, metadata: MetaData, courier: Courier) -> int:
    """Send the oldest events that wait, and return how many; each call is one transaction.

    Of several workers of a service one relays at a time, so that the time of the last sending is
    that of one hand.
    """
    if not session.scalar(select(func.pg_try_advisory_xact_lock(ONE_RELAY))):
        session.rollback()
        return 0
    outbox = metadata.tables["outbox"]
    memory = courier.memory()
    _recall_what_was_forgotten(session, outbox, memory.last_sent)
    waiting = session.execute(
        select(outbox.c.seq, outbox.c.envelope)
        .where(outbox.c.sent_at.is_(None))
        .order_by(outbox.c.seq)
        .limit(BATCH)
    ).all()
    if waiting:
        now = datetime.now(UTC)
        courier.send([row.envelope for row in waiting], now, memory)
        sent = outbox.c.seq.in_([row.seq for row in waiting])
        session.execute(update(outbox).where(sent).values(sent_at=now))
    session.commit()
    return len(waiting)


def _recall_what_was_forgotten(session: Session, outbox: Table, remembered: datetime) -> None:
    last_sent = session.scalar(select(func.max(outbox.c.sent_at)))
    if last_sent is None or remembered >= last_sent:
        return
    forgotten = outbox.c.sent_at > remembered
    rows = _rowcount(session.execute(update(outbox).where(forgotten).values(sent_at=None)))
    log.warning("broker_forgot", events=rows, since=str(remembered))


def trim(session: Session, metadata: MetaData) -> int:
    """Delete what was sent so long ago that it need never be sent again."""
    outbox = metadata.tables["outbox"]
    old = outbox.c.sent_at < datetime.now(UTC) - RETENTION
    rows = _rowcount(session.execute(delete(outbox).where(old)))
    session.commit()
    return rows


def _rowcount(result: Any) -> int:
    return int(result.rowcount)
