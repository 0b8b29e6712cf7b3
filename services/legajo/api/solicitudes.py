"""What a servidor sends, and how they follow it."""

from datetime import datetime
from uuid import UUID

from chassis.access import current_principal
from chassis.openapi.values import FiltroPagina, following
from contracts.access_token import Principal
from services.legajo import queries, usecases
from services.legajo.api.api import EXPEDIENTE, SOLICITUDES, Expediente, api
from services.legajo.api.values.borrador import Desistimiento, Envio
from services.legajo.api.values.solicitud import Solicitud, SolicitudCompleta, Solicitudes
from services.legajo.domain import LIMA, acciones_of_servidor
from services.legajo.domain.anotacion import clean
from services.legajo.domain.workflow import awaited
from services.legajo.queries.veredictos import last_fallos
from services.legajo.usecases.borradores import submit_borrador


@api.get("/solicitudes", tag=SOLICITUDES)
def list_solicitudes(query: FiltroPagina) -> Solicitudes:
    """Lista las solicitudes de quien pregunta, la más reciente primero."""
    found = queries.list_solicitudes(current_principal(), query.pagina)
    is_there = query.pagina == found.page
    return Solicitudes(
        solicitudes=tuple(Solicitud.of_row(each) for each in found.items) if is_there else (),
        siguiente=following(found.page, found.pages) if is_there else None,
    )


@api.post("/solicitudes", tag=SOLICITUDES, problems=(404, 409))
def send_borrador(body: Envio) -> SolicitudCompleta:
    """Envía un borrador: se vuelve una solicitud, con su número de expediente."""
    expediente = submit_borrador(
        current_principal(), body.seccion, UUID(body.borrador), detalle=clean(body.detalle)
    )
    return _solicitud(expediente)


@api.get(f"/solicitudes/{EXPEDIENTE}", tag=SOLICITUDES, problems=(404,))
def get_solicitud(expediente: Expediente) -> SolicitudCompleta:
    """Da una solicitud de quien pregunta: qué pidió, qué pasó, qué se espera y hasta cuándo."""
    return _solicitud(expediente)


@api.post(
    f"/solicitudes/{EXPEDIENTE}/desistimiento", tag=SOLICITUDES, status=200, problems=(404, 409)
)
def withdraw_solicitud(expediente: Expediente, body: Desistimiento) -> SolicitudCompleta:
    """Desiste de una solicitud: deja de atenderse."""
    usecases.withdraw_solicitud(current_principal(), expediente, seen=body.visto)
    return _solicitud(expediente)


def solicitud_of(principal: Principal, expediente: str) -> SolicitudCompleta:
    """Return a solicitud as it is now to who asked for it."""
    solicitud = queries.get_solicitud(principal, expediente)
    today = datetime.now(LIMA).date()
    return SolicitudCompleta.whole(
        solicitud,
        espera=awaited(solicitud.estado, solicitud.vence_el, today, "Usted"),
        acciones=acciones_of_servidor(solicitud.estado),
        fallos=last_fallos(solicitud),
    )


def _solicitud(expediente: str) -> SolicitudCompleta:
    return solicitud_of(current_principal(), expediente)
