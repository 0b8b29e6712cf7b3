"""Connections of a pool that may have been lost while they rested are tried before they are used.

SQLAlchemy's own `pool_pre_ping` asks the database at each check-out, several times a request. Here
it is asked after a rest only, or when the connection has something to read: an idle one has not,
unless the server has said goodbye.
"""

import select
import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

RESTED_SECONDS = 5.0
"""After so long even a silent connection is tried."""


def keep_alive(engine: Engine) -> None:
    """Let the pool of the engine give out no connection that was lost."""

    @event.listens_for(engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def wake(connection: Any, record: Any, _proxy: Any) -> None:
        now = time.monotonic()
        has_rested = now - record.info.get("rests_since", now) > RESTED_SECONDS
        if not has_rested and not _has_news(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            # All that rested as long are lost with it; the pool makes another one.
            raise InvalidatePoolError from error


def _has_news(connection: Any) -> bool:
    """Tell, without asking the server, whether it has sent something to who asked nothing."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
