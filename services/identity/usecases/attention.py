"""Who may attend an account: asked at the head of every use case of the mesa."""

from uuid import UUID

from chassis.errors import NotAllowed, NotFound
from contracts.access_token import Grant
from services.identity.models import Account, db
from services.identity.powers import MESA, Actor, is_above, reaches

NOT_ONESELF = "Nadie atiende su propia cuenta: pídalo a otra persona."

MORE_POWER = (
    "Esta cuenta tiene roles que usted no alcanza. Pida la atención a un administrador de su sede."
)


def attended(actor: Actor, account_id: UUID) -> Account:
    """Return an account, held until the end of the transaction, that the actor may act on."""
    account = db.session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None or not reaches(actor, MESA, account.sede):
        raise NotFound("No hay una cuenta así en su ámbito.")
    refuse_oneself(actor, account)
    if not is_above(actor, [Grant(held.role, held.sede) for held in account.roles]):
        raise NotAllowed(MORE_POWER)
    return account


def refuse_oneself(actor: Actor, account: Account) -> None:
    """Let nobody act on their own account."""
    if actor is not None and account.dni == actor.dni:
        raise NotAllowed(NOT_ONESELF)


def actor_id(actor: Actor) -> UUID | None:
    """Return whom the audit trail names; an operator at the console has no account."""
    return UUID(actor.sub) if actor else None
