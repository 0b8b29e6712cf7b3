"""What a servidor prepares to answer an observation: kept as they go, seen by nobody else yet."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import BinaryIO

import structlog
from sqlalchemy import select

from chassis.errors import Conflict, Invalid
from contracts.access_token import Principal
from services.legajo.domain import LIMA, MAX_TEXT, Accion, next_estado
from services.legajo.domain.anotacion import clean
from services.legajo.domain.borrador import MAX_ADJUNTOS, check_room
from services.legajo.domain.subsanacion import Partes, check_open, found, open_parts
from services.legajo.domain.workflow import check_in_time
from services.legajo.models import (
    Adjunto,
    Cambio,
    Documento,
    Enmienda,
    Servidor,
    Solicitud,
    Subsanacion,
    Veredicto,
    db,
)
from services.legajo.usecases.documentos import keep_documento
from services.legajo.usecases.filling import check_typed, keep_typed
from services.legajo.usecases.solicitudes import lock_solicitud

log = structlog.get_logger()


@db.transactional
def keep_answer(principal: Principal, expediente: str, comentario: str) -> None:
    """Keep what the servidor says, as it is."""
    subsanacion = lock_subsanacion(principal, expediente)
    subsanacion.comentario = clean(comentario)[:MAX_TEXT]


@db.transactional
def keep_enmienda(
    principal: Principal, expediente: str, cambio_id: int, typed: Mapping[str, str]
) -> None:
    """Keep what was typed over an entry that was observed, right or not yet."""
    enmienda, cambio, partes = _lock_enmienda(principal, expediente, cambio_id)
    check_open(partes.datos)
    keep_typed(enmienda, cambio, typed)


@db.transactional
def finish_enmienda(
    principal: Principal, expediente: str, cambio_id: int, typed: Mapping[str, str]
) -> None:
    """Check what was typed: what is right can be sent."""
    enmienda, cambio, partes = _lock_enmienda(principal, expediente, cambio_id)
    check_open(partes.datos)
    check_typed(enmienda, cambio, typed, dni=principal.dni)


@db.transactional
def undo_enmienda(principal: Principal, expediente: str, cambio_id: int) -> None:
    """Leave an entry as it was observed: what was prepared over it is gone."""
    enmienda, cambio, _ = _lock_enmienda(principal, expediente, cambio_id)
    for adjunto in enmienda.agregados:
        db.session.delete(adjunto)
    for adjunto in enmienda.retirados:
        adjunto.retirado_en = None
    enmienda.valores, enmienda.motivo = dict(cambio.valores), cambio.motivo
    enmienda.listo = True


@db.transactional
def attach_to_answer(
    principal: Principal,
    expediente: str,
    cambio_id: int | None,
    stream: BinaryIO,
    nombre: str,
    *,
    max_mb: int,
) -> int:
    """Keep a document for an entry that was observed, or for the answer itself; return its id."""
    enmienda = _enmienda_for(principal, expediente, cambio_id)
    there = documents_after(enmienda)
    check_room(len(there), MAX_ADJUNTOS, "documentos")
    documento = keep_documento(stream, max_mb=max_mb)
    _check_new(documento, there)
    adjunto = Adjunto(documento=documento, dni=principal.dni, nombre=nombre)
    enmienda.agregados.append(adjunto)
    db.session.flush()
    log.info("document_attached", tipo=documento.tipo, bytes=documento.bytes)
    return adjunto.id


@db.transactional
def take_away(principal: Principal, expediente: str, adjunto_id: int) -> int:
    """Take a document away that was observed, or one of the answer; return the id of the change."""
    subsanacion = lock_subsanacion(principal, expediente)
    adjunto = _adjunto(principal, adjunto_id)
    for enmienda in subsanacion.enmiendas:
        if adjunto in enmienda.agregados:
            db.session.delete(adjunto)
            return enmienda.cambio_id or 0
    enmienda, cambio, partes = _lock_enmienda(principal, expediente, found(adjunto.cambio_id))
    check_open(adjunto.id in partes.documentos)
    adjunto.retirado_en = enmienda.id
    return cambio.id


@db.transactional
def put_back(principal: Principal, expediente: str, adjunto_id: int) -> int:
    """Leave a document where it was after all; return the id of the change."""
    subsanacion = lock_subsanacion(principal, expediente)
    adjunto = _adjunto(principal, adjunto_id)
    found(next((each for each in subsanacion.enmiendas if each.id == adjunto.retirado_en), None))
    adjunto.retirado_en = None
    return adjunto.cambio_id or 0


def lock_subsanacion(principal: Principal, expediente: str) -> Subsanacion:
    """Return the answer that is being prepared to the last observation; begin it if there is none.

    What is not observed any more, or too late, is refused.
    """
    solicitud = lock_solicitud(expediente, Servidor.dni == principal.dni)
    next_estado(solicitud.estado, Accion.SUBSANAR)
    check_in_time(Accion.SUBSANAR, solicitud.vence_el, datetime.now(LIMA).date())
    subsanacion = _begun(solicitud)
    subsanacion.updated_at = datetime.now(UTC)
    return subsanacion


def documents_after(enmienda: Enmienda) -> list[Adjunto]:
    """Return the documents that there are once it is sent."""
    before = (
        enmienda.cambio.adjuntos if enmienda.cambio else enmienda.subsanacion.solicitud.adjuntos
    )
    return [each for each in before if each.retirado_en is None] + list(enmienda.agregados)


def _begun(solicitud: Solicitud) -> Subsanacion:
    observation = solicitud.movimientos[-1]
    asked = select(Subsanacion).where(Subsanacion.observada_en == observation.id)
    subsanacion = db.session.scalar(asked)
    if subsanacion is None:
        subsanacion = Subsanacion(
            solicitud=solicitud, observada_en=observation.id, comentario="", enmiendas=[]
        )
        db.session.add(subsanacion)
        db.session.flush()
    return subsanacion


def _enmienda_for(principal: Principal, expediente: str, cambio_id: int | None) -> Enmienda:
    """Return what is prepared for an entry of which something was observed, or for the whole."""
    if cambio_id is not None:
        enmienda, _, partes = _lock_enmienda(principal, expediente, cambio_id)
        check_open(partes.is_open)
        return enmienda
    subsanacion = lock_subsanacion(principal, expediente)
    if subsanacion.solicitud.cambios:
        raise Conflict("Adjunte cada documento en la anotación que sustenta.")
    return _enmienda_of(subsanacion, None)


def _lock_enmienda(
    principal: Principal, expediente: str, cambio_id: int
) -> tuple[Enmienda, Cambio, Partes]:
    subsanacion = lock_subsanacion(principal, expediente)
    solicitud = subsanacion.solicitud
    cambio = found(next((each for each in solicitud.cambios if each.id == cambio_id), None))
    judged = db.session.scalars(Veredicto.last_of(solicitud.id))
    fallos = {each.pieza.campo: each.fallo for each in judged}
    partes = open_parts(fallos, cambio_id, [adjunto.id for adjunto in cambio.adjuntos])
    check_open(partes.is_open)
    return _enmienda_of(subsanacion, cambio), cambio, partes


def _enmienda_of(subsanacion: Subsanacion, cambio: Cambio | None) -> Enmienda:
    cambio_id = cambio.id if cambio else None
    for enmienda in subsanacion.enmiendas:
        if enmienda.cambio_id == cambio_id:
            return enmienda
    valores = dict(cambio.valores) if cambio else {}
    enmienda = Enmienda(
        cambio=cambio,
        antes=valores,
        valores=dict(valores),
        motivo_antes=cambio.motivo if cambio else "",
        motivo=cambio.motivo if cambio else "",
        listo=True,
        agregados=[],
        retirados=[],
    )
    subsanacion.enmiendas.append(enmienda)
    db.session.flush()
    return enmienda


def _check_new(documento: Documento, there: list[Adjunto]) -> None:
    for adjunto in there:
        if adjunto.documento.id == documento.id:
            raise Invalid(f"Ese documento ya está: es «{adjunto.nombre}».")


def _adjunto(principal: Principal, adjunto_id: int) -> Adjunto:
    return found(
        db.session.scalar(
            select(Adjunto).where(Adjunto.id == adjunto_id, Adjunto.dni == principal.dni)
        )
    )
