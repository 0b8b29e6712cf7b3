"""The inbox: each event has its effect once, however often it is delivered.

The event's id is written in the same transaction as the effect. What could not be applied after all
its retries becomes a dead letter, kept until somebody sends it again.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import Column, DateTime, MetaData, Table, Text, Uuid, delete, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from chassis import outbox
from contracts.events import Envelope, Event

RETENTION = outbox.RETENTION * 2
"""How long a repetition is recognised: longer than any publisher keeps what it might send again."""

Handlers = Mapping[type[Event], Callable[[Any], None]]
"""What a service does about each event that it listens to."""

log = structlog.get_logger()


def define_tables(metadata: MetaData) -> None:
    """Give a service's database its inbox and its dead letters."""
    received_at = Column("received_at", DateTime(timezone=True), server_default=func.now())
    Table("inbox", metadata, Column("event_id", Uuid, primary_key=True), received_at)
    Table(
        "dead_letter",
        metadata,
        Column("event_id", Uuid, primary_key=True),
        Column("envelope", JSONB, nullable=False),
        Column("reason", Text, nullable=False),
        Column("buried_at", DateTime(timezone=True), server_default=func.now(), nullable=False),
    )


def receive(session: Session, metadata: MetaData, handlers: Handlers, envelope: Envelope) -> bool:
    """Apply the event in the caller's transaction; tell whether it was new."""
    inbox = metadata.tables["inbox"]
    first_time = session.execute(
        insert(inbox)
        .values(event_id=envelope["id"])
        .on_conflict_do_nothing()
        .returning(inbox.c.event_id)
    ).first()
    if first_time is None:
        return False
    event = Event.from_envelope(envelope)
    handlers[type(event)](event)
    return True


def bury(session: Session, metadata: MetaData, envelope: Envelope, reason: str) -> None:
    """Keep what could not be applied, with the reason."""
    dead_letter = metadata.tables["dead_letter"]
    session.execute(
        insert(dead_letter)
        .values(event_id=envelope["id"], envelope=envelope, reason=reason)
        .on_conflict_do_update(index_elements=["event_id"], set_={"reason": reason})
    )
    log.error("event_buried", event_type=envelope["type"], event_id=envelope["id"], reason=reason)


def dead_letters(session: Session, metadata: MetaData) -> list[Any]:
    """Return what could not be applied, oldest first."""
    dead_letter = metadata.tables["dead_letter"]
    return list(session.execute(select(dead_letter).order_by(dead_letter.c.buried_at)).all())


def exhume(session: Session, metadata: MetaData, event_id: str) -> None:
    """Forget a dead letter, because it has been applied."""
    dead_letter = metadata.tables["dead_letter"]
    session.execute(delete(dead_letter).where(dead_letter.c.event_id == event_id))


def trim(session: Session, metadata: MetaData) -> None:
    """Forget the ids of events that nobody will send again."""
    inbox = metadata.tables["inbox"]
    session.execute(delete(inbox).where(inbox.c.received_at < datetime.now(UTC) - RETENTION))
    session.commit()
