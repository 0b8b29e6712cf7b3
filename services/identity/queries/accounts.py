"""What the mesa looks up about accounts: only of the sedes that who asks attends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from chassis.errors import NotFound
from services.identity.domain import fold_correo, is_dni
from services.identity.models import NAME_WORDS, Account, LoginSession, PasswordLink, Totp, db
from services.identity.powers import MESA, Actor, sedes_of

FOUND_AT_ONCE = 25
"""How many accounts a page of a search shows."""

LINKS_SHOWN = 5
"""How many links of an account are told of."""

_FOLDED = str.maketrans("áéíóúü", "aeiouu")


@dataclass(frozen=True)
class Found:
    """A page of the accounts that a search found."""

    accounts: Sequence[Account]
    following: str
    """The DNI after which the next page begins; empty when there is none."""


@dataclass(frozen=True)
class AccountFile:
    """An account, as the mesa sees it."""

    account: Account
    sessions: int
    has_totp: bool
    links: Sequence[PasswordLink]
    now: datetime

    def link_state(self, link: PasswordLink) -> str:
        """Tell what became of a link."""
        if link.used_at:
            return "Usado"
        return "Vigente" if link.expires_at > self.now else "Vencido"


def search_accounts(actor: Actor, what: str, after: str = "") -> Found:
    """Find accounts by DNI, by address or by the beginnings of the words of a name."""
    wanted = _within(actor, select(Account)).where(_matches(what))
    order = (Account.apellidos, Account.nombres, Account.dni)
    if after:
        last = select(*order).where(Account.dni == after).subquery()
        wanted = wanted.where(tuple_(*order) > select(last).scalar_subquery())
    found = db.session.scalars(wanted.order_by(*order).limit(FOUND_AT_ONCE + 1)).all()
    page = found[:FOUND_AT_ONCE]
    return Found(page, page[-1].dni if len(found) > FOUND_AT_ONCE else "")


def get_account(actor: Actor, account_id: UUID) -> AccountFile:
    """Return all that the mesa may know about an account; elsewhere it does not exist."""
    found = _within(actor, select(Account)).where(Account.id == account_id)
    account = db.session.scalar(found)
    if account is None:
        raise NotFound("No hay una cuenta así en su ámbito.")
    now = datetime.now(UTC)
    live = (LoginSession.ended_at.is_(None), LoginSession.expires_at > now)
    sessions = select(func.count()).where(LoginSession.account_id == account_id, *live)
    links = select(PasswordLink).where(PasswordLink.account_id == account_id)
    newest = links.order_by(PasswordLink.expires_at.desc()).limit(LINKS_SHOWN)
    totp = select(Totp.account_id).where(Totp.account_id == account_id)
    return AccountFile(
        account=account,
        sessions=db.session.scalar(sessions) or 0,
        has_totp=db.session.scalar(totp.where(Totp.confirmed_at.is_not(None))) is not None,
        links=db.session.scalars(newest).all(),
        now=now,
    )


def find_person(who: str | UUID) -> Account:
    """Return the account of a DNI or an id, wherever it is; for who gives it a role."""
    is_theirs = Account.id == who if isinstance(who, UUID) else Account.dni == who
    account = db.session.scalar(select(Account).where(is_theirs))
    if account is None:
        raise NotFound("No existe esa cuenta.")
    return account


def find_account_id(dni: str) -> UUID:
    """Return the account of a DNI, wherever it is; for operators."""
    found = select(Account.id).where(Account.dni == dni)
    account_id = db.session.scalar(found) if is_dni(dni) else None
    if account_id is None:
        raise NotFound(f"No hay una cuenta con el DNI {dni}.")
    return account_id


def _within(actor: Actor, accounts: Select[Account]) -> Select[Account]:
    sedes = sedes_of(actor, MESA)
    return accounts if sedes is None else accounts.where(Account.sede.in_(sedes))


def _matches(what: str) -> ColumnElement[bool]:
    if is_dni(what):
        return Account.dni == what
    if "@" in what:
        return Account.correo_key == fold_correo(what)
    words = re.findall(r"\w+", what.lower().translate(_FOLDED))
    beginnings = " & ".join(f"{word}:*" for word in words)
    return NAME_WORDS.bool_op("@@")(func.to_tsquery("simple", beginnings))
