"""Corrects one boleta that its owner has seen: a new version in its place, or none.

Nothing is deleted: the version that no longer counts stays where it was, and says so.
"""

from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import insert, inspect, select

from chassis.errors import NotFound
from contracts.access_token import Principal, Role
from contracts.boleta import BoletaAnnulled, BoletaReplaced
from contracts.sedes import name_of
from services.boleta.domain import Estado, TipoConcepto, boleta_id
from services.boleta.domain.correccion import (
    Correccion as Corregida,
)
from services.boleta.domain.correccion import (
    LineaCorregida,
    check_correccion,
    check_motivo,
    check_vigente,
)
from services.boleta.domain.reclamo import AccionReclamo
from services.boleta.models import (
    Boleta,
    Concepto,
    Correccion,
    Planilla,
    Reclamo,
    boleta_serial,
    db,
)
from services.boleta.models.boleta import is_boleta
from services.boleta.usecases.reclamos import lock_reclamo, take

log = structlog.get_logger()


@db.transactional
def replace_boleta(principal: Principal, id_: int, corregida: Corregida) -> int:
    """Put a corrected version in the place of a boleta; return its id."""
    boleta = _lock_boleta(principal, id_)
    conceptos = _conceptos_of(boleta, corregida)
    before = tuple(
        LineaCorregida(*conceptos[concepto], centimos)
        for concepto, centimos in zip(boleta.conceptos, boleta.montos, strict=True)
    )
    check_correccion(corregida, before)

    reclamo = _reclamo_of(principal, boleta, corregida.reclamo)
    boleta.estado = Estado.REEMPLAZADA
    db.session.flush()
    reemplazo = _write_version(boleta, corregida, conceptos)
    at = _remember(principal, boleta, reemplazo, corregida.motivo, reclamo)
    if reclamo:
        reclamo.boleta_corregida = reemplazo
        take(
            AccionReclamo.ATENDER,
            reclamo,
            Role.ADMINISTRADOR_BOLETA,
            principal.dni,
            corregida.motivo,
        )
    db.publish(
        BoletaReplaced(
            boleta=boleta.id,
            reemplazo=reemplazo,
            dni=boleta.dni,
            periodo=boleta.periodo,
            entidad=name_of(boleta.sede),
            motivo=corregida.motivo,
            at=at,
        )
    )
    log.info("boleta_replaced", boleta=boleta.id, reemplazo=reemplazo)
    return reemplazo


@db.transactional
def annul_boleta(principal: Principal, id_: int, *, motivo: str) -> None:
    """Make a boleta count no longer, with nothing in its place."""
    boleta = _lock_boleta(principal, id_)
    check_motivo(motivo)
    boleta.estado = Estado.ANULADA
    at = _remember(principal, boleta, None, motivo, None)
    db.publish(
        BoletaAnnulled(
            boleta=boleta.id,
            dni=boleta.dni,
            periodo=boleta.periodo,
            entidad=name_of(boleta.sede),
            motivo=motivo,
            at=at,
        )
    )
    log.info("boleta_annulled", boleta=boleta.id)


def _lock_boleta(principal: Principal, id_: int) -> Boleta:
    """Return a boleta that counts, of the sedes of who asks and of somebody else."""
    boleta = db.session.scalar(
        select(Boleta)
        .join(Planilla, Planilla.id == Boleta.planilla_id)
        .where(*is_boleta(id_), Planilla.published_at.is_not(None))
        .with_for_update(of=Boleta)
        .execution_options(populate_existing=True)
    )
    if boleta is None or not principal.may(Role.ADMINISTRADOR_BOLETA, boleta.sede):
        raise NotFound("Esa boleta no existe o es de otra sede.")
    if boleta.dni == principal.dni:
        raise NotFound("Su propia boleta la corrige otra persona.")
    check_vigente(boleta.estado)
    return boleta


def _conceptos_of(boleta: Boleta, corregida: Corregida) -> dict[int, tuple[TipoConcepto, str]]:
    """Return what the concepts are, of the boleta and of its correction, by their id."""
    codigos = {linea.codigo for linea in corregida.lineas}
    wanted = select(Concepto.id, Concepto.tipo, Concepto.codigo).where(
        Concepto.id.in_(set(boleta.conceptos)) | Concepto.codigo.in_(codigos)
    )
    return {id_: (tipo, codigo) for id_, tipo, codigo in db.session.execute(wanted)}


def _reclamo_of(principal: Principal, boleta: Boleta, numero: str | None) -> Reclamo | None:
    """Return the reclamo that is answered, which must be about this person and month."""
    if numero is None:
        return None
    return lock_reclamo(
        numero,
        Reclamo.is_attended_by(principal)
        & (Reclamo.dni == boleta.dni)
        & (Reclamo.periodo == boleta.periodo),
    )


def _write_version(
    boleta: Boleta,
    corregida: Corregida,
    conceptos: dict[int, tuple[TipoConcepto, str]],
) -> int:
    """Write the row of the new version: as the old one, but for what was corrected."""
    ids = {said: id_ for id_, said in conceptos.items()}
    serial = db.session.scalars(select(boleta_serial.next_value())).one()
    kept: dict[str, Any] = {
        column.key: getattr(boleta, column.key) for column in inspect(Boleta).columns
    }
    written = kept | {
        "id": boleta_id(boleta.periodo, serial),
        "reemplaza": boleta.id,
        "version": boleta.version + 1,
        "estado": Estado.VIGENTE,
        "conceptos": [ids[tipo, codigo] for tipo, codigo, _ in corregida.lineas],
        "montos": [centimos for _, _, centimos in corregida.lineas],
        "bruto": corregida.bruto,
        "descuentos": corregida.descuentos,
        "liquido": corregida.liquido,
        "avisos": None,
    }
    db.session.execute(insert(Boleta), [written])
    id_: int = written["id"]
    return id_


def _remember(
    principal: Principal,
    boleta: Boleta,
    reemplazo: int | None,
    motivo: str,
    reclamo: Reclamo | None,
) -> datetime:
    """Leave a trace of who decided it and why; return when."""
    now = datetime.now(UTC)
    db.session.add(
        Correccion(
            boleta_id=boleta.id,
            reemplazo=reemplazo,
            motivo=motivo,
            corrected_by=principal.dni,
            corrected_at=now,
            reclamo_id=reclamo.id if reclamo else None,
        )
    )
    return now
