"""What was sent, what waits, and what failed: for the operators who look after it."""

from collections.abc import Sequence

from sqlalchemy import func, select

from services.notifier.domain import State
from services.notifier.models import Email, db


def list_emails(state: State | None = None, limit: int = 50) -> Sequence[Email]:
    """Return the newest e-mails, of one state or of all."""
    emails = select(Email).order_by(Email.created_at.desc(), Email.id).limit(limit)
    if state:
        emails = emails.where(Email.state == state)
    return db.session.scalars(emails).all()


def count_emails() -> dict[State, int]:
    """Return how many e-mails are in each state."""
    rows = db.session.execute(select(Email.state, func.count()).group_by(Email.state)).all()
    counts = {State(state): count for state, count in rows}
    return {state: counts.get(state, 0) for state in State}
