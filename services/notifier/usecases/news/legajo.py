"""Letters about solicitudes, and about who keeps a legajo."""

from contracts.legajo import (
    LegajoTransferred,
    SolicitudAboutToExpire,
    SolicitudStatusChanged,
    SolicitudSubmitted,
)
from contracts.sedes import name_of
from services.notifier.domain import Kind
from services.notifier.models import db
from services.notifier.usecases.queueing import queue_to_contacts

WHAT_NEXT = {
    "observada": (
        "Falta su respuesta: corrija lo observado y adjunte lo que falte desde la página de su "
        "solicitud. Tiene 5 días hábiles, contados desde el siguiente a este aviso (RVM "
        "092-2020-MINEDU). Si no responde, quedará como no presentada."
    ),
    "subsanada": (
        "Recibimos su respuesta. Un especialista de escalafón la revisará y le avisaremos; por "
        "ahora no tiene que hacer nada más."
    ),
    "atendida": "Lo que pidió ya consta en su legajo. No tiene que hacer nada más.",
    "atendida_parcialmente": (
        "Una parte de lo que pidió ya consta en su legajo. Abajo está lo que no se aceptó y por "
        "qué: si lo corrige, puede pedirlo en otra solicitud."
    ),
    "rechazada": (
        "No se aceptó lo que pidió; abajo está el motivo. Si puede corregirlo, registre otra "
        "solicitud."
    ),
    "no_presentada": (
        "Venció el plazo para responder lo observado y la solicitud terminó. Si todavía la "
        "necesita, registre otra."
    ),
    "desistida": (
        "Usted desistió de ella y nadie la atenderá. Si la necesita, puede registrar otra."
    ),
}
"""What each estado means for who asked: what is awaited, and of whom."""

UNTIL = {"observada": "Puede responder hasta el", "subsanada": "Le responderán hasta el"}
"""What the last day is called of what an estado waits for."""


@db.transactional
def solicitud_submitted(event: SolicitudSubmitted) -> None:
    """Acknowledge a solicitud, with its number."""
    params = {"expediente": event.expediente, "seccion": event.seccion}
    queue_to_contacts(Kind.SOLICITUD_SUBMITTED, event.expediente, [event.dni], params)


@db.transactional
def solicitud_status_changed(event: SolicitudStatusChanged) -> None:
    """Tell a person that their solicitud moved on, and what was said about it."""
    params = {
        "expediente": event.expediente,
        "seccion": event.seccion,
        "estado": event.estado.replace("_", " ").capitalize(),
        "comentario": event.comentario,
        "sigue": WHAT_NEXT.get(event.estado.lower(), ""),
    }
    until = UNTIL.get(event.estado.lower())
    if until and event.vence_el:
        params |= {"plazo": until, "vence_el": f"{event.vence_el:%d/%m/%Y}"}
    # It may be observed more than once: the moment makes each time one of its own.
    about = f"{event.expediente}:{event.estado}:{event.at.isoformat()}"
    queue_to_contacts(Kind.SOLICITUD_STATUS_CHANGED, about, [event.dni], params)


@db.transactional
def solicitud_about_to_expire(event: SolicitudAboutToExpire) -> None:
    """Remind a person that an observation waits for their answer, and until when."""
    params = {
        "expediente": event.expediente,
        "seccion": event.seccion,
        "comentario": event.comentario,
        "vence_el": f"{event.vence_el:%d/%m/%Y}",
    }
    about = f"{event.expediente}:{event.vence_el.isoformat()}"
    queue_to_contacts(Kind.SOLICITUD_ABOUT_TO_EXPIRE, about, [event.dni], params)


@db.transactional
def legajo_transferred(event: LegajoTransferred) -> None:
    """Tell a person which sede keeps their legajo now."""
    params = {"origen": name_of(event.origen), "destino": name_of(event.destino)}
    about = f"{event.dni}:{event.destino}:{event.at.isoformat()}"
    queue_to_contacts(Kind.LEGAJO_TRANSFERRED, about, [event.dni], params)
