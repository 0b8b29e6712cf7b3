"""Letters about solicitudes, and about what is done to a legajo and who keeps it."""

from typing import Any

from contracts.legajo import (
    LegajoChanged,
    LegajoTransferred,
    SolicitudAboutToExpire,
    SolicitudStatusChanged,
    SolicitudSubmitted,
)
from contracts.sedes import name_of
from services.notifier.domain import Kind
from services.notifier.models import db
from services.notifier.usecases.queueing import queue_to_contacts, say_more

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

VIGENCIA = {"vigente": "ahora está vigente", "no_vigente": "ya no está vigente"}
"""How a letter tells whether a legajo counts."""

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


@db.transactional
def legajo_changed(event: LegajoChanged) -> None:
    """Tell a person that a specialist changed their legajo: what is done in a short time, once."""
    if say_more(Kind.LEGAJO_CHANGED, event.dni, lambda told: _told(event, told)):
        return
    about = f"{event.dni}:{event.at.isoformat()}"
    queue_to_contacts(Kind.LEGAJO_CHANGED, about, [event.dni], _told(event, {}))


def _told(event: LegajoChanged, before: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the letter once it tells of that change too."""
    secciones = dict.fromkeys((*before.get("secciones", ()), event.seccion))
    vigencia = VIGENCIA.get(event.estado, before.get("vigencia", ""))
    return {"secciones": [*filter(None, secciones)], "vigencia": vigencia}
