"""What a servidor prepares: entry by entry, kept as they go, with its documents."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from chassis.access import current_principal
from chassis.errors import Invalid, NotFound
from chassis.openapi.values import SmallId
from chassis.service import current_settings
from services.legajo.api.api import ACTUALIZAR, NumeroDeSeccion, api
from services.legajo.api.values.borrador import (
    AnotacionNueva,
    AnotacionPorCambiar,
    Borrador,
    Borradores,
    Cambio,
    CambioEscrito,
    Detalle,
)
from services.legajo.api.values.legajo import Documento
from services.legajo.domain.anotacion import POR_QUE, Operacion
from services.legajo.domain.secciones import TipoAnotacion
from services.legajo.forms.addresses import ID
from services.legajo.forms.borradores import chosen
from services.legajo.queries import anotaciones as queries
from services.legajo.settings import Settings
from services.legajo.usecases import borradores as usecases


@dataclass(frozen=True, kw_only=True)
class DocumentoEnviado:
    """Un documento, en un formulario de varias partes."""

    archivo: FileStorage
    """PDF, JPG o PNG: su contenido lo decide, no su nombre."""


def max_mb() -> int:
    """Return how large a document may be."""
    return current_settings(Settings).max_documento_mb


def most_mb() -> int:
    """Return how much a document may take, with the form around it."""
    return max_mb() + 1


@api.get("/borradores", tag=ACTUALIZAR)
def list_borradores() -> Borradores:
    """Lista lo que quien pregunta está preparando y todavía no envió."""
    found = queries.list_borradores(current_principal())
    return Borradores(borradores=tuple(Borrador.of_row(each) for each in found))


@api.put("/borradores/<seccion>", tag=ACTUALIZAR, problems=(404,))
def save_detalle(seccion: NumeroDeSeccion, body: Detalle) -> Borrador:
    """Guarda lo que se quiere decir además, con lo que se prepara para una sección."""
    principal = current_principal()
    usecases.keep_detalle(principal, seccion, body.detalle)
    borrador = queries.get_borrador(principal, seccion)
    if borrador is None:
        raise NotFound(usecases.NOT_YOURS)
    return Borrador.of_row(borrador)


@api.delete("/borradores/<seccion>", tag=ACTUALIZAR)
def drop_borrador(seccion: NumeroDeSeccion) -> None:
    """Descarta todo lo que se prepara para una sección; lo que no existe ya está descartado."""
    usecases.drop_borrador(current_principal(), seccion)


@api.post("/cambios", tag=ACTUALIZAR, problems=(403, 404, 409))
def start_adding(body: AnotacionNueva) -> Cambio:
    """Empieza a pedir una anotación nueva, en el borrador de su sección."""
    return _cambio(usecases.start_adding(current_principal(), body.tipo))


@api.post(f"/legajo/anotaciones/<{ID}:anotacion_id>/cambios", tag=ACTUALIZAR, problems=(404, 409))
def start_changing(anotacion_id: SmallId, body: AnotacionPorCambiar) -> Cambio:
    """Empieza a pedir que una anotación propia se corrija o se retire; si ya empezó, sigue."""
    operacion = Operacion(body.operacion)
    return _cambio(usecases.start_changing(current_principal(), anotacion_id, operacion))


@api.get(f"/cambios/<{ID}:cambio_id>", tag=ACTUALIZAR, problems=(404,))
def get_cambio(cambio_id: SmallId) -> Cambio:
    """Da un cambio que se está preparando."""
    return _cambio(cambio_id)


@api.put(f"/cambios/<{ID}:cambio_id>", tag=ACTUALIZAR, problems=(404,))
def save_cambio(cambio_id: SmallId, body: CambioEscrito) -> Cambio:
    """Guarda lo escrito, esté completo o no; si se dice que está listo, lo revisa."""
    principal = current_principal()
    check_known(queries.get_cambio(principal, cambio_id).about, body.valores)
    typed = {**body.valores, POR_QUE: body.por_que}
    usecases.keep_cambio(principal, cambio_id, typed)
    if body.listo:
        with told_by_path():
            usecases.finish_cambio(principal, cambio_id, typed)
    return _cambio(cambio_id)


@api.post(f"/cambios/<{ID}:cambio_id>/renovacion", tag=ACTUALIZAR, status=200, problems=(404,))
def refresh_cambio(cambio_id: SmallId) -> Cambio:
    """Trae lo que la anotación dice hoy, si cambió desde que se empezó."""
    usecases.refresh_cambio(current_principal(), cambio_id)
    return _cambio(cambio_id)


@api.delete(f"/cambios/<{ID}:cambio_id>", tag=ACTUALIZAR, problems=(404,))
def drop_cambio(cambio_id: SmallId) -> None:
    """Saca un cambio del borrador, con sus documentos."""
    usecases.drop_cambio(current_principal(), cambio_id)


@api.post(
    f"/cambios/<{ID}:cambio_id>/documentos",
    tag=ACTUALIZAR,
    problems=(404, 409, 413, 503),
    most_mb=most_mb,
)
def attach(cambio_id: SmallId, body: DocumentoEnviado) -> Documento:
    """Adjunta un documento a un cambio, si se puede creer en él."""
    principal = current_principal()
    ((nombre, stream),) = chosen([body.archivo])
    adjunto_id = usecases.attach(principal, cambio_id, stream, nombre, max_mb=max_mb())
    return Documento.of(queries.get_adjunto(principal, adjunto_id))


@api.delete(f"/documentos/<{ID}:documento_id>", tag=ACTUALIZAR, problems=(404,))
def detach(documento_id: SmallId) -> None:
    """Saca un documento del borrador."""
    usecases.detach(current_principal(), documento_id)


def check_known(tipo: TipoAnotacion, valores: Mapping[str, str]) -> None:
    """Refuse fields that the kind does not have: what was written in them would be lost."""
    known = {campo.clave for campo in tipo.campos}
    unknown = {f"valores.{clave}": "No existe ese dato." for clave in valores.keys() - known}
    if unknown:
        raise Invalid(errors=unknown)


@contextmanager
def told_by_path(*others: str) -> Iterator[None]:
    """Tell what is wrong with a field of an entry by its path; `others` stand beside them."""
    try:
        yield
    except Invalid as refusal:
        errors = {
            name if name in {POR_QUE, *others} else f"valores.{name}": text
            for name, text in refusal.errors.items()
        }
        raise Invalid(refusal.detail, errors) from None


def _cambio(cambio_id: int) -> Cambio:
    return Cambio.of_row(queries.get_cambio(current_principal(), cambio_id))
