"""A legajo that is not there: its servidor asks for it, and the specialist opens it."""

from datetime import UTC, datetime
from typing import BinaryIO
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update

from chassis.errors import Conflict, Invalid, NotFound
from contracts.access_token import Principal
from services.legajo.domain import IN_COURSE, MAX_TEXT, Pedido, Vigencia
from services.legajo.domain.anotacion import Operacion, clean
from services.legajo.domain.borrador import MAX_ADJUNTOS, check_room
from services.legajo.domain.custodia import Motivo
from services.legajo.domain.secciones import APERTURA
from services.legajo.models import Adjunto, Borrador, Legajo, Servidor, Solicitud, db
from services.legajo.usecases.borradores import begin_borrador, find_borrador
from services.legajo.usecases.documentos import keep_documento
from services.legajo.usecases.historia import Autor, note_legajo
from services.legajo.usecases.submitting import register

log = structlog.get_logger()


@db.transactional
def request_opening(principal: Principal, detalle: str, *, form_key: UUID) -> str:
    """Register that a servidor asks for a legajo; who has asked already is shown what they did."""
    servidor = db.session.get(Servidor, principal.dni, with_for_update={"of": Servidor})
    if servidor is None:
        raise Conflict("Usted no figura en el registro de servidores: acuda a su DRE o UGEL.")
    if servidor.has_legajo_vigente:
        raise Conflict("Usted ya tiene legajo vigente.")
    in_course = db.session.scalar(
        select(Solicitud.expediente).where(
            Solicitud.dni == servidor.dni,
            Solicitud.seccion == APERTURA.numero,
            Solicitud.estado.in_(IN_COURSE),
        )
    )
    if in_course:
        return in_course
    pedido = Pedido(seccion=APERTURA.numero, asunto=APERTURA.nombre, detalle=detalle)
    expediente = register(servidor, pedido, pedido.sent_with(form_key))
    _take_documents(servidor.dni, expediente)
    return expediente


@db.transactional
def keep_opening(principal: Principal, detalle: str) -> None:
    """Keep what a servidor says while they ask for a legajo."""
    draft = _draft_of(principal)
    draft.detalle = clean(detalle)[:MAX_TEXT]
    draft.updated_at = datetime.now(UTC)


@db.transactional
def attach_to_opening(principal: Principal, stream: BinaryIO, nombre: str, *, max_mb: int) -> None:
    """Keep a document that goes with it."""
    draft = _draft_of(principal)
    check_room(len(draft.adjuntos), MAX_ADJUNTOS, "documentos")
    documento = keep_documento(stream, max_mb=max_mb)
    for adjunto in draft.adjuntos:
        if adjunto.documento.id == documento.id:
            raise Invalid(f"Ese documento ya está: es «{adjunto.nombre}».")
    draft.adjuntos.append(Adjunto(documento=documento, dni=principal.dni, nombre=nombre))


@db.transactional
def detach_from_opening(principal: Principal, adjunto_id: int) -> None:
    """Take a document out of it again."""
    draft = _draft_of(principal)
    adjunto = next((each for each in draft.adjuntos if each.id == adjunto_id), None)
    if adjunto is None:
        raise NotFound("No encontramos ese documento: quizá ya lo quitó o ya envió su solicitud.")
    db.session.delete(adjunto)


def _draft_of(principal: Principal) -> Borrador:
    """Return what is being prepared; begin it if there is nothing yet."""
    servidor = db.session.get(Servidor, principal.dni, with_for_update={"of": Servidor})
    if servidor is None:
        raise Conflict("Usted no figura en el registro de servidores: acuda a su DRE o UGEL.")
    if servidor.has_legajo_vigente:
        raise Conflict("Usted ya tiene legajo vigente.")
    return find_borrador(principal, APERTURA.numero) or begin_borrador(principal, APERTURA.numero)


def _take_documents(dni: str, expediente: str) -> None:
    """Let the documents of the draft be those of the solicitud; the draft has done its work."""
    draft = select(Borrador).where(Borrador.dni == dni, Borrador.seccion == APERTURA.numero)
    borrador = db.session.scalar(draft)
    if borrador is None:
        return
    db.session.flush()
    solicitud = select(Solicitud.id).where(Solicitud.expediente == expediente).scalar_subquery()
    db.session.execute(
        update(Adjunto)
        .where(Adjunto.borrador_id == borrador.id)
        .values(borrador_id=None, solicitud_id=solicitud)
    )
    db.session.execute(delete(Borrador).where(Borrador.id == borrador.id))


def open_legajo(dni: str, autor: Autor) -> None:
    """Open a legajo, or make it count again, within the running transaction."""
    # Whoever opens the same one waits here, and then finds it open.
    db.session.get(Servidor, dni, with_for_update={"of": Servidor, "key_share": True})
    legajo = db.session.get(Legajo, dni, with_for_update=True, populate_existing=True)
    despues = {"estado": Vigencia.VIGENTE, "motivo": Motivo.INGRESO}
    if legajo is None:
        db.session.add(Legajo(dni=dni, opened_by=autor.dni, **despues))
        note_legajo(Operacion.ABRIR, dni, autor, despues=despues)
    elif not legajo.is_vigente:
        antes = legajo.vigencia
        legajo.become(Vigencia.VIGENTE, Motivo.INGRESO, None)
        note_legajo(Operacion.REACTIVAR, dni, autor, antes=antes, despues=despues)
    log.info("legajo_opened")
