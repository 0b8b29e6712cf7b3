"""How a person comes to have a password: a link, mailed sealed, by which they set it, once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update

from chassis.errors import Invalid, NotFound
from chassis.sealing import seal
from chassis.service import current_valkey
from contracts.identity import PasswordLinkIssued, PasswordSet, RecoveryWithoutAccount
from services.identity import throttle
from services.identity.acts import Act, Outcome
from services.identity.domain import (
    LINK_LIFETIME,
    AccountState,
    LinkPurpose,
    Registration,
    fold_correo,
    is_correo,
    is_dni,
)
from services.identity.models import Account, LoginSession, PasswordLink, RecoveryRequest, db
from services.identity.opaque import fingerprint, new_token
from services.identity.passwords import hash_password
from services.identity.policy import refuse_weak
from services.identity.settings import Settings
from services.identity.usecases.audit import record

NOT_IN_THE_REGISTER = (
    "Usted es un usuario nuevo o su correo electrónico debe ser actualizado. Solicítelo a través"
    " de la mesa de partes de su UGEL o DRE."
)
"""The guide's error. It does not tell whether the DNI exists."""

LINK_IS_SPENT = "Este enlace ya no sirve."
"""It was used, is older than its lifetime or was replaced by a newer one: we do not say which."""

OF_A_PERSON = (Account.dni, Account.apellidos, Account.nombres, Account.correo, Account.sede)
"""The columns that make a Registration."""

A_DAY = timedelta(days=1)

RECOVERIES_AT_ONCE = 50
"""How many requests one transaction of the worker decides."""

log = structlog.get_logger()


@db.transactional
def request_link(dni: str, correo: str, settings: Settings) -> None:
    """Mail a link to a person of the register; refuse who is not in it with that address."""
    account = None
    if is_dni(dni) and is_correo(correo):
        same = (Account.dni == dni, Account.correo_key == fold_correo(correo))
        account = db.session.scalar(select(Account).where(*same))
    if account is None or account.state is AccountState.SUSPENDED:
        raise Invalid(NOT_IN_THE_REGISTER)
    mail_link(account, settings)


@db.transactional
def request_recovery(correo: str) -> None:
    """Note that somebody forgot their password; who that is, the worker decides."""
    db.session.add(RecoveryRequest(correo=fold_correo(correo)))


@db.transactional
def decide_recoveries(settings: Settings) -> bool:
    """Mail a link to every account of the addresses that wait; tell whether more may wait."""
    oldest = select(RecoveryRequest).order_by(RecoveryRequest.id).limit(RECOVERIES_AT_ONCE)
    requests = db.session.scalars(oldest.with_for_update(skip_locked=True)).all()
    for request in requests:
        _answer(request.correo, settings)
        db.session.delete(request)
    return len(requests) == RECOVERIES_AT_ONCE


def _answer(correo: str, settings: Settings) -> None:
    """Write to an address in any case: with a link, or that no account has it (once a day)."""
    accounts = db.session.scalars(select(Account).where(Account.correo_key == correo)).all()
    for account in accounts:
        if account.state is not AccountState.SUSPENDED:
            mail_link(account, settings)
    if not accounts and throttle.count(current_valkey(), "unknown", correo, A_DAY) == 1:
        db.publish(RecoveryWithoutAccount(correo=correo, at=datetime.now(UTC)))


@db.transactional
def make_link(dni: str, settings: Settings) -> str:
    """Return a link for an operator to hand over; nothing is mailed."""
    account = db.session.scalar(select(Account).where(Account.dni == dni))
    if account is None or account.state is AccountState.SUSPENDED:
        raise NotFound(f"No hay una cuenta utilizable con el DNI {dni}.")
    record(Act.LINK_HANDED, account=account.id)
    return _new_link(account, settings, datetime.now(UTC))


def set_password(link_token: str, password: str, settings: Settings) -> None:
    """Use the link up and set the password of its account; every open session ends."""
    refuse_weak(password, _holder(link_token), settings.password_policy)
    password_hash = hash_password(password, settings.password_pepper)
    _save_password(link_token, password_hash)


