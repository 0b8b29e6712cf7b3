"""How a servidor answers an observation, piece by piece; what is prepared is kept as they go."""

from chassis.access import current_principal
from chassis.openapi.values import SmallId
from services.legajo import forms, queries, usecases
from services.legajo.api.api import EXPEDIENTE, SUBSANACION, Expediente, api
from services.legajo.api.borradores import (
    DocumentoEnviado,
    check_known,
    max_mb,
    most_mb,
    told_by_path,
)
from services.legajo.api.solicitudes import solicitud_of
from services.legajo.api.values.borrador import CambioEscrito, Respuesta
from services.legajo.api.values.legajo import Documento
from services.legajo.api.values.solicitud import SolicitudCompleta
from services.legajo.api.values.subsanacion import CambioObservado, RespuestaEscrita, Subsanacion
from services.legajo.domain.anotacion import POR_QUE
from services.legajo.forms.addresses import ID
from services.legajo.forms.borradores import chosen
from services.legajo.queries.anotaciones import get_adjunto
from services.legajo.queries.subsanacion import (
    Observado,
    find_subsanacion,
    get_observado,
    list_observados,
)
from services.legajo.usecases import enmiendas

HERE = f"/solicitudes/{EXPEDIENTE}/subsanacion"
ENTRY = f"{HERE}/cambios/<{ID}:cambio_id>"
DOCUMENT = f"{HERE}/documentos/<{ID}:documento_id>"


@api.get(HERE, tag=SUBSANACION, problems=(404,))
def get_subsanacion(expediente: Expediente) -> Subsanacion:
    """Da lo que se observó de una solicitud propia, y lo que se prepara para responder."""
    return _subsanacion(expediente)


@api.put(HERE, tag=SUBSANACION, problems=(404, 409))
def save_subsanacion(expediente: Expediente, body: RespuestaEscrita) -> Subsanacion:
    """Guarda lo que se va diciendo, sin enviarlo."""
    enmiendas.keep_answer(current_principal(), expediente, body.comentario)
    return _subsanacion(expediente)


@api.post(HERE, tag=SUBSANACION, status=200, problems=(404, 409))
def amend_solicitud(expediente: Expediente, body: Respuesta) -> SolicitudCompleta:
    """Envía la respuesta, con todo lo preparado; lo mismo, enviado dos veces, es una sola."""
    principal = current_principal()
    comentario = forms.read_comentario({"comentario": body.comentario})
    usecases.amend_solicitud(principal, expediente, comentario=comentario, seen=body.visto)
    return solicitud_of(principal, expediente)


@api.put(ENTRY, tag=SUBSANACION, problems=(404, 409))
def save_enmienda(
    expediente: Expediente, cambio_id: SmallId, body: CambioEscrito
) -> CambioObservado:
    """Guarda los datos corregidos de una anotación observada; si están listos, los revisa."""
    principal = current_principal()
    check_known(_observado(expediente, cambio_id).cambio.about, body.valores)
    typed = {**body.valores, POR_QUE: body.por_que}
    enmiendas.keep_enmienda(principal, expediente, cambio_id, typed)
    if body.listo:
        with told_by_path():
            enmiendas.finish_enmienda(principal, expediente, cambio_id, typed)
    return CambioObservado.of_row(_observado(expediente, cambio_id))


@api.delete(ENTRY, tag=SUBSANACION, problems=(404, 409))
def undo_enmienda(expediente: Expediente, cambio_id: SmallId) -> None:
    """Deja una anotación como se observó: lo preparado se pierde."""
    enmiendas.undo_enmienda(current_principal(), expediente, cambio_id)


@api.post(f"{ENTRY}/documentos", tag=SUBSANACION, problems=(404, 409, 413, 503), most_mb=most_mb)
def attach_to_enmienda(
    expediente: Expediente, cambio_id: SmallId, body: DocumentoEnviado
) -> Documento:
    """Adjunta un documento a una anotación observada."""
    return _attached(expediente, cambio_id, body)


@api.post(f"{HERE}/documentos", tag=SUBSANACION, problems=(404, 409, 413, 503), most_mb=most_mb)
def attach_to_answer(expediente: Expediente, body: DocumentoEnviado) -> Documento:
    """Adjunta un documento a la respuesta, si la solicitud no pide anotaciones."""
    return _attached(expediente, None, body)


@api.delete(DOCUMENT, tag=SUBSANACION, problems=(404, 409))
def take_away(expediente: Expediente, documento_id: SmallId) -> None:
    """Retira un documento observado, o uno que la respuesta había agregado."""
    enmiendas.take_away(current_principal(), expediente, documento_id)


@api.post(f"{DOCUMENT}/devolucion", tag=SUBSANACION, status=200, problems=(404, 409))
def put_back(expediente: Expediente, documento_id: SmallId) -> Subsanacion:
    """Deja donde estaba un documento que se iba a retirar."""
    enmiendas.put_back(current_principal(), expediente, documento_id)
    return _subsanacion(expediente)


def _attached(expediente: str, cambio_id: int | None, body: DocumentoEnviado) -> Documento:
    principal = current_principal()
    ((nombre, stream),) = chosen([body.archivo])
    adjunto_id = enmiendas.attach_to_answer(
        principal, expediente, cambio_id, stream, nombre, max_mb=max_mb()
    )
    return Documento.of(get_adjunto(principal, adjunto_id))


def _observado(expediente: str, cambio_id: int) -> Observado:
    return get_observado(queries.get_solicitud(current_principal(), expediente), cambio_id)


def _subsanacion(expediente: str) -> Subsanacion:
    solicitud = queries.get_solicitud(current_principal(), expediente)
    found = find_subsanacion(solicitud)
    whole = [each for each in found.enmiendas if not each.cambio_id] if found else []
    return Subsanacion(
        comentario=found.comentario if found else "",
        cambios=tuple(CambioObservado.of_row(each) for each in list_observados(solicitud)),
        agregados=tuple(Documento.of(each) for row in whole for each in row.agregados),
    )
