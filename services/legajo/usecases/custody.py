"""Keeps legajos: opens one de oficio, says that it counts or not, notes where its paper is."""

from dataclasses import asdict
from typing import BinaryIO, NamedTuple

import structlog

from chassis.errors import Conflict, Invalid, NotFound
from contracts.access_token import Principal
from services.legajo.domain import Vigencia
from services.legajo.domain.anotacion import Operacion
from services.legajo.domain.custodia import Apertura, CambioDeVigencia, Motivo, Ubicacion
from services.legajo.models import Adjunto, Historia, Legajo, Servidor, db
from services.legajo.usecases.anotaciones import check_kept_by
from services.legajo.usecases.documentos import keep_documento
from services.legajo.usecases.historia import de_oficio, note_legajo

OPERACIONES = {
    Vigencia.VIGENTE: Operacion.REACTIVAR,
    Vigencia.NO_VIGENTE: Operacion.DAR_DE_BAJA,
}
"""What is done to a legajo that becomes so."""

log = structlog.get_logger()


class Archivo(NamedTuple):
    """A file that came with what is done: what proves it."""

    nombre: str
    stream: BinaryIO
    max_mb: int


@db.transactional
def open_de_oficio(
    principal: Principal, dni: str, apertura: Apertura, archivo: Archivo | None = None
) -> None:
    """Open the legajo of a servidor who has none; the same form, sent twice, opens one."""
    check_kept_by(principal, dni)
    # Whoever opens the same one waits here, and then finds it open.
    db.session.get(Servidor, dni, with_for_update={"of": Servidor, "key_share": True})
    check_kept_by(principal, dni)
    legajo = db.session.get(Legajo, dni, populate_existing=True)
    if legajo:
        if legajo.opened_by == principal.dni and is_opened_with(legajo, apertura):
            return
        raise Conflict("Este servidor ya tiene legajo: otra persona lo abrió.")
    _add_legajo(principal, dni, apertura)
    despues = {
        "estado": Vigencia.VIGENTE,
        "motivo": Motivo.INGRESO,
        **apertura.sustento.hechos,
        "norma": apertura.norma,
    }
    historia = note_legajo(Operacion.ABRIR, dni, de_oficio(principal), despues=despues)
    support(historia, archivo)
    log.info("legajo_opened")


@db.transactional
def change_vigencia(
    principal: Principal,
    dni: str,
    cambio: CambioDeVigencia,
    archivo: Archivo | None = None,
    *,
    seen: int | None = None,
) -> None:
    """Let a legajo count no more, or again; the same form, sent twice, does so once."""
    legajo = lock_kept(principal, dni)
    if legajo.estado is cambio.estado:
        if (legajo.motivo, legajo.desde) == (cambio.motivo, cambio.desde):
            return
        raise Conflict(f"Este legajo ya está {cambio.estado.label.lower()}.")
    check_seen(legajo, seen)
    antes = legajo.vigencia
    legajo.become(cambio.estado, cambio.motivo, cambio.desde)
    historia = note_legajo(
        OPERACIONES[cambio.estado],
        dni,
        de_oficio(principal, cambio.detalle),
        antes=antes,
        despues=legajo.vigencia | cambio.sustento.hechos,
    )
    support(historia, archivo)
    log.info("legajo_vigencia_changed", estado=cambio.estado)


@db.transactional
def locate(
    principal: Principal, dni: str, ubicacion: Ubicacion, *, seen: int | None = None
) -> None:
    """Note where the paper of a legajo is; what is noted already leaves no trace."""
    legajo = lock_kept(principal, dni)
    antes = legajo.ubicacion
    if antes == asdict(ubicacion):
        return
    check_seen(legajo, seen)
    legajo.move_to(ubicacion)
    note_legajo(Operacion.UBICAR, dni, de_oficio(principal), antes=antes, despues=legajo.ubicacion)
    log.info("legajo_located")


def lock_kept(principal: Principal, dni: str) -> Legajo:
    """Return a legajo that the specialist keeps, which nobody else changes meanwhile."""
    check_kept_by(principal, dni)
    legajo = db.session.get(Legajo, dni, with_for_update=True, populate_existing=True)
    check_kept_by(principal, dni)  # another sede may have received it while we waited
    if legajo is None:
        raise NotFound("Este servidor todavía no tiene legajo: ábralo primero.")
    return legajo


def check_seen(legajo: Legajo, seen: int | None) -> None:
    """Refuse what was decided before a page that is older than the legajo."""
    if seen is not None and seen != legajo.version:
        raise Conflict(
            "Alguien cambió este legajo mientras usted lo veía y no hicimos nada: "
            "revise cómo está ahora y decida otra vez."
        )


def is_opened_with(legajo: Legajo, apertura: Apertura) -> bool:
    """Tell whether a legajo was opened with that paper."""
    return (
        legajo.documento == apertura.sustento.documento
        and legajo.numero_documento == apertura.sustento.numero_documento
        and legajo.fecha_documento == apertura.sustento.fecha_documento
    )


def support(historia: Historia, archivo: Archivo | None) -> None:
    """Keep the file that proves what happened beside it, if one came."""
    if archivo is None:
        return
    try:
        documento = keep_documento(archivo.stream, max_mb=archivo.max_mb)
    except (Invalid, Conflict) as refusal:
        raise Invalid(errors={"archivo": f"«{archivo.nombre}»: {refusal.detail}"}) from refusal
    historia.adjuntos.append(Adjunto(documento=documento, dni=historia.dni, nombre=archivo.nombre))


def _add_legajo(principal: Principal, dni: str, apertura: Apertura) -> None:
    db.session.add(
        Legajo(
            dni=dni,
            estado=Vigencia.VIGENTE,
            motivo=Motivo.INGRESO,
            desde=apertura.sustento.fecha_documento,
            opened_by=principal.dni,
            norma=apertura.norma,
            **asdict(apertura.sustento),
        )
    )
