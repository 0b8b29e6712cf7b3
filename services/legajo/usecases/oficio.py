"""Writes in a legajo de oficio, as a form says: an entry with its documents, all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

import structlog
from sqlalchemy import func, select

from chassis.errors import Conflict, Invalid, NotAllowed, NotFound
from contracts.access_token import Principal
from services.legajo.domain.anotacion import Operacion, read_valores
from services.legajo.domain.borrador import MAX_ADJUNTOS
from services.legajo.domain.oficio import (
    check_may_be_left_without,
    check_motivo,
    check_sustento,
)
from services.legajo.domain.secciones import TIPOS
from services.legajo.models import Acceso, Adjunto, Anotacion, Historia, db
from services.legajo.usecases.anotaciones import (
    add_anotacion,
    annul_anotacion,
    correct_anotacion,
    find_sent,
    lock_anotacion,
    lock_legajo,
    margen_of,
)
from services.legajo.usecases.documentos import keep_documento
from services.legajo.usecases.historia import de_oficio, note_legajo

Archivos = Sequence[tuple[str, BinaryIO]]
"""Files that came with a form: their names and contents."""

log = structlog.get_logger()


@db.transactional
def add_entry(
    principal: Principal,
    dni: str,
    tipo: str,
    typed: Mapping[str, str],
    *,
    motivo: str,
    files: Archivos,
    form_key: UUID,
    max_mb: int,
) -> int:
    """Add what was typed with its documents; return its id. Sent twice, it is the same entry."""
    lock_legajo(principal, dni)
    if sent := find_sent(dni, form_key):
        return sent
    about = TIPOS[tipo]
    valores = _all_checked(
        lambda: read_valores(about, typed, margen_of(dni)),
        lambda: check_sustento(about, len(files)),
    )
    added = add_anotacion(principal, dni, tipo, valores, motivo=motivo, form_key=form_key)
    historia = db.session.scalars(select(Historia).where(Historia.anotacion_id == added)).one()
    _take_in(db.session.get_one(Anotacion, added), historia, files, max_mb)
    log.info("entry_added", tipo=tipo)
    return added


@db.transactional
def correct_entry(
    principal: Principal,
    dni: str,
    anotacion_id: int,
    typed: Mapping[str, str],
    *,
    motivo: str,
    seen: datetime | None,
) -> None:
    """Correct an entry as was typed, if it still is as who corrects it has seen it."""
    anotacion = _lock_entry(principal, dni, anotacion_id)
    valores = _all_checked(
        lambda: read_valores(anotacion.about, typed, margen_of(dni)),
        lambda: check_motivo(motivo, "la corrige"),
    )
    if seen == anotacion.updated_at and valores == dict(anotacion.valores):
        raise Invalid("No cambió ningún dato: corrija lo que está mal, o vuelva sin guardar.")
    correct_anotacion(principal, anotacion_id, valores, motivo=motivo, seen=seen)
    log.info("entry_corrected", tipo=anotacion.tipo)


@db.transactional
def annul_entry(
    principal: Principal, dni: str, anotacion_id: int, *, motivo: str, seen: datetime | None
) -> None:
    """Annul an entry, if it still is as who annuls it has seen it."""
    anotacion = _lock_entry(principal, dni, anotacion_id)
    check_motivo(motivo, "la anula")
    annul_anotacion(principal, anotacion_id, motivo=motivo, seen=seen)
    log.info("entry_annulled", tipo=anotacion.tipo)


@db.transactional
def attach_to_entry(
    principal: Principal, dni: str, anotacion_id: int, files: Archivos, *, max_mb: int
) -> None:
    """Put documents beside an entry, and into its history; one that is refused takes none in."""
    anotacion = _lock_entry(principal, dni, anotacion_id)
    if not anotacion.is_vigente:
        raise Conflict(f"«{anotacion.sumilla}» ya fue anulada.")
    if not files:
        raise Invalid(errors={"archivo": "Elija por lo menos un documento."})
    historia = _note_documents(Operacion.ADJUNTAR, principal, anotacion)
    _take_in(anotacion, historia, files, max_mb)
    log.info("entry_documented", tipo=anotacion.tipo, documents=len(files))


@db.transactional
def annul_document(
    principal: Principal, dni: str, anotacion_id: int, adjunto_id: int, *, motivo: str
) -> None:
    """Let a document that was attached by mistake support an entry no more.

    It is told, and can still be seen, in the history of the entry.
    """
    anotacion = _lock_entry(principal, dni, anotacion_id)
    adjunto = db.session.get(Adjunto, adjunto_id, populate_existing=True)
    if adjunto is None or adjunto.anotacion_id != anotacion_id:
        raise NotFound("No encontramos ese documento en esta anotación.")
    if adjunto.sin_efecto:
        raise Conflict(f"«{adjunto.nombre}» ya quedó sin efecto.")
    if not anotacion.is_vigente:
        raise Conflict(f"«{anotacion.sumilla}» ya fue anulada.")
    check_motivo(motivo, "lo deja sin efecto")
    check_may_be_left_without(anotacion.about, len(anotacion.adjuntos))
    historia = _note_documents(Operacion.DEJAR_SIN_EFECTO, principal, anotacion, motivo)
    historia.anulados.append(adjunto)
    log.info("document_annulled", tipo=anotacion.tipo)


def _note_documents(
    operacion: Operacion, principal: Principal, anotacion: Anotacion, motivo: str = ""
) -> Historia:
    """Add to the history that the documents of an entry changed, and nothing that it says."""
    return note_legajo(
        operacion,
        anotacion.dni,
        de_oficio(principal, motivo),
        anotacion_id=anotacion.id,
        antes=anotacion.valores,
        despues=anotacion.valores,
    )


def _all_checked(read: Callable[[], dict[str, Any]], check: Callable[[], None]) -> dict[str, Any]:
    """Return what was read, if it is right and so is the rest; tell all that is wrong at once."""
    errors: dict[str, str] = {}
    valores: dict[str, Any] = {}
    try:
        valores = read()
    except Invalid as refusal:
        errors |= refusal.errors
    try:
        check()
    except Invalid as refusal:
        errors |= refusal.errors
    if errors:
        raise Invalid(errors=errors)
    return valores


def _lock_entry(principal: Principal, dni: str, anotacion_id: int) -> Anotacion:
    """Return an entry that they keep and may see, which nobody else changes meanwhile."""
    anotacion = lock_anotacion(principal, anotacion_id)
    if anotacion.dni != dni:
        raise NotFound("No encontramos esa anotación.")
    if anotacion.has_reserved_documents and not _said_why(principal, dni):
        raise NotAllowed("Es una anotación reservada: en el legajo, pida ver lo reservado.")
    return anotacion


def _said_why(principal: Principal, dni: str) -> bool:
    said_why = select(Acceso.at).where(Acceso.opens_reserved(principal, dni)).limit(1)
    return db.session.scalar(said_why) is not None


def _take_in(anotacion: Anotacion, historia: Historia, files: Archivos, max_mb: int) -> None:
    """Keep each file beside an entry; tell of all that were refused."""
    refused = []
    for nombre, stream in files:
        try:
            _attach(anotacion, historia, nombre, stream, max_mb)
        except (Invalid, Conflict) as refusal:
            refused.append(f"«{nombre}»: {refusal.detail}")
    if refused:
        raise Invalid(errors={"archivo": " ".join(refused)})


def _attach(
    anotacion: Anotacion, historia: Historia, nombre: str, stream: BinaryIO, max_mb: int
) -> None:
    documento = keep_documento(stream, max_mb=max_mb)
    beside = select(func.count(), func.count().filter(Adjunto.documento_id == documento.id))
    there = (Adjunto.anotacion_id == anotacion.id, Adjunto.anulado_en.is_(None))
    count, same = db.session.execute(beside.where(*there)).one()
    if same:
        raise Invalid("Ese documento ya está.")
    if count >= MAX_ADJUNTOS:
        raise Conflict(f"Una anotación tiene {MAX_ADJUNTOS} documentos como máximo.")
    db.session.flush()
    db.session.add(
        Adjunto(
            documento=documento,
            dni=anotacion.dni,
            nombre=nombre,
            anotacion_id=anotacion.id,
            historia_id=historia.id,
        )
    )
