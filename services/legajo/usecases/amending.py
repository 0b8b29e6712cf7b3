"""Sends the answer to an observation: what was prepared becomes what is asked."""

from chassis.errors import Invalid
from contracts.access_token import Principal, Role
from services.legajo.domain.anotacion import Operacion
from services.legajo.domain.subsanacion import rebase, what_still_lacks
from services.legajo.domain.workflow import Accion
from services.legajo.models import Cambio, Enmienda, Servidor, Solicitud, Subsanacion, db
from services.legajo.usecases.enmiendas import documents_after, lock_subsanacion
from services.legajo.usecases.solicitudes import lock_solicitud, take


@db.transactional
def amend_solicitud(
    principal: Principal, expediente: str, *, comentario: str, seen: int | None = None
) -> None:
    """Answer what the specialist observed, so that the solicitud waits for them again.

    The same answer sent twice is one. What is not ready leaves everything as it was.
    """
    solicitud = lock_solicitud(expediente, Servidor.dni == principal.dni)
    if _was_sent(solicitud, comentario, seen):
        return
    solicitud = lock_solicitud(expediente, Servidor.dni == principal.dni, seen)
    subsanacion = lock_subsanacion(principal, expediente)
    take(Accion.SUBSANAR, solicitud, Role.SERVIDOR, principal.dni, comentario)
    db.session.flush()
    _apply(subsanacion)
    subsanacion.comentario = comentario
    subsanacion.enviada_en = solicitud.movimientos[-1].id


def what_lacks(enmienda: Enmienda) -> str:
    """Tell what an entry needs before the answer can be sent; nothing, if it is ready."""
    cambio = enmienda.cambio
    return what_still_lacks(
        is_ready=enmienda.listo,
        needs_one=cambio is not None
        and cambio.about.needs_sustento
        and cambio.operacion is Operacion.AGREGAR,
        documents=len(documents_after(enmienda)),
    )


def _was_sent(solicitud: Solicitud, comentario: str, seen: int | None) -> bool:
    """Tell whether this is the button pressed twice: the same words, from the same page."""
    last = solicitud.movimientos[-1]
    is_next = seen is not None and seen + 1 == solicitud.version
    return is_next and last.accion is Accion.SUBSANAR and last.comentario == comentario


def _apply(subsanacion: Subsanacion) -> None:
    """Let what is asked be what was prepared; what was prepared stays beside it, as the history."""
    missing = [
        f"«{enmienda.cambio.sumilla}»: {lacks}"
        for enmienda in subsanacion.enmiendas
        if enmienda.cambio and (lacks := what_lacks(enmienda))
    ]
    if missing:
        raise Invalid(" ".join(missing))
    for enmienda in subsanacion.enmiendas:
        if enmienda.cambio is None:
            for adjunto in enmienda.agregados:
                adjunto.solicitud_id = subsanacion.solicitud_id
        else:
            _apply_to(enmienda.cambio, enmienda)


def _apply_to(cambio: Cambio, enmienda: Enmienda) -> None:
    cambio.valores, cambio.motivo = dict(enmienda.valores), enmienda.motivo
    for adjunto in enmienda.retirados:
        adjunto.cambio_id = None
    for adjunto in enmienda.agregados:
        adjunto.cambio_id = cambio.id
    _follow_the_legajo(cambio)


def _follow_the_legajo(cambio: Cambio) -> None:
    """Ask it of what the entry says today, if that is not what it said when it was asked first."""
    if cambio.anotacion is None or cambio.anotacion.valores == cambio.antes:
        return
    hoy = dict(cambio.anotacion.valores)
    if cambio.operacion is not Operacion.ANULAR:
        cambio.valores = rebase(cambio.antes, hoy, cambio.valores)
    cambio.antes = hoy
