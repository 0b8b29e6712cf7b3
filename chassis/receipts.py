"""What was sent and not yet heard: between its queue and its worker a message can vanish.

kombu takes a message off its queue, and then notes that a worker has it: who is killed or cut off
in between takes it along. So a sending notes in Valkey what each queue owes an answer for; who has
applied an event takes the note away; and what is owed for long, while nothing waits in its queue,
is sent again (docs/adr/0051). An answer too many is harmless: the inbox knows what it heard.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import cast

from redis import Redis

from chassis import outbox

OVERDUE = timedelta(seconds=90)
"""When an answer is missed: later than a killed worker's messages are given to another."""

AT_ONCE = 1000
"""How many of each queue are looked at once."""


def owe(valkey: Redis, sent: Mapping[str, Iterable[str]], at: datetime) -> None:
    """Note, for each queue, the ids of the events that are being sent to it."""
    with valkey.pipeline(transaction=False) as pipeline:
        for queue, ids in sent.items():
            pipeline.zadd(_key(queue), dict.fromkeys(ids, at.timestamp()))
        pipeline.execute()


def settle(valkey: Redis, queue: str, event_id: str) -> None:
    """Take away the note of an event that was applied, or that rests among the dead letters."""
    valkey.zrem(_key(queue), event_id)


def overdue(valkey: Redis, queues: Iterable[str], now: datetime) -> dict[str, datetime]:
    """Return what was lost on its way, of all publishers: the ids, and when each was sent."""
    lost: dict[str, datetime] = {}
    for queue in queues:
        valkey.zremrangebyscore(_key(queue), "-inf", (now - outbox.RETENTION).timestamp())
        until = (now - OVERDUE).timestamp()
        notes = valkey.zrangebyscore(_key(queue), "-inf", until, 0, AT_ONCE, withscores=True)
        if notes and not valkey.llen(queue):
            times = cast(list[tuple[str, float]], notes)
            lost |= {event_id: datetime.fromtimestamp(at, UTC) for event_id, at in times}
    return lost


def _key(queue: str) -> str:
    return f"events:owed:{queue}"
