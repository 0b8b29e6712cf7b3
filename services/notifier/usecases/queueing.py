"""E-mails that wait: rows, written in the transaction of the inbox.

An e-mail takes its address when it is queued. Who has no account has no contact, and gets none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, case, exists, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from chassis.logs import current_request_id
from chassis.service import current_settings
from services.notifier.domain import LETTERS, Kind, Lane, State, message_id
from services.notifier.mailer.message import host_of
from services.notifier.models import BadAddress, Contact, Email, db
from services.notifier.settings import Settings
from services.notifier.usecases import addresses

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An e-mail before it has a row."""

    kind: Kind
    about: str
    """What makes it the same e-mail as another one of its kind."""
    correo: str
    params: dict[str, Any]
    dni: str
    """Whose e-mail it is."""
    expires_at: datetime | None = None
    """When it is no longer worth sending, if its kind does not say."""


def queue_to_contacts(kind: Kind, about: str, dnis: Iterable[str], params: dict[str, Any]) -> None:
    """Owe a letter of the bulk lane to each of these people whom we can write to.

    `about` names what it says: the same, told twice, is owed once. A month of boletas is half a
    million of them: one statement writes the rows of an event.
    """
    wanted = set(dnis)
    columns = _columns_for_contacts(kind, about, params)
    letters = select(*columns.values()).where(Contact.dni.in_(wanted))
    written = db.session.scalars(
        insert(Email)
        .from_select([*columns], letters, include_defaults=False)
        .on_conflict_do_nothing()
        .returning(Email.dni)
    ).all()
    log.info("emails_queued", kind=kind, people=len(wanted), emails=len(written))


def say_more(kind: Kind, dni: str, more: Callable[[dict[str, Any]], dict[str, Any]]) -> bool:
    """Tell more in a letter to a person that still gathers; False if there is none."""
    # Who hears of the same person at the same time waits here, and then finds the letter.
    db.session.execute(select(Contact.dni).where(Contact.dni == dni).with_for_update())
    gathering = select(Email).where(
        Email.dni == dni,
        Email.kind == kind,
        Email.state == State.PENDING,
        Email.attempts == 0,
        Email.next_attempt_at > datetime.now(UTC),
    )
    email = db.session.scalar(gathering.with_for_update())
    if email is None:
        return False
    email.params = email.params | more(email.params)
    return True


def _columns_for_contacts(kind: Kind, about: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return what `_row` gives, as SQL over the contacts."""
    key = literal(f"{kind}:{about}:") + Contact.dni
    is_bad = exists().where(BadAddress.correo == func.lower(Contact.correo))
    return {
        **{name: literal(value) for name, value in _same_for_all(kind, datetime.now(UTC)).items()},
        "id": func.gen_random_uuid(),
        "dedupe_key": key,
        "state": case((is_bad, State.SUPPRESSED), else_=State.PENDING),
        "dni": Contact.dni,
        "correo": Contact.correo,
        "params": literal(params, JSONB).concat(
            func.jsonb_build_object("nombres", Contact.nombres)
        ),
        "message_id": _message_id(key),
        "attempts": literal(0),
        "unknowns": literal(0),
    }


def _message_id(key: ColumnElement[str]) -> ColumnElement[str]:
    """Return what `domain.message_id` does, as SQL."""
    host = host_of(current_settings(Settings).mail_from)
    digest = func.encode(func.sha256(func.convert_to(key, "UTF8")), "hex")
    return literal("<") + func.left(digest, 32) + literal(f"@{host}>")


def queue(drafts: Iterable[Draft]) -> None:
    """Owe these letters; one that is owed already is not owed twice."""
    wanted = list(drafts)
    now = datetime.now(UTC)
    host = host_of(current_settings(Settings).mail_from)
    bad = addresses.bad_among(draft.correo for draft in wanted)
    rows = [_row(draft, now, host, bad) for draft in wanted]
    if rows:
        db.session.execute(insert(Email).values(rows).on_conflict_do_nothing())
        log.info("emails_queued", kind=rows[0]["kind"], emails=len(rows))


def _row(draft: Draft, now: datetime, host: str, bad: set[str]) -> dict[str, Any]:
    dedupe_key = f"{draft.kind}:{draft.about}"
    # Security mail is always tried: the address may have been mended meanwhile.
    is_vain = LETTERS[draft.kind].lane is Lane.BULK and draft.correo.lower() in bad
    return {
        **_same_for_all(draft.kind, now, draft.expires_at),
        "dedupe_key": dedupe_key,
        "state": State.SUPPRESSED if is_vain else State.PENDING,
        "dni": draft.dni,
        "correo": draft.correo,
        "params": draft.params,
        "message_id": message_id(dedupe_key, host),
    }


def _same_for_all(kind: Kind, now: datetime, expires_at: datetime | None = None) -> dict[str, Any]:
    letter = LETTERS[kind]
    return {
        "kind": str(kind),
        "lane": str(letter.lane),
        "request_id": current_request_id(),
        "created_at": now,
        "next_attempt_at": now + letter.gathers,
        "expires_at": expires_at or now + letter.lifetime,
    }
