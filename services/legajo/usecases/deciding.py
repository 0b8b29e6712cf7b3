"""Decides a solicitud entry by entry: what is accepted enters the legajo, in one transaction."""

from chassis.errors import Conflict
from contracts.access_token import Principal, Role
from services.legajo.domain.veredicto import (
    Fallos,
    Pieza,
    Resultado,
    check_fallos,
    decision_of,
    in_words,
    result_of,
)
from services.legajo.domain.workflow import Accion
from services.legajo.models import Cambio, Servidor, Solicitud, Veredicto, db
from services.legajo.usecases.anotaciones import incorporate
from services.legajo.usecases.solicitudes import lock_solicitud, take

INCORPORATE = (Accion.ATENDER, Accion.ATENDER_EN_PARTE)
"""The decisions that change the legajo."""


@db.transactional
def decide_solicitud(
    principal: Principal,
    expediente: str,
    fallos: Fallos,
    *,
    comentario: str = "",
    seen: int | None = None,
) -> Accion:
    """Record the verdict on each entry and document, and what they come to; return that."""
    solicitud = lock_solicitud(expediente, Servidor.is_attended_by(principal), seen)
    pieces = names_of(solicitud)
    if not pieces:
        raise Conflict("Esta solicitud no pide anotaciones: atiéndala como un todo.")
    check_fallos(fallos, pieces)
    judged = {piece: fallos[piece] for piece in pieces}
    accion = decision_of(judged)
    said = in_words(judged, pieces, comentario)
    take(accion, solicitud, Role.ESCALAFON, principal.dni, said)
    _keep(solicitud, judged)
    if accion in INCORPORATE:
        _incorporate(solicitud, judged, principal.dni)
    return accion


def names_of(solicitud: Solicitud) -> dict[Pieza, str]:
    """Return what can be judged of a solicitud, each by its name."""
    names: dict[Pieza, str] = {}
    for cambio in solicitud.cambios:
        names[Pieza(cambio.id)] = f"«{cambio.sumilla}»"
        for adjunto in cambio.adjuntos:
            names[Pieza(cambio.id, adjunto.id)] = f"Documento «{adjunto.nombre}»"
    return names


def _keep(solicitud: Solicitud, fallos: Fallos) -> None:
    db.session.flush()
    movimiento = solicitud.movimientos[-1]
    for piece, fallo in sorted(fallos.items(), key=lambda each: each[0]):
        db.session.add(
            Veredicto(
                movimiento_id=movimiento.id,
                cambio_id=piece.cambio_id,
                adjunto_id=piece.adjunto_id or None,
                resultado=fallo.resultado,
                motivo=fallo.motivo,
            )
        )


def _incorporate(solicitud: Solicitud, fallos: Fallos, dni: str) -> None:
    accepted = [
        cambio for cambio in solicitud.cambios if result_of(fallos, cambio.id) is Resultado.ACEPTADO
    ]
    incorporate(solicitud, accepted, por=dni)
    for cambio in accepted:
        _leave_out(cambio, fallos)


def _leave_out(cambio: Cambio, fallos: Fallos) -> None:
    """Keep the documents that were rejected out of the entry that they should support."""
    for adjunto in cambio.adjuntos:
        if fallos[Pieza(cambio.id, adjunto.id)].resultado is Resultado.RECHAZADO:
            adjunto.anotacion_id = None
