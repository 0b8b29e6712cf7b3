"""Events become e-mails that wait: rows, written in the transaction of the inbox.

An e-mail takes its address when it is queued. Who has no account has no contact, and gets none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.logs import current_request_id, mask
from chassis.service import current_settings
from contracts.boleta import BoletasPublished, PlanillaImported
from contracts.identity import AccountEmailChanged, PasswordLinkIssued, PasswordSet
from contracts.legajo import SolicitudStatusChanged, SolicitudSubmitted
from services.notifier.domain import LEAST_VALIDITY, LETTERS, Kind, Lane, State, message_id
from services.notifier.mailer.message import host_of
from services.notifier.models import Contact, Email, db
from services.notifier.settings import Settings
from services.notifier.usecases import addresses, preferences

LINK_KINDS = {"generar": Kind.PASSWORD_LINK, "recuperar": Kind.PASSWORD_RECOVERY}
"""The letter for each purpose of a password link."""

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


@db.transactional
def queue_password_link(event: PasswordLinkIssued) -> None:
    """Owe a person the link by which they set their password; it stays sealed."""
    draft = Draft(
        kind=LINK_KINDS[event.purpose],
        about=sha256(event.sealed_link.encode()).hexdigest()[:32],
        correo=event.correo,
        dni=event.dni,
        params={
            "dni": event.dni,
            "nombres": event.nombres,
            "sealed_link": event.sealed_link,
            "vence": event.expires_at.isoformat(),
        },
        expires_at=event.expires_at - LEAST_VALIDITY,
    )
    _queue([draft])


@db.transactional
def queue_password_set(event: PasswordSet) -> None:
    """Tell a person that their password was set: they may sign in, or somebody else did it."""
    at = event.at.isoformat()
    params = {"dni": event.dni, "nombres": event.nombres, "at": at}
    draft = Draft(
        kind=Kind.PASSWORD_SET,
        about=f"{event.dni}:{at}",
        correo=event.correo,
        dni=event.dni,
        params=params,
    )
    _queue([draft])


@db.transactional
def queue_email_changed(event: AccountEmailChanged) -> None:
    """Tell both addresses that one took the place of the other."""
    # A person may go back and forth: the moment makes each change one of its own.
    about = f"{event.dni}:{event.at.isoformat()}"
    named = {"dni": event.dni, "nombres": event.nombres}
    drafts = [
        Draft(
            kind=Kind.EMAIL_CHANGED,
            about=about,
            correo=event.correo,
            dni=event.dni,
            params=named,
        ),
        Draft(
            kind=Kind.EMAIL_LEFT,
            about=about,
            correo=event.previous_correo,
            dni=event.dni,
            params={**named, "nuevo_correo": mask(event.correo)},
        ),
    ]
    _queue(draft for draft in drafts if draft.correo)


@db.transactional
def queue_solicitud_submitted(event: SolicitudSubmitted) -> None:
    """Acknowledge a solicitud, with its number."""
    params = {"expediente": event.expediente, "seccion": event.seccion}
    _queue_to_contacts(Kind.SOLICITUD_SUBMITTED, event.expediente, [event.dni], params)


@db.transactional
def queue_solicitud_status_changed(event: SolicitudStatusChanged) -> None:
    """Tell a person that their solicitud moved on, and what was said about it."""
    params = {
        "expediente": event.expediente,
        "seccion": event.seccion,
        "estado": event.estado,
        "comentario": event.comentario,
    }
    # It may be observed more than once: the moment makes each time one of its own.
    about = f"{event.expediente}:{event.estado}:{event.at.isoformat()}"
    _queue_to_contacts(Kind.SOLICITUD_STATUS_CHANGED, about, [event.dni], params)


@db.transactional
def queue_boletas_published(event: BoletasPublished) -> None:
    """Tell everybody of the batch that their boleta can be seen, as each wants to hear it."""
    params = {"periodo": event.periodo, "entidad": event.entidad}
    at_once = preferences.who_hears_at_once(event)
    _queue_to_contacts(Kind.BOLETA_PUBLISHED, str(event.planilla), at_once, params)


@db.transactional
def queue_planilla_imported(event: PlanillaImported) -> None:
    """Report an import to who asked for it; an operator has read it on the screen."""
    if event.imported_by is None:
        return
    params = {
        "periodo": event.periodo,
        "entidad": event.entidad,
        "boletas": event.boletas,
        "rejected": event.rejected,
        "planilla": event.planilla,
    }
    about = str(event.planilla)
    _queue_to_contacts(Kind.PLANILLA_IMPORTED, about, [event.imported_by], params)


@db.transactional
def queue_digest(contact: Contact, boletas: Sequence[Any]) -> None:
    """Tell a person all the boletas that can be seen since the last time."""
    told = [{"periodo": boleta.periodo, "entidad": boleta.entidad} for boleta in boletas]
    planillas = ",".join(str(boleta.planilla) for boleta in boletas)
    draft = Draft(
        kind=Kind.BOLETA_DIGEST,
        about=f"{contact.dni}:{planillas}",
        correo=contact.correo,
        dni=contact.dni,
        params={"nombres": contact.nombres, "boletas": told},
    )
    _queue([draft])


def _queue_to_contacts(kind: Kind, about: str, dnis: Iterable[str], params: dict[str, Any]) -> None:
    wanted = list(dnis)
    contacts = db.session.scalars(select(Contact).where(Contact.dni.in_(wanted))).all()
    _queue(
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


def _queue(drafts: Iterable[Draft]) -> None:
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