@db.transactional
def _holder(link_token: str) -> Registration:
    """Return what is known of the person whose password the link sets; nothing is used up."""
    of_link = select(*OF_A_PERSON).join(PasswordLink)
    found = db.session.execute(
        of_link.where(PasswordLink.fingerprint == fingerprint(link_token))
    ).one_or_none()
    if found is None:
        raise NotFound(LINK_IS_SPENT)
    return Registration(*found)


@db.transactional
def _save_password(link_token: str, password_hash: str) -> None:
    now = datetime.now(UTC)
    account = _use_up(link_token, now)
    account.password_hash = password_hash
    account.password_set_at = now
    account.state = AccountState.ACTIVE
    _end_sessions(account, now)
    db.publish(PasswordSet(dni=account.dni, nombres=account.nombres, correo=account.correo, at=now))
    record(Act.LINK_USED, account=account.id)
    record(Act.PASSWORD_SET, account=account.id)
    log.info("password_set", account=str(account.id))


@db.transactional
def note_spent_link(link_token: str) -> None:
    """Tell in the trail that a link was opened that no longer serves; one of nobody is no act."""
    link = db.session.get(PasswordLink, fingerprint(link_token))
    if link is not None:
        act = Act.LINK_REUSED if link.used_at else Act.LINK_EXPIRED
        record(act, account=link.account_id, outcome=Outcome.REFUSED)


@db.transactional
def forget_old_links() -> None:
    """Delete the links that have long been of no use."""
    long_ago = datetime.now(UTC) - timedelta(days=30)
    db.session.execute(delete(PasswordLink).where(PasswordLink.expires_at < long_ago))


@db.transactional
def mail_link(account: Account, settings: Settings, *, actor: UUID | None = None) -> None:
    """Mail the account a link to set its password; `actor` is who asked, if not the person."""
    now = datetime.now(UTC)
    link = _new_link(account, settings, now)
    db.publish(
        PasswordLinkIssued(
            dni=account.dni,
            nombres=account.nombres,
            correo=account.correo,
            purpose=_purpose(account),
            sealed_link=seal(link, settings.sealing_key),
            expires_at=now + LINK_LIFETIME,
        )
    )
    record(Act.LINK_ISSUED, account=account.id, actor=actor, purpose=_purpose(account))
    log.info("password_link_issued", account=str(account.id), purpose=_purpose(account))


def _new_link(account: Account, settings: Settings, now: datetime) -> str:
    """Make a link; an older one of the same account can no longer be used."""
    _expire_links(account, now)
    token = new_token()
    db.session.add(
        PasswordLink(
            fingerprint=fingerprint(token),
            account_id=account.id,
            purpose=_purpose(account),
            expires_at=now + LINK_LIFETIME,
        )
    )
    return f"{settings.public_url}/passport/generar/{token}"


def _purpose(account: Account) -> LinkPurpose:
    is_first = account.state is AccountState.PENDING
    return LinkPurpose.GENERAR if is_first else LinkPurpose.RECUPERAR


def _use_up(link_token: str, now: datetime) -> Account:
    # One statement: of two tabs that save at once, one finds nothing left.
    account_id = db.session.scalar(
        update(PasswordLink)
        .where(PasswordLink.fingerprint == fingerprint(link_token))
        .where(PasswordLink.used_at.is_(None), PasswordLink.expires_at > now)
        .values(used_at=now)
        .returning(PasswordLink.account_id)
    )
    account = account_id and db.session.get(Account, account_id, with_for_update=True)
    if not account or account.state is AccountState.SUSPENDED:
        raise NotFound(LINK_IS_SPENT)
    return account


def _expire_links(account: Account, now: datetime) -> None:
    live = (PasswordLink.account_id == account.id, PasswordLink.expires_at > now)
    db.session.execute(update(PasswordLink).where(*live).values(expires_at=now))


def _end_sessions(account: Account, now: datetime) -> None:
    live = (LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))
    db.session.execute(update(LoginSession).where(*live).values(ended_at=now))
