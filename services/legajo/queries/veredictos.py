"""What was thought of each entry and document of a solicitud, the last time it was decided."""

from services.legajo.domain import DECISIONES
from services.legajo.domain.veredicto import Fallo
from services.legajo.models import Solicitud, Veredicto, db


def last_fallos(solicitud: Solicitud) -> dict[str, Fallo]:
    """Return the newest verdicts on a solicitud, by what a form calls each piece."""
    if not any(movimiento.accion in DECISIONES for movimiento in solicitud.movimientos):
        return {}
    found = db.session.scalars(Veredicto.last_of(solicitud.id))
    return {each.pieza.campo: each.fallo for each in found}
