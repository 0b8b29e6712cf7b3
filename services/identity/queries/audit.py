"""The audit trail, read: by who answers for a sede, and beside the account it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import aliased

from services.identity.acts import Kind, Outcome, acts_of
from services.identity.models import Account, AuditEntry, db
from services.identity.powers import READERS, Actor, sedes_of

ENTRIES_AT_ONCE = 50
"""How many entries a page shows."""

HISTORY_SHOWN = 20
"""How many entries are shown beside an account."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What part of the trail is wanted; what is empty does not matter."""

    dni: str = ""
    kind: Kind | None = None
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""


@dataclass(frozen=True)
class Told:
    """An entry, with the people whom it names."""

    entry: AuditEntry
    account: Account | None
    actor: Account | None

    @property
    def who(self) -> str:
        """Who did it, in words."""
        if self.actor:
            return f"{self.actor.nombres} {self.actor.apellidos}"
        if self.entry.network in {"consola", "sistema"}:
            return "Operador" if self.entry.network == "consola" else "El sistema"
        return "La propia persona" if self.account else "—"


@dataclass(frozen=True)
class Page:
    """Entries, newest first, and the id after which the next page begins."""

    entries: Sequence[Told]
    following: int | None


def list_trail(actor: Actor, filters: Filters, after: int | None = None) -> Page:
    """Return a page of what happened in the sedes that who asks answers for."""
    wanted = _trail(actor, filters)
    if after:
        last = select(AuditEntry.at, AuditEntry.id).where(AuditEntry.id == after).subquery()
        place = tuple_(AuditEntry.at, AuditEntry.id)
        wanted = wanted.where(place < select(last).scalar_subquery())
    rows = db.session.execute(wanted.limit(ENTRIES_AT_ONCE + 1)).all()
    entries = [Told(*row) for row in rows[:ENTRIES_AT_ONCE]]
    return Page(entries, entries[-1].entry.id if len(rows) > ENTRIES_AT_ONCE else None)


def stream_trail(actor: Actor, filters: Filters) -> Iterator[Told]:
    """Give all that a page would show, one by one, in bounded memory."""
    wanted = _trail(actor, filters).execution_options(yield_per=1000)
    for row in db.session.execute(wanted):
        yield Told(*row)


def list_history(account_id: UUID) -> Sequence[Told]:
    """Return the last of what happened to an account, for who may see the account."""
    theirs = _told().where(AuditEntry.account_id == account_id).limit(HISTORY_SHOWN)
    return [Told(*row) for row in db.session.execute(theirs)]


def _trail(actor: Actor, filters: Filters) -> Select[AuditEntry, Account, Account]:
    wanted = _told()
    sedes = sedes_of(actor, READERS)
    if sedes is not None:
        wanted = wanted.where(AuditEntry.sede.in_(sedes))
    if filters.dni:
        person = select(Account.id).where(Account.dni == filters.dni).scalar_subquery()
        wanted = wanted.where(or_(AuditEntry.account_id == person, AuditEntry.actor_id == person))
    if filters.kind:
        wanted = wanted.where(AuditEntry.act.in_(acts_of(filters.kind)))
    if filters.outcome:
        wanted = wanted.where(AuditEntry.outcome == filters.outcome)
    if filters.since:
        wanted = wanted.where(AuditEntry.at >= filters.since)
    if filters.until:
        wanted = wanted.where(AuditEntry.at < filters.until)
    return wanted


def _told() -> Select[AuditEntry, Account, Account]:
    about, by = aliased(Account), aliased(Account)
    named = select(AuditEntry, about, by)
    joined = named.outerjoin(about, about.id == AuditEntry.account_id)
    joined = joined.outerjoin(by, by.id == AuditEntry.actor_id)
    return joined.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
