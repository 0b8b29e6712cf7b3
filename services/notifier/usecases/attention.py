"""What people of mesa de ayuda decide about e-mails that were given up."""

import uuid
from datetime import UTC, datetime

import structlog
from sqlalchemy import select

from chassis.errors import Conflict, Invalid, NotFound
from services.notifier.domain import GIVEN_UP, LETTERS, State
from services.notifier.models import Email, db

MAX_REASON = 200
"""How long the reason for discarding an e-mail may be."""

log = structlog.get_logger()


@db.transactional
def retry_email(email_id: uuid.UUID) -> None:
    """Send again, from now on, an e-mail that was given up; a link that has ended cannot be."""
    email = _given_up(email_id)
    now = datetime.now(UTC)
    if "sealed_link" not in email.params:
        email.expires_at = now + LETTERS[email.is_about].lifetime
    elif email.expires_at <= now:
        raise Conflict("El enlace de ese correo ya venció: la persona debe pedir otro.")
    email.state, email.next_attempt_at, email.unknowns = State.PENDING, now, 0
    log.info("email_retried", email_id=str(email_id))


@db.transactional
def discard_email(email_id: uuid.UUID, motivo: str) -> None:
    """Decide that an e-mail that was given up need not be sent, and say why."""
    motivo = " ".join(motivo.split())
    if not motivo or len(motivo) > MAX_REASON:
        raise Invalid(errors={"motivo": f"Escriba el motivo, de hasta {MAX_REASON} letras."})
    email = _given_up(email_id)
    email.state, email.smtp_reply = State.DISCARDED, f"Descartado: {motivo}"
    log.info("email_discarded", email_id=str(email_id))


def _given_up(email_id: uuid.UUID) -> Email:
    email = db.session.scalar(select(Email).where(Email.id == email_id).with_for_update())
    if email is None:
        raise NotFound("No existe ese correo.")
    if email.state not in GIVEN_UP:
        raise Conflict(f"Ese correo está en {email.state}: no hay nada que decidir.")
    return email
