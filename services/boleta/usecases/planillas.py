"""The steps that people take with a planilla: upload, approve, publish now or later, discard.

What a step does to files and boletas is told by `importing` and `publishing`; here it is decided
whether it may be taken, by the table of `domain.planilla` and with the row locked.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

import structlog
from sqlalchemy import select

from chassis.errors import Conflict, NotFound
from contracts.access_token import Principal
from services.boleta.domain.alcance import sedes_of
from services.boleta.domain.planilla import (
    Accion,
    TipoPlanilla,
    check_motivo,
    check_publish_at,
)
from services.boleta.models import Planilla, db
from services.boleta.usecases.importing import receive
from services.boleta.usecases.publishing import discard, publish

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file, and what the person who uploads it says of it."""

    stream: BinaryIO
    archivo: str
    periodo: int
    sede: str
    tipo: TipoPlanilla
    es_ensayo: bool


@db.transactional
def upload_planilla(principal: Principal, upload: Upload) -> int:
    """Keep a file to be read by the worker; return the id of its planilla."""
    planilla = receive(
        upload.stream,
        archivo=upload.archivo,
        sede=upload.sede,
        tipo=upload.tipo,
        periodo=upload.periodo,
        uploaded_by=principal.dni,
        es_ensayo=upload.es_ensayo,
    )
    log.info("planilla_uploaded", planilla=planilla.id)
    return planilla.id


@db.transactional
def retry_review(principal: Principal, planilla_id: int) -> None:
    """Have a file read again that could not be read."""
    planilla = _lock(principal, planilla_id)
    planilla.paso.check(Accion.REINTENTAR, principal.dni)
    planilla.falla, planilla.intentos, planilla.wake_at = None, 0, None
    log.info("planilla_retried", planilla=planilla.id)


@db.transactional
def approve_planilla(principal: Principal, planilla_id: int) -> None:
    """Let the boletas of a planilla be published: another person than who uploaded it."""
    planilla = _lock(principal, planilla_id)
    planilla.estado = planilla.paso.check(Accion.APROBAR, principal.dni)
    planilla.approved_by, planilla.approved_at = principal.dni, datetime.now(UTC)
    log.info("planilla_approved", planilla=planilla.id)


@db.transactional
def publish_planilla(principal: Principal, planilla_id: int) -> None:
    """Let everybody see their boleta, and tell them so."""
    planilla = _lock(principal, planilla_id)
    planilla.paso.check(Accion.PUBLICAR, principal.dni)
    publish(planilla_id)


@db.transactional
def schedule_planilla(principal: Principal, planilla_id: int, publish_at: datetime) -> None:
    """Have a planilla published at that moment, by the worker."""
    planilla = _lock(principal, planilla_id)
    estado = planilla.paso.check(Accion.PROGRAMAR, principal.dni)
    planilla.publish_at = check_publish_at(publish_at, now=datetime.now(UTC))
    planilla.estado = estado
    log.info("planilla_scheduled", planilla=planilla.id, at=planilla.publish_at.isoformat())


@db.transactional
def cancel_schedule(principal: Principal, planilla_id: int) -> None:
    """Take back a publication that has not come yet."""
    planilla = _lock(principal, planilla_id)
    planilla.estado = planilla.paso.check(Accion.CANCELAR, principal.dni)
    planilla.publish_at = None
    log.info("planilla_schedule_cancelled", planilla=planilla.id)


@db.transactional
def discard_planilla(principal: Principal, planilla_id: int, motivo: str) -> None:
    """Give up a planilla that nobody has seen; its report stays."""
    planilla = _lock(principal, planilla_id)
    planilla.paso.check(Accion.DESCARTAR, principal.dni)
    discard(planilla_id, check_motivo(motivo), discarded_by=principal.dni)


def _lock(principal: Principal, planilla_id: int) -> Planilla:
    """Return the planilla for this transaction alone; of another sede, it is not there."""
    wanted = select(Planilla).where(
        Planilla.id == planilla_id, Planilla.sede.in_(sedes_of(principal))
    )
    planilla = db.session.scalar(
        wanted.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    )
    if planilla is None and db.session.scalar(wanted):
        raise Conflict(
            "El sistema está trabajando con esta planilla: espere un momento y vuelva a intentar."
        )
    if planilla is None:
        raise NotFound("Esa planilla no existe o es de otra sede.")
    return planilla
