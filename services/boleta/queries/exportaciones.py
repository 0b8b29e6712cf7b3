"""The exports that an administrador asked for."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from chassis.errors import NotFound
from contracts.access_token import Principal, Role
from services.boleta.domain.exportacion import KEPT_DAYS
from services.boleta.models import Exportacion, db

SHOWN = 20
"""How many a page lists."""


def list_exports(principal: Principal) -> list[Exportacion]:
    """Return what who asks has asked for lately, the newest first."""
    since = datetime.now(UTC) - timedelta(days=KEPT_DAYS)
    mine = select(Exportacion).where(
        Exportacion.dni == principal.dni, Exportacion.requested_at > since
    )
    return list(db.session.scalars(mine.order_by(Exportacion.id.desc()).limit(SHOWN)))


def get_export(principal: Principal, export_id: int) -> Exportacion:
    """Return an export of who asks, while they hold the role over its sede."""
    exportacion = db.session.get(Exportacion, export_id)
    if (
        exportacion is None
        or exportacion.dni != principal.dni
        or not principal.may(Role.ADMINISTRADOR_BOLETA, exportacion.sede)
        or exportacion.requested_at < datetime.now(UTC) - timedelta(days=KEPT_DAYS)
    ):
        raise NotFound("Esa exportación no existe, no es suya, o ya venció.")
    return exportacion
