"""What was thought of each entry and document of a solicitud, the last time it was decided."""

from sqlalchemy import func, select

from services.legajo.domain.veredicto import Fallo, Pieza
from services.legajo.models import Movimiento, Solicitud, Veredicto, db


def last_fallos(solicitud: Solicitud) -> dict[str, Fallo]:
    """Return the newest verdicts on a solicitud, by what a form calls each piece."""
    newest = (
        select(func.max(Veredicto.movimiento_id))
        .join(Movimiento, Movimiento.id == Veredicto.movimiento_id)
        .where(Movimiento.solicitud_id == solicitud.id)
        .scalar_subquery()
    )
    found = db.session.scalars(select(Veredicto).where(Veredicto.movimiento_id == newest))
    return {
        Pieza(each.cambio_id, each.adjunto_id or 0).campo: Fallo(each.resultado, each.motivo)
        for each in found
    }
