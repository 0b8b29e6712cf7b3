"""The way out of having no legajo: its servidor asks the sede to open it, with their resolution."""

from dataclasses import asdict
from uuid import UUID

from chassis.access import current_principal
from chassis.openapi.values import SmallId
from services.legajo import forms, queries
from services.legajo.api.api import SOLICITUDES, api
from services.legajo.api.borradores import DocumentoEnviado, max_mb, most_mb
from services.legajo.api.solicitudes import solicitud_of
from services.legajo.api.values.borrador import Apertura, Detalle, PedidoDeApertura
from services.legajo.api.values.legajo import Documento
from services.legajo.api.values.solicitud import SolicitudCompleta
from services.legajo.domain.secciones import APERTURA
from services.legajo.forms.addresses import ID
from services.legajo.forms.borradores import chosen
from services.legajo.queries.anotaciones import get_borrador
from services.legajo.usecases import opening as usecases
from services.legajo.usecases.borradores import drop_borrador


@api.get("/apertura", tag=SOLICITUDES)
def get_apertura() -> Apertura:
    """Da lo que se prepara para pedir el legajo que falta, o el expediente que ya lo pide."""
    return _apertura()


@api.put("/apertura", tag=SOLICITUDES, problems=(409,))
def save_apertura(body: Detalle) -> Apertura:
    """Guarda lo que se va diciendo, sin enviarlo."""
    usecases.keep_opening(current_principal(), body.detalle)
    return _apertura()


@api.delete("/apertura", tag=SOLICITUDES)
def drop_apertura() -> None:
    """Descarta lo que se prepara, con sus documentos; lo que no existe ya está descartado."""
    drop_borrador(current_principal(), APERTURA.numero)


@api.post("/apertura", tag=SOLICITUDES, problems=(409,))
def request_legajo(body: PedidoDeApertura) -> SolicitudCompleta:
    """Pide que se abra el legajo que falta, con lo adjuntado; si ya se pidió, da esa solicitud."""
    principal, detalle = current_principal(), forms.read_detalle(asdict(body))
    expediente = usecases.request_opening(principal, detalle, form_key=UUID(body.clave))
    return solicitud_of(principal, expediente)


@api.post("/apertura/documentos", tag=SOLICITUDES, problems=(409, 413, 503), most_mb=most_mb)
def attach_to_apertura(body: DocumentoEnviado) -> Apertura:
    """Adjunta la resolución, u otro documento."""
    ((nombre, stream),) = chosen([body.archivo])
    usecases.attach_to_opening(current_principal(), stream, nombre, max_mb=max_mb())
    return _apertura()


@api.delete(f"/apertura/documentos/<{ID}:documento_id>", tag=SOLICITUDES, problems=(404, 409))
def detach_from_apertura(documento_id: SmallId) -> None:
    """Saca un documento de lo que se prepara."""
    usecases.detach_from_opening(current_principal(), documento_id)


def _apertura() -> Apertura:
    principal = current_principal()
    draft = get_borrador(principal, APERTURA.numero)
    opening = queries.find_opening(principal)
    return Apertura(
        detalle=draft.detalle if draft else "",
        documentos=tuple(Documento.of(each) for each in draft.adjuntos) if draft else (),
        expediente=opening.expediente if opening else None,
    )
