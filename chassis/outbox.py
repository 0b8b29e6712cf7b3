"""The transactional outbox: announcing an event is a row, written with the change it announces.

A row without `sent_at` has not been sent. Rows that were sent stay for a while, because the broker
is a courier that may forget: the relay leaves with it the time of its last sending, and when the
broker comes back with an older time, or none, the relay sends again what it sent since. Whoever
receives an event twice acts once (see `inbox`).
"""

from collections.abc import Iterable, Mapping
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
    String,
    Table,
    delete,
    func,
    insert,
    literal_column,
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

SECOND = timedelta(seconds=1)
"""More than a time loses of itself where a broker notes it."""

ONE_RELAY = 6
"""The advisory lock of who relays; a database is one service's, so the number is only ours."""

HUNG = "60s"
"""After so long PostgreSQL ends a relay that does nothing: its machine is gone, and with it the
hand that held the lock. Nobody else would relay until then."""

A_MOMENT = timedelta(microseconds=1)
"""By how much a sending is later than the one before, whatever a clock says."""

TYPE = literal_column("envelope ->> 'type'", String)
"""The type of an event in the outbox."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Memory:
    """What a broker remembers: the time of our last sending, and in which of its lives it does."""

    last_sent: datetime
    life: str


class Courier(Protocol):
    """What carries envelopes to their subscribers, and remembers when it last did."""

    types: tuple[str, ...]
    """Which types of event it knows whom to bring."""

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
    that of one hand. What the courier cannot bring waits, and nothing waits behind it.
    """
    if not _is_ours(session):
        session.rollback()
        return 0
    outbox = metadata.tables["outbox"]
    memory = courier.memory()
    _recall_what_was_forgotten(session, outbox, memory.last_sent)
    waiting = session.execute(
        select(outbox.c.seq, outbox.c.envelope)
        .where(outbox.c.sent_at.is_(None), TYPE.in_(courier.types))
        .order_by(outbox.c.seq)
        .limit(BATCH)
    ).all()
    if waiting:
        # A later sending with an earlier time would be forgotten unnoticed: clocks are set back.
        now = max(datetime.now(UTC), memory.last_sent + A_MOMENT)
        courier.send([row.envelope for row in waiting], now, memory)
        sent = outbox.c.seq.in_([row.seq for row in waiting])
        session.execute(update(outbox).where(sent).values(sent_at=now))
    session.commit()
    return len(waiting)


def _is_ours(session: Session) -> bool:
    """Tell whether it is for us to relay, until this transaction ends or is found hung."""
    limit = func.set_config("idle_in_transaction_session_timeout", HUNG, True)
    return bool(session.execute(select(func.pg_try_advisory_xact_lock(ONE_RELAY), limit)).one()[0])


def _recall_what_was_forgotten(session: Session, outbox: Table, remembered: datetime) -> None:
    last_sent = session.scalar(select(func.max(outbox.c.sent_at)))
    if last_sent is None or remembered >= last_sent:
        return
    forgotten = outbox.c.sent_at > remembered
    rows = _rowcount(session.execute(update(outbox).where(forgotten).values(sent_at=None)))
    log.warning("broker_forgot", events=rows, since=str(remembered))


def tell_of_strangers(session: Session, metadata: MetaData, courier: Courier) -> int:
    """Log which events wait because the courier knows nobody who listens; return how many do.

    A newer version wrote them, which was taken back or is about to come.
    """
    outbox = metadata.tables["outbox"]
    found = session.execute(
        select(TYPE, func.count())
        .where(outbox.c.sent_at.is_(None), TYPE.not_in(courier.types))
        .group_by(TYPE)
    ).all()
    session.rollback()
    for event_type, events in found:
        log.warning("nobody_listens", event_type=event_type, events=events)
    return sum(events for _, events in found)


def send_again(session: Session, metadata: MetaData, lost: Mapping[str, datetime]) -> int:
    """Let the relay send again what is ours of what was lost; return how many events that is.

    `lost` has their ids, and when each was sent.
    """
    if not lost:
        return 0
    outbox = metadata.tables["outbox"]
    around = outbox.c.sent_at.between(min(lost.values()) - SECOND, max(lost.values()) + SECOND)
    is_lost = around & outbox.c.envelope["id"].astext.in_(lost)
    rows = _rowcount(session.execute(update(outbox).where(is_lost).values(sent_at=None)))
    session.commit()
    if rows:
        log.warning("events_lost", events=rows)
    return rows


def trim(session: Session, metadata: MetaData) -> int:
    """Delete what was sent so long ago that it need never be sent again."""
    outbox = metadata.tables["outbox"]
    old = outbox.c.sent_at < datetime.now(UTC) - RETENTION
    rows = _rowcount(session.execute(delete(outbox).where(old)))
    session.commit()
    return rows


def _rowcount(result: Any) -> int:
    return int(result.rowcount)
