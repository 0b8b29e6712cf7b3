"""What was sent, what waits, and what failed: for its owner, for mesa de ayuda, for operators."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select, true

from chassis.errors import NotFound
from contracts.access_token import Principal, Role
from contracts.sedes import NATIONAL, all_sedes
from services.notifier.domain import GIVEN_UP, State
from services.notifier.domain.preferences import Preferencia
from services.notifier.models import Contact, Email, Preference, Servidor, db

PAGE = 50
"""How many e-mails a page shows."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A part of a long list, which has `pages` of them."""

    emails: Sequence[Email]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


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


def list_own_emails(principal: Principal, page: int) -> Page:
    """Return what was written to who asks, newest first."""
    return _page(select(Email).where(Email.dni == principal.dni), page)


def list_of_people(principal: Principal, *, dni: str, state: State | None, page: int) -> Page:
    """Return e-mails of the people whom mesa de ayuda looks after, newest first.

    Without a DNI and a state, only what was given up and waits for a decision.
    """
    wanted = select(Email).where(_is_looked_after_by(principal))
    if dni:
        wanted = wanted.where(Email.dni == dni)
    if state:
        wanted = wanted.where(Email.state == state)
    elif not dni:
        wanted = wanted.where(Email.state.in_(GIVEN_UP))
    return _page(wanted, page)


def get_of_people(principal: Principal, email_id: uuid.UUID) -> Email:
    """Return an e-mail of somebody whom mesa de ayuda looks after; another is not there."""
    wanted = select(Email).where(Email.id == email_id, _is_looked_after_by(principal))
    email = db.session.scalar(wanted)
    if email is None:
        raise NotFound("Ese correo no existe o es de una persona de otra sede.")
    return email


def preference_of(principal: Principal) -> Preferencia:
    """Return how who asks hears of a new boleta."""
    chosen = db.session.get(Preference, principal.dni)
    return chosen.boletas if chosen else Preferencia.CORREO


def address_of(principal: Principal) -> str:
    """Return where the mail of who asks goes; empty when they have no account here yet."""
    contact = db.session.get(Contact, principal.dni)
    return contact.correo if contact else ""


def _is_looked_after_by(principal: Principal) -> ColumnElement[bool]:
    role = Role.MESA_DE_AYUDA
    if principal.may(role, NATIONAL):
        return true()
    sedes = [code for code in all_sedes() if principal.may(role, code)]
    return Email.dni.in_(select(Servidor.dni).where(Servidor.sede.in_(sedes)))


def _page(wanted: Select[Email], page: int) -> Page:
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    newest = wanted.order_by(Email.created_at.desc(), Email.id).limit(PAGE)
    emails = db.session.scalars(newest.offset((page - 1) * PAGE)).all()
    return Page(emails=emails, total=total, page=page)
