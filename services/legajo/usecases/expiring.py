"""What the clock does to solicitudes: it warns before a deadline passes, and ends them after."""

from datetime import UTC, date, datetime
from typing import cast

import structlog
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from contracts.legajo import SolicitudAboutToExpire
from services.legajo.domain import Accion, Estado
from services.legajo.domain.workflow import last_deadline_to_warn_of
from services.legajo.models import Cambio, Solicitud, db
from services.legajo.usecases.solicitudes import move, said_outside

BATCH = 100
"""How many solicitudes one transaction ends, or warns of."""

WITH_CAMBIOS = (
    selectinload(Solicitud.cambios).joinedload(Cambio.anotacion),
    selectinload(Solicitud.cambios).selectinload(Cambio.enmiendas),
)
"""What tells whether a solicitud is about something reserved, of many at once."""

BY_THE_CLOCK = "Venció el plazo para subsanar lo observado."
"""Why a solicitud became no presentada."""

log = structlog.get_logger()


@db.transactional
def expire_solicitudes(today: date) -> bool:
    """End what was observed and not answered in time; tell whether there may be more."""
    expired = _locked(Solicitud.vence_el < today)
    db.publish(*(move(Accion.VENCER, each, None, "", BY_THE_CLOCK) for each in expired))
    return len(expired) == BATCH


@db.transactional
def warn_of_expiry(today: date) -> bool:
    """Announce what will end soon, once for each deadline; tell whether there may be more."""
    soon = _locked(
        Solicitud.vence_el.between(today, last_deadline_to_warn_of(today)),
        Solicitud.warned_of.is_distinct_from(Solicitud.vence_el),
    )
    db.publish(*map(_warning, soon))
    return len(soon) == BATCH


def _locked(*conditions: object) -> list[Solicitud]:
    """Return observed solicitudes; those being answered right now wait for next time."""
    found = db.session.scalars(
        select(Solicitud)
        .where(Solicitud.estado == Estado.OBSERVADA, *conditions)  # type: ignore[arg-type]
        .order_by(Solicitud.id)
        .limit(BATCH)
        .with_for_update(of=Solicitud, skip_locked=True)
        .options(selectinload(Solicitud.movimientos), *WITH_CAMBIOS)
    )
    return list(found)


def _warning(solicitud: Solicitud) -> SolicitudAboutToExpire:
    """Note that its servidor is warned, and return what they are told."""
    vence_el = solicitud.warned_of = cast(date, solicitud.vence_el)  # it is between two days
    log.info("solicitud_about_to_expire", expediente=solicitud.expediente)
    return SolicitudAboutToExpire(
        expediente=solicitud.expediente,
        dni=solicitud.dni,
        seccion=solicitud.about.titulo_fuera,
        comentario=said_outside(solicitud, solicitud.movimientos[-1].comentario),
        vence_el=vence_el,
        at=datetime.now(UTC),
    )
