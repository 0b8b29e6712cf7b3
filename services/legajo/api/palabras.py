"""What is asked for in words, with documents: kept as one goes, and sent."""

from dataclasses import asdict
from uuid import UUID

from chassis.access import current_principal
from chassis.openapi.values import SmallId
from services.legajo import forms
from services.legajo.api.api import ACTUALIZAR, SOLICITUDES, api
from services.legajo.api.borradores import DocumentoEnviado, max_mb, most_mb
from services.legajo.api.solicitudes import solicitud_of
from services.legajo.api.values.borrador import Palabras, PalabrasEscritas, SolicitudEnPalabras
from services.legajo.api.values.solicitud import SolicitudCompleta
from services.legajo.domain.secciones import EN_PALABRAS
from services.legajo.forms.addresses import ID
from services.legajo.forms.borradores import chosen
from services.legajo.queries.anotaciones import get_borrador
from services.legajo.usecases import words as usecases
from services.legajo.usecases.borradores import drop_borrador

HERE = "/borradores/en-palabras"


@api.get(HERE, tag=ACTUALIZAR)
def get_words() -> Palabras:
    """Da lo que quien pregunta prepara para pedirlo en palabras."""
    return _palabras()


@api.put(HERE, tag=ACTUALIZAR, problems=(409,))
def save_words(body: PalabrasEscritas) -> Palabras:
    """Guarda lo que se va diciendo, sin enviarlo."""
    said = forms.read_words(asdict(body) | {"seccion": body.seccion or ""})
    usecases.keep_words(current_principal(), said)
    return _palabras()


@api.delete(HERE, tag=ACTUALIZAR)
def drop_words() -> None:
    """Descarta lo que se prepara, con sus documentos; lo que no existe ya está descartado."""
    drop_borrador(current_principal(), EN_PALABRAS.numero)


@api.post(f"{HERE}/documentos", tag=ACTUALIZAR, problems=(409, 413, 503), most_mb=most_mb)
def attach_to_words(body: DocumentoEnviado) -> Palabras:
    """Adjunta un documento a lo que se prepara."""
    ((nombre, stream),) = chosen([body.archivo])
    usecases.attach_to_words(current_principal(), stream, nombre, max_mb=max_mb())
    return _palabras()


@api.delete(f"{HERE}/documentos/<{ID}:documento_id>", tag=ACTUALIZAR, problems=(404,))
def detach_from_words(documento_id: SmallId) -> None:
    """Saca un documento de lo que se prepara."""
    usecases.detach_from_words(current_principal(), documento_id)


@api.post("/solicitudes/en-palabras", tag=SOLICITUDES, problems=(409,))
def send_words(body: SolicitudEnPalabras) -> SolicitudCompleta:
    """Pide en palabras que se actualice una sección, con los documentos que se adjuntaron antes."""
    principal, pedido = current_principal(), forms.read_pedido(asdict(body))
    expediente = usecases.submit_words(principal, pedido, form_key=UUID(body.clave))
    return solicitud_of(principal, expediente)


def _palabras() -> Palabras:
    return Palabras.of_row(get_borrador(current_principal(), EN_PALABRAS.numero))
