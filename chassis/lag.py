"""How far events are behind: what waits to be sent, what waits to be applied, what could not be."""

from dataclasses import dataclass
from datetime import UTC, datetime

from redis import Redis
from sqlalchemy import func, select

from chassis.bus import event_queues
from chassis.database import Database


@dataclass(frozen=True, kw_only=True)
class Lag:
    """The events of one service, in both directions."""

    service: str
    unsent: int
    """How many wait in its outbox."""
    oldest_seconds: float
    """Since when the oldest of them waits; zero when none does."""
    queued: int
    """How many wait in its queues to be applied."""
    dead: int
    """How many could not be applied, and wait for a person."""


def measure(service: str, db: Database, valkey: Redis) -> Lag:
    """Count what waits."""
    outbox, dead_letter = db.metadata.tables["outbox"], db.metadata.tables["dead_letter"]
    waiting = select(func.count(), func.min(outbox.c.envelope["time"].astext)).where(
        outbox.c.sent_at.is_(None)
    )
    unsent, oldest = db.session.execute(waiting).one()
    since = datetime.now(UTC) - datetime.fromisoformat(oldest) if oldest else None
    return Lag(
        service=service,
        unsent=unsent,
        oldest_seconds=since.total_seconds() if since else 0.0,
        queued=sum(int(valkey.llen(queue.name)) for queue in event_queues(service)),
        dead=db.session.scalar(select(func.count()).select_from(dead_letter)) or 0,
    )


def told(lags: list[Lag]) -> str:
    """Write it as a table."""
    heading = ("servicio", "por enviar", "espera", "por aplicar", "sin aplicar")
    rows = [
        (lag.service, lag.unsent, f"{lag.oldest_seconds:.0f} s", lag.queued, lag.dead)
        for lag in lags
    ]
    return "\n".join(
        f"{row[0]:<10}" + "".join(f"{cell:>13}" for cell in row[1:]) for row in (heading, *rows)
    )
