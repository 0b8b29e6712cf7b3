"""What the notifier tells of an address: it takes no letters."""

import structlog
from sqlalchemy import update

from contracts.notifier import EmailBounced
from services.identity.domain import fold_correo
from services.identity.models import Account, db

log = structlog.get_logger()


@db.transactional
def note_bounce(event: EmailBounced) -> None:
    """Keep it with the account, for who looks after it to ask for another address."""
    rebotado = fold_correo(event.correo)
    db.session.execute(
        update(Account).where(Account.dni == event.dni).values(correo_rebotado=rebotado)
    )
    log.warning("account_email_bounced")
