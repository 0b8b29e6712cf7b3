"""The transactional outbox: announcing an event is a row, written with the change it announces.

A row without `sent_at` has not been sent. Rows that were sent stay for a while, because the broker
is a courier that may forget: the relay leaves with it the time of its last sending, and when the
broker comes back with an older time, or none, the relay sends again what it sent since. Whoever
receives an event twice acts once (see `inbox`).
"""

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

log = structlog.get_logger()


class Courier(Protocol):
    """What carries envelopes to their subscribers, and remembers when it last did."""

    def send(self, envelopes: list[Envelope], at: datetime) -> None:
        """Hand over the envelopes, and remember `at` as the time of the last sending."""

    def last_sent(self) -> datetime | None:
        """Return the time of the last sending that the broker still remembers."""


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


def append(session: Session, metadata: MetaData, event: Event, *, requestid: str) -> None:
    """Write the event in the caller's transaction."""
    outbox = metadata.tables["outbox"]
    envelope = event.to_envelope(requestid=requestid)
    session.connection().execute(insert(outbox).inline(), {"envelope": envelope})


def relay(session: Session, metadata: MetaData, courier: Courier) -> int:
    """Send the oldest events that wait, and return how many; each call is one transaction."""
    outbox = metadata.tables["outbox"]
    _recall_what_was_forgotten(session, outbox, courier)
    waiting = session.execute(
        select(outbox.c.seq, outbox.c.envelope)
        .where(outbox.c.sent_at.is_(None))
        .order_by(outbox.c.seq)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    if waiting:
        now = datetime.now(UTC)
        courier.send([row.envelope for row in waiting], at=now)
        sent = outbox.c.seq.in_([row.seq for row in waiting])
        session.execute(update(outbox).where(sent).values(sent_at=now))
    session.commit()
    return len(waiting)


def _recall_what_was_forgotten(session: Session, outbox: Table, courier: Courier) -> None:
    last_sent = session.scalar(select(func.max(outbox.c.sent_at)))
    if last_sent is None:
        return
    remembered = courier.last_sent()
    if remembered is not None and remembered >= last_sent:
        return
    forgotten = outbox.c.sent_at > (remembered or datetime.fromtimestamp(0, UTC))
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
