"""What a servidor reads of their own legajo."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from flask import Response

from chassis.access import current_principal
from chassis.errors import NotFound
from chassis.openapi.values import FiltroPagina, SmallId, following
from services.legajo import queries
from services.legajo.api.api import DOCUMENTOS, MI_LEGAJO, NumeroDeSeccion, api
from services.legajo.api.values.legajo import Anotacion, Anotaciones, Legajo, Mirada, Miradas
from services.legajo.documents.giving import give
from services.legajo.documents.inspection import SUFFIXES
from services.legajo.domain import LIMA
from services.legajo.domain.acceso import Acto
from services.legajo.forms.addresses import ID
from services.legajo.models import by_seccion
from services.legajo.queries.accesos import list_looks
from services.legajo.queries.anotaciones import get_adjunto, list_anotaciones
from services.legajo.usecases.evidence import note_looked


@dataclass(frozen=True, kw_only=True)
class FiltroAnotaciones:
    """Which entries are wanted."""

    seccion: NumeroDeSeccion | None = None
    """Solo las de esa sección."""


@api.get("/legajo", tag=MI_LEGAJO, problems=(404,))
def get_legajo() -> Legajo:
    """Da los datos generales de quien pregunta, el estado de su legajo y su tiempo de servicio."""
    servidor = queries.get_servidor(current_principal())
    if servidor is None:
        raise NotFound("Usted no figura en el registro de servidores: consulte en su DRE o UGEL.")
    return Legajo.of_servidor(servidor, datetime.now(LIMA).date())


@api.get("/legajo/anotaciones", tag=MI_LEGAJO)
def list_own_anotaciones(query: FiltroAnotaciones) -> Anotaciones:
    """Lista lo que dice el legajo de quien pregunta."""
    found = by_seccion(list_anotaciones(current_principal(), query.seccion))
    in_order = chain.from_iterable(found.values())
    return Anotaciones(anotaciones=tuple(Anotacion.of_row(each) for each in in_order))


@api.get("/legajo/accesos", tag=MI_LEGAJO)
def list_accesos(query: FiltroPagina) -> Miradas:
    """Lista quién más vio el legajo de quien pregunta, y cuándo."""
    found = list_looks(current_principal(), query.pagina)
    is_there = query.pagina == found.page
    return Miradas(
        accesos=tuple(Mirada.of(each) for each in found.items) if is_there else (),
        siguiente=following(found.page, found.pages) if is_there else None,
    )


@api.get(
    f"/documentos/<{ID}:documento_id>",
    tag=DOCUMENTOS,
    produces=tuple(SUFFIXES),
    problems=(403, 404, 503),
)
def get_documento(documento_id: SmallId) -> Response:
    """Da un documento propio, o de un legajo que se atiende; de quien es lee que se abrió."""
    principal = current_principal()
    adjunto = get_adjunto(principal, documento_id)
    note_looked(principal, adjunto.dni, acto=Acto.DOCUMENTO, sobre=adjunto.nombre)
    return give(adjunto.documento, adjunto.nombre)
