"""What a servidor prepares before they send it: kept on the server as they go, nothing is lost."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import BinaryIO
from uuid import UUID, uuid4

import structlog
from sqlalchemy import delete, or_, select

from chassis.errors import Conflict, Invalid, NotFound
from contracts.access_token import Principal
from services.legajo.domain import MAX_TEXT
from services.legajo.domain.anotacion import Operacion, clean, typed_of
from services.legajo.domain.borrador import (
    MAX_ADJUNTOS,
    MAX_CAMBIOS,
    PedidoDeCambios,
    asunto_of,
    check_can_be_sent,
    check_may_ask,
    check_room,
)
from services.legajo.domain.secciones import TIPOS
from services.legajo.domain.subsanacion import rebase
from services.legajo.models import (
    Adjunto,
    Anotacion,
    Borrador,
    Cambio,
    Servidor,
    Solicitud,
    db,
)
from services.legajo.usecases.documentos import keep_documento
from services.legajo.usecases.filling import check_typed, keep_typed
from services.legajo.usecases.submitting import SENDING, submit_solicitud

NOT_YOURS = "No lo encontramos entre lo que está preparando: quizá ya lo envió o lo descartó."
"""What is said of a draft that is not there, or not theirs."""

log = structlog.get_logger()


@db.transactional
def start_adding(principal: Principal, tipo: str) -> int:
    """Begin to ask for a new entry of that kind; return the id of the change."""
    if tipo not in TIPOS:
        raise NotFound("No existe ese tipo de anotación.")
    check_may_ask(TIPOS[tipo], Operacion.AGREGAR)
    cambio = _new_cambio(principal, TIPOS[tipo].seccion, Operacion.AGREGAR, tipo)
    db.session.flush()
    return cambio.id


@db.transactional
def start_changing(principal: Principal, anotacion_id: int, operacion: Operacion) -> int:
    """Begin to ask that an entry of one's own be corrected or removed; once begun, it goes on."""
    anotacion = db.session.get(Anotacion, anotacion_id)
    if anotacion is None or anotacion.dni != principal.dni or not anotacion.is_vigente:
        raise NotFound("No encontramos esa anotación en su legajo.")
    borrador = borrador_of(principal, anotacion.seccion)
    for cambio in borrador.cambios:
        if cambio.anotacion_id == anotacion_id:
            cambio.operacion = operacion
            cambio.listo = False
            return cambio.id
    cambio = _new_cambio(principal, anotacion.seccion, operacion, anotacion.tipo)
    cambio.anotacion = anotacion
    cambio.antes = dict(anotacion.valores)
    cambio.valores = dict(anotacion.valores)
    db.session.flush()
    return cambio.id


@db.transactional
def keep_cambio(principal: Principal, cambio_id: int, typed: Mapping[str, str]) -> None:
    """Keep what was typed as it is, right or not yet."""
    cambio = _lock_cambio(principal, cambio_id)
    keep_typed(cambio, cambio, typed)


@db.transactional
def finish_cambio(principal: Principal, cambio_id: int, typed: Mapping[str, str]) -> None:
    """Check what was typed: what is right can be sent."""
    cambio = _lock_cambio(principal, cambio_id)
    check_typed(cambio, cambio, typed, dni=principal.dni)
    is_same = cambio.valores == cambio.antes and not cambio.adjuntos
    if is_same and cambio.operacion is not Operacion.ANULAR:
        raise Invalid("No cambió ningún dato: corrija lo que está mal, o vuelva sin guardar.")


@db.transactional
def refresh_cambio(principal: Principal, cambio_id: int) -> None:
    """Ask it of what the entry says today; what the servidor changed stays, to be seen again."""
    cambio = _lock_cambio(principal, cambio_id)
    if cambio.anotacion is None or not cambio.is_stale:
        return
    hoy = dict(cambio.anotacion.valores)
    tipo = cambio.about
    if cambio.operacion is Operacion.ANULAR:
        cambio.valores = dict(hoy)
    else:
        cambio.valores = rebase(
            *(typed_of(tipo, each) for each in (cambio.antes, hoy, cambio.valores))
        )
        cambio.listo = False
    cambio.antes = hoy


@db.transactional
def keep_detalle(principal: Principal, seccion: str, detalle: str) -> None:
    """Keep what the servidor wants to say besides, with a draft that was begun."""
    borrador = find_borrador(principal, seccion)
    if borrador is None:
        raise NotFound(NOT_YOURS)
    borrador.detalle = clean(detalle)[:MAX_TEXT]
    borrador.updated_at = datetime.now(UTC)


@db.transactional
def drop_borrador(principal: Principal, seccion: str) -> None:
    """Leave nothing of a draft; what is not there is gone already."""
    borrador = find_borrador(principal, seccion)
    if borrador is None:
        return
    theirs = select(Cambio.id).where(Cambio.borrador_id == borrador.id)
    of_draft = or_(Adjunto.cambio_id.in_(theirs), Adjunto.borrador_id == borrador.id)
    db.session.execute(delete(Adjunto).where(of_draft))
    db.session.execute(delete(Cambio).where(Cambio.borrador_id == borrador.id))
    db.session.execute(delete(Borrador).where(Borrador.id == borrador.id))
    log.info("draft_discarded", seccion=seccion)


