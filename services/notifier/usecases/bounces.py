"""What came back: a message that the mail server took, and then could not deliver."""

import structlog
from sqlalchemy import select

from services.notifier.domain import State
from services.notifier.mailer.reports import Report
from services.notifier.models import Email, db
from services.notifier.usecases.addresses import note_refusal

log = structlog.get_logger()


@db.transactional
def note_bounce(report: Report) -> bool:
    """Mark a message as returned; tell whether it was one of ours that had been taken.

    The same report, told twice, changes nothing more.
    """
    wanted = select(Email).where(Email.id == report.email_id).with_for_update()
    email = db.session.scalar(wanted)
    if email is None or email.state not in {State.SENT, State.UNCERTAIN}:
        log.info("bounce_of_nothing", email_id=str(report.email_id))
        return False
    email.state, email.smtp_reply = State.BOUNCED, report.reason[:500]
    note_refusal(email, report.reason)
    log.warning("email_bounced", email_id=str(email.id), kind=email.kind, status=report.status)
    return True
