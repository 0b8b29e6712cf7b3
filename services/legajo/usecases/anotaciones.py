"""Changes what a legajo says, one entry at a time, and never without a trace in its history."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import structlog
from sqlalchemy import select

from chassis.errors import Conflict, NotFound
from contracts.access_token import Principal, Role
from services.legajo.domain import LIMA
from services.legajo.domain.anotacion import (
    EstadoAnotacion,
    Margen,
    Operacion,
    Origen,
    Valores,
)
from services.legajo.domain.secciones import TIPOS
from services.legajo.models import Anotacion, Cambio, Legajo, Servidor, Solicitud, db
from services.legajo.usecases.historia import Autor, de_oficio, note_legajo

log = structlog.get_logger()


@db.transactional
def add_anotacion(
    principal: Principal,
    dni: str,
    tipo: str,
    valores: Valores,
    *,
    motivo: str,
    form_key: UUID | None = None,
) -> int:
    """Add an entry de oficio to a legajo that the specialist keeps; return its id.

    What is sent twice with the same key is one entry.
    """
    lock_legajo(principal, dni)
    if form_key and (sent := find_sent(dni, form_key)):
        return sent
    anotacion = write_new(dni, tipo, valores, de_oficio(principal, motivo))
    anotacion.sending = form_key
    return anotacion.id


@db.transactional
def correct_anotacion(
    principal: Principal,
    anotacion_id: int,
    valores: Valores,
    *,
    motivo: str,
    seen: datetime | None = None,
) -> None:
    """Correct an entry de oficio; what it said before stays in the history.

    Who has `seen` it otherwise than it is now is told, unless it says already what they want.
    """
    anotacion = lock_anotacion(principal, anotacion_id)
    if seen and anotacion.is_vigente and dict(anotacion.valores) == dict(valores):
        return
    _check_seen(anotacion, seen)
    _write(Operacion.CORREGIR, anotacion, valores, de_oficio(principal, motivo))


@db.transactional
def annul_anotacion(
    principal: Principal, anotacion_id: int, *, motivo: str, seen: datetime | None = None
) -> None:
    """Let an entry count no more; it is still there for who asks what was."""
    anotacion = lock_anotacion(principal, anotacion_id)
    _check_seen(anotacion, seen)
    _write(Operacion.ANULAR, anotacion, None, de_oficio(principal, motivo))


def incorporate(solicitud: Solicitud, cambios: Sequence[Cambio], *, por: str) -> None:
    """Bring what was accepted of a solicitud into the legajo, within the running transaction.

    What an entry says now must be what it said when its correction was asked for.
    """
    if not cambios:
        return
    _locked(solicitud.dni)
    autor = autor_of(por, solicitud)
    for cambio in cambios:
        if cambio.incorporated_at is None:
            _incorporate(solicitud.dni, cambio, autor)
    log.info("legajo_changed", expediente=solicitud.expediente, entries=len(cambios))


def autor_of(por: str, solicitud: Solicitud) -> Autor:
    """Say that the specialist does what a solicitud asks for."""
    return Autor(
        dni=por,
        role=Role.ESCALAFON,
        origen=Origen.SOLICITUD,
        motivo=solicitud.expediente,
        solicitud_id=solicitud.id,
    )


def lock_legajo(principal: Principal, dni: str) -> None:
    """Let nobody else change a legajo before we have finished; it must be one that they keep."""
    check_kept_by(principal, dni)
    _locked(dni)
    check_kept_by(principal, dni)  # another sede may have received it while we waited


def check_kept_by(principal: Principal, dni: str) -> None:
    """Refuse a legajo that the specialist does not keep, as if it were not there."""
    is_theirs = select(Servidor.dni).where(Servidor.dni == dni, Servidor.is_attended_by(principal))
    if db.session.scalar(is_theirs) is None:
        raise NotFound("No encontramos ese legajo.")


def find_sent(dni: str, form_key: UUID) -> int | None:
    """Return the entry that was added by a form that is sent again."""
    return db.session.scalar(
        select(Anotacion.id).where(Anotacion.dni == dni, Anotacion.sending == form_key)
    )


def write_new(dni: str, tipo: str, valores: Valores, autor: Autor) -> Anotacion:
    """Add an entry to a locked legajo, and to its history."""
    now = datetime.now(UTC)
    anotacion = Anotacion(
        dni=dni,
        seccion=TIPOS[tipo].seccion,
        tipo=tipo,
        estado=EstadoAnotacion.VIGENTE,
        origen=autor.origen,
        created_at=now,
        updated_at=now,
    )
    anotacion.say(valores)
    db.session.add(anotacion)
    db.session.flush()
    _note(Operacion.AGREGAR, anotacion, None, autor, now)
    return anotacion


def _incorporate(dni: str, cambio: Cambio, autor: Autor) -> None:
    if cambio.anotacion is None:
        cambio.anotacion = write_new(dni, cambio.tipo, cambio.valores, autor)
    else:
        db.session.refresh(cambio.anotacion)
        if dict(cambio.anotacion.valores) != dict(cambio.antes):
            raise Conflict(
                f"«{cambio.anotacion.sumilla}» cambió desde que se pidió corregirla: "
                "revísela y observe la solicitud."
            )
        despues = None if cambio.operacion is Operacion.ANULAR else cambio.valores
        _write(cambio.operacion, cambio.anotacion, despues, autor)
    # Its documents were given for all that was asked, also for what an answer took back.
    cambio.anotacion.fue_reservada = cambio.is_reserved
    for adjunto in cambio.adjuntos:
        adjunto.anotacion_id = cambio.anotacion.id
    cambio.incorporated_at = datetime.now(UTC)


def _write(
    operacion: Operacion, anotacion: Anotacion, valores: Valores | None, autor: Autor
) -> None:
    """Correct or annul an entry of a locked legajo; one that was annulled stays as it is."""
    if not anotacion.is_vigente:
        raise Conflict(f"«{anotacion.sumilla}» ya fue anulada.")
    now = datetime.now(UTC)
    antes = dict(anotacion.valores)
    if valores is None:
        anotacion.estado = EstadoAnotacion.ANULADA
    else:
        anotacion.say(valores)
    anotacion.updated_at = now
    _note(operacion, anotacion, antes, autor, now)


def margen_of(dni: str) -> Margen:
    """Return between which days what happened to a servidor can be."""
    nacimiento = db.session.scalar(select(Servidor.fecha_nacimiento).where(Servidor.dni == dni))
    return Margen(nacimiento or date.min, datetime.now(LIMA).date())


def _note(
    operacion: Operacion, anotacion: Anotacion, antes: Valores | None, autor: Autor, at: datetime
) -> None:
    note_legajo(
        operacion,
        anotacion.dni,
        autor,
        anotacion_id=anotacion.id,
        antes=antes,
        despues=anotacion.valores if anotacion.is_vigente else None,
        at=at,
    )


def lock_anotacion(principal: Principal, anotacion_id: int) -> Anotacion:
    """Return an entry of a legajo that they keep, which nobody else changes meanwhile."""
    dni = db.session.scalar(select(Anotacion.dni).where(Anotacion.id == anotacion_id))
    if dni is None:
        raise NotFound("No encontramos esa anotación.")
    lock_legajo(principal, dni)
    return db.session.get_one(Anotacion, anotacion_id, populate_existing=True)


def _check_seen(anotacion: Anotacion, seen: datetime | None) -> None:
    if seen and anotacion.is_vigente and seen != anotacion.updated_at:
        raise Conflict(
            f"Otra persona cambió «{anotacion.sumilla}» mientras usted la veía: no hicimos nada."
        )


def _locked(dni: str) -> None:
    if db.session.get(Legajo, dni, with_for_update=True, populate_existing=True) is None:
        raise Conflict("El servidor todavía no tiene legajo: ábralo antes de anotar en él.")
