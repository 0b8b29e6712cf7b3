"""E-mails that wait: rows, written in the transaction of the inbox.

An e-mail takes its address when it is queued. Who has no account has no contact, and gets none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.logs import current_request_id
from chassis.service import current_settings
from services.notifier.domain import LETTERS, Kind, Lane, State, message_id
from services.notifier.mailer.message import host_of
from services.notifier.models import Contact, Email, db
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
    """Owe a letter to each of these people whom we can write to; `about` names what it says."""
    wanted = list(dnis)
    contacts = db.session.scalars(select(Contact).where(Contact.dni.in_(wanted))).all()
    queue(
        Draft(
            kind=kind,
            about=f"{about}:{contact.dni}",
            correo=contact.correo,
            dni=contact.dni,
            params={**params, "nombres": contact.nombres},
        )
        for contact in contacts
    )
    if len(contacts) < len(wanted):
        log.info("contacts_unknown", kind=kind, people=len(wanted) - len(contacts))


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
    letter = LETTERS[draft.kind]
    dedupe_key = f"{draft.kind}:{draft.about}"
    # Security mail is always tried: the address may have been mended meanwhile.
    is_vain = letter.lane is Lane.BULK and draft.correo.lower() in bad
    return {
        "dedupe_key": dedupe_key,
        "kind": draft.kind,
        "lane": letter.lane,
        "state": State.SUPPRESSED if is_vain else State.PENDING,
        "dni": draft.dni,
        "correo": draft.correo,
        "params": draft.params,
        "message_id": message_id(dedupe_key, host),
        "request_id": current_request_id(),
        "created_at": now,
        "next_attempt_at": now,
        "expires_at": draft.expires_at or now + letter.lifetime,
    }
