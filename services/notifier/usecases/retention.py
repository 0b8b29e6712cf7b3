"""How long e-mails are kept: two years, for who asks what was sent to them and when."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from chassis.service import current_settings
from services.notifier.domain import State
from services.notifier.models import Email, db
from services.notifier.settings import Settings

TRIMMED_AT_ONCE = 5_000
"""How many e-mails one transaction deletes."""


@db.transactional
def trim_emails(now: datetime) -> int:
    """Delete the oldest e-mails that have ended and need no longer be kept; return how many."""
    limit = now - timedelta(days=current_settings(Settings).retention_days)
    old = (
        select(Email.id)
        .where(Email.created_at < limit, Email.state.not_in([State.PENDING, State.SENDING]))
        .limit(TRIMMED_AT_ONCE)
    )
    return len(db.session.execute(delete(Email).where(Email.id.in_(old)).returning(Email.id)).all())
