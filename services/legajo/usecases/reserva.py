"""Opens what of a legajo is reserved to a specialist who keeps it and says why."""

import structlog
from sqlalchemy import select

from chassis.errors import NotFound
from contracts.access_token import Principal
from services.legajo.domain.acceso import Acto
from services.legajo.domain.reserva import check_motivo
from services.legajo.models import Servidor, db
from services.legajo.usecases.evidence import note_looked

log = structlog.get_logger()


@db.transactional
def open_reserved(principal: Principal, dni: str, motivo: str) -> None:
    """Let a specialist see what is reserved until the day ends; the servidor reads why."""
    is_theirs = select(Servidor.dni).where(Servidor.dni == dni, Servidor.is_attended_by(principal))
    if db.session.scalar(is_theirs) is None:
        raise NotFound("No encontramos ese legajo.")
    check_motivo(motivo)
    note_looked(principal, dni, acto=Acto.RESERVADO, sobre=motivo)
    log.info("reserved_opened")
