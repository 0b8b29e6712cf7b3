"""What a servidor asks for in words, with documents: kept in a draft as they go, and sent.

The draft is one like those of the sections; a legajo to be opened is asked for in the same way.
"""

from datetime import UTC, datetime
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import delete, select, update

from chassis.errors import Conflict, Invalid, NotFound
from contracts.access_token import Principal
from services.legajo.domain import Pedido
from services.legajo.domain.borrador import MAX_ADJUNTOS, check_room
from services.legajo.domain.secciones import EN_PALABRAS
from services.legajo.models import Adjunto, Borrador, Solicitud, db
from services.legajo.usecases.borradores import borrador_of, find_borrador, lock_servidor
from services.legajo.usecases.documentos import keep_documento
from services.legajo.usecases.submitting import expediente_of, submit_solicitud


@db.transactional
def keep_words(principal: Principal, pedido: Pedido, *, form_key: UUID | None = None) -> None:
    """Keep what was typed, right or not yet; nothing, or what was sent so, begins no draft."""
    says_something = any((pedido.seccion, pedido.asunto, pedido.detalle))
    if not says_something and find_borrador(principal, EN_PALABRAS.numero) is None:
        return
    draft = borrador_of(principal, EN_PALABRAS.numero)
    if form_key and expediente_of(principal.dni, pedido.sent_with(form_key)):
        raise Conflict("Esto ya lo envió: véalo en Seguimiento de atención de solicitud.")
    draft.destino, draft.asunto, draft.detalle = pedido.seccion, pedido.asunto, pedido.detalle
    draft.updated_at = datetime.now(UTC)


@db.transactional
def attach_to_words(principal: Principal, stream: BinaryIO, nombre: str, *, max_mb: int) -> None:
    """Keep a document that goes with it."""
    add_document(borrador_of(principal, EN_PALABRAS.numero), stream, nombre, max_mb=max_mb)


@db.transactional
def detach_from_words(principal: Principal, adjunto_id: int) -> None:
    """Take a document out of it again."""
    remove_document(find_borrador(principal, EN_PALABRAS.numero), adjunto_id)


@db.transactional
def submit_words(principal: Principal, pedido: Pedido, *, form_key: UUID) -> str:
    """Send it, with the documents of its draft; sent twice, it is the same expediente."""
    lock_servidor(principal)  # before their draft, as who keeps one does
    draft = find_borrador(principal, EN_PALABRAS.numero)
    sent_before = expediente_of(principal.dni, pedido.sent_with(form_key))
    expediente = submit_solicitud(principal, pedido, form_key=form_key)
    if not sent_before:
        hand_over(draft, expediente)
    return expediente


def add_document(draft: Borrador, stream: BinaryIO, nombre: str, *, max_mb: int) -> None:
    """Keep a document with a draft, if there is room for it and it can be believed."""
    check_room(len(draft.adjuntos), MAX_ADJUNTOS, "documentos")
    documento = keep_documento(stream, max_mb=max_mb)
    for adjunto in draft.adjuntos:
        if adjunto.documento.id == documento.id:
            raise Invalid(f"Ese documento ya está: es «{adjunto.nombre}».")
    draft.adjuntos.append(Adjunto(documento=documento, dni=draft.dni, nombre=nombre))
    draft.updated_at = datetime.now(UTC)


def remove_document(draft: Borrador | None, adjunto_id: int) -> None:
    """Take a document out of a draft."""
    theirs = draft.adjuntos if draft else []
    adjunto = next((each for each in theirs if each.id == adjunto_id), None)
    if adjunto is None:
        raise NotFound("No encontramos ese documento: quizá ya lo quitó o ya envió su solicitud.")
    db.session.delete(adjunto)


def hand_over(draft: Borrador | None, expediente: str) -> None:
    """Let the documents of a draft be those of the solicitud; the draft has done its work."""
    if draft is None:
        return
    db.session.flush()
    solicitud = select(Solicitud.id).where(Solicitud.expediente == expediente).scalar_subquery()
    db.session.execute(
        update(Adjunto)
        .where(Adjunto.borrador_id == draft.id)
        .values(borrador_id=None, solicitud_id=solicitud)
    )
    db.session.execute(delete(Borrador).where(Borrador.id == draft.id))