@db.transactional
def drop_cambio(principal: Principal, cambio_id: int) -> str:
    """Take a change out of the draft, with its documents; return the section."""
    cambio = _lock_cambio(principal, cambio_id)
    borrador = _owned(cambio)
    db.session.execute(delete(Adjunto).where(Adjunto.cambio_id == cambio.id))
    db.session.delete(cambio)
    return borrador.seccion


@db.transactional
def attach(
    principal: Principal, cambio_id: int, stream: BinaryIO, nombre: str, *, max_mb: int
) -> int:
    """Keep a document for a change, if it is one that can be believed; return its id."""
    cambio = _lock_cambio(principal, cambio_id)
    check_room(len(cambio.adjuntos), MAX_ADJUNTOS, "documentos")
    documento = keep_documento(stream, max_mb=max_mb)
    for adjunto in cambio.adjuntos:
        if adjunto.documento.id == documento.id:
            raise Invalid(f"Ese documento ya está: es «{adjunto.nombre}».")
    adjunto = Adjunto(documento=documento, dni=principal.dni, nombre=nombre, cambio=cambio)
    db.session.add(adjunto)
    db.session.flush()
    log.info("document_attached", tipo=documento.tipo, bytes=documento.bytes)
    return adjunto.id


@db.transactional
def detach(principal: Principal, adjunto_id: int) -> int:
    """Take a document out of a draft; return the id of its change."""
    adjunto = db.session.get(Adjunto, adjunto_id)
    if adjunto is None or adjunto.dni != principal.dni or adjunto.cambio_id is None:
        raise NotFound(NOT_YOURS)
    cambio = _lock_cambio(principal, adjunto.cambio_id)
    db.session.delete(adjunto)
    return cambio.id


@db.transactional
def submit_borrador(principal: Principal, seccion: str, borrador_id: UUID, *, detalle: str) -> str:
    """Send a draft; return the expediente. Sent twice, it is the same one."""
    lock_servidor(principal)
    sent = select(Solicitud.expediente).where(
        Solicitud.dni == principal.dni, Solicitud.sending == borrador_id
    )
    if expediente := db.session.scalar(sent):
        return expediente
    borrador = db.session.get(Borrador, borrador_id, with_for_update=True)
    if borrador is None or borrador.dni != principal.dni or borrador.seccion != seccion:
        raise NotFound(NOT_YOURS)
    cambios = list(borrador.cambios)
    check_can_be_sent(cambios)
    pedido = PedidoDeCambios(seccion=seccion, asunto=asunto_of(cambios), detalle=detalle)
    expediente = submit_solicitud(principal, pedido, form_key=borrador_id)
    solicitud = db.session.scalars(
        select(Solicitud).where(Solicitud.expediente == expediente)
    ).one()
    for cambio in cambios:
        cambio.solicitud, cambio.borrador = solicitud, None
    db.session.flush()
    db.session.delete(borrador)
    return expediente


def _new_cambio(principal: Principal, seccion: str, operacion: Operacion, tipo: str) -> Cambio:
    borrador = borrador_of(principal, seccion)
    check_room(len(borrador.cambios), MAX_CAMBIOS, "anotaciones en esta solicitud")
    borrador.updated_at = datetime.now(UTC)
    cambio = Cambio(
        borrador=borrador,
        operacion=operacion,
        tipo=tipo,
        antes={},
        valores={},
        motivo="",
        listo=False,
    )
    db.session.add(cambio)
    return cambio


def borrador_of(principal: Principal, seccion: str) -> Borrador:
    """Return the draft of that section; begin one if there is none."""
    servidor = lock_servidor(principal)
    if not servidor.has_legajo_vigente:
        raise Conflict("Usted no tiene legajo creado o vigente: solicítelo en su DRE o UGEL.")
    return find_borrador(principal, seccion) or begin_borrador(principal, seccion)


def begin_borrador(principal: Principal, seccion: str) -> Borrador:
    """Begin the draft of a section, of which there is none yet."""
    borrador = Borrador(id=uuid4(), dni=principal.dni, seccion=seccion, detalle="")
    db.session.add(borrador)
    db.session.flush()
    return borrador


def find_borrador(principal: Principal, seccion: str) -> Borrador | None:
    """Return the draft of a section, which nobody else changes meanwhile."""
    mine = select(Borrador).where(Borrador.dni == principal.dni, Borrador.seccion == seccion)
    return db.session.scalar(mine.with_for_update())


def lock_servidor(principal: Principal) -> Servidor:
    """Let one window of a person wait for another one of theirs."""
    servidor = db.session.get(Servidor, principal.dni, with_for_update=SENDING)
    if servidor is None:
        raise Conflict("Usted no figura en el registro de servidores: consulte en su DRE o UGEL.")
    return servidor


def _lock_cambio(principal: Principal, cambio_id: int) -> Cambio:
    """Return a change of a draft of one's own; once sent it is no longer there."""
    mine = select(Borrador).where(Borrador.dni == principal.dni)
    theirs = mine.join(Borrador.cambios).where(Cambio.id == cambio_id)
    # The draft first, as who sends it or drops it does: else each would wait for the other.
    if db.session.scalar(theirs.with_for_update(of=Borrador)) is None:
        raise NotFound(NOT_YOURS)
    cambio = db.session.get(Cambio, cambio_id, with_for_update=True, populate_existing=True)
    if cambio is None:
        raise NotFound(NOT_YOURS)
    _owned(cambio).updated_at = datetime.now(UTC)
    return cambio


def _owned(cambio: Cambio) -> Borrador:
    if cambio.borrador is None:
        raise NotFound(NOT_YOURS)
    return cambio.borrador
