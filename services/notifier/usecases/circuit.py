"""The circuit of the mail server: who cannot be reached is left alone for a while, then probed.

Its state is a row, so that all workers pause and go on together; a server that answers costs
nothing, because only the workers that saw it fail look at the row again.
"""

from datetime import UTC, datetime

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.service import current_settings
from services.notifier.domain import FAILURES_TO_OPEN, pause_after
from services.notifier.models import Circuit, db
from services.notifier.settings import Settings

MANY = 1_000_000
"""Room for all: the server answers."""

log = structlog.get_logger()


def room(*, now: datetime) -> int:
    """Return how many e-mails may be handed over: all, none, or the one that probes the server."""
    circuit = db.session.scalar(select(Circuit).where(Circuit.host == _host()))
    if circuit is None or circuit.failures < FAILURES_TO_OPEN:
        return MANY
    probing = update(Circuit).where(Circuit.host == _host(), Circuit.open_until <= now)
    pause = pause_after(circuit.failures)
    claimed = db.session.execute(
        probing.values(open_until=now + pause if pause else now).returning(Circuit.host)
    ).first()
    return 1 if claimed else 0


@db.transactional
def note_away() -> None:
    """Count a letter that the server could not even be offered; after some of them, pause."""
    counted = insert(Circuit).values(host=_host(), failures=1)
    failures = db.session.scalar(
        counted.on_conflict_do_update(
            index_elements=["host"], set_={"failures": Circuit.failures + 1}
        ).returning(Circuit.failures)
    )
    pause = pause_after(failures or 0)
    if pause:
        open_until = datetime.now(UTC) + pause
        db.session.execute(
            update(Circuit).where(Circuit.host == _host()).values(open_until=open_until)
        )
        log.warning("mail_server_away", host=_host(), failures=failures, until=str(open_until))


@db.transactional
def note_answer() -> None:
    """Forget the failures: the server answers again."""
    db.session.execute(
        update(Circuit)
        .where(Circuit.host == _host(), Circuit.failures > 0)
        .values(failures=0, open_until=None)
    )


def _host() -> str:
    settings = current_settings(Settings)
    return f"{settings.smtp_host}:{settings.smtp_port}"
