"""Transfers: a sede sends a legajo, and the other one receives it, or returns it."""

from dataclasses import dataclass

from chassis.access import current_principal, requires
from chassis.openapi.values import Dni, Pagina, SmallId, following
from contracts.access_token import Role
from services.legajo import forms
from services.legajo.api.api import CUSTODIA, api
from services.legajo.api.borradores import most_mb
from services.legajo.api.custodia import MEANT, archivo_of
from services.legajo.api.values import traslado as values
from services.legajo.domain.acceso import Acto
from services.legajo.forms.addresses import ID
from services.legajo.forms.traslados import read_envio, read_recepcion
from services.legajo.queries import traslados as queries
from services.legajo.queries.custodia import get_kept
from services.legajo.usecases import transferring as usecases
from services.legajo.usecases.anotaciones import margen_of
from services.legajo.usecases.evidence import note_looked

ONE = f"/traslados/<{ID}:traslado_id>"


@dataclass(frozen=True, kw_only=True)
class FiltroTraslados:
    """Which transfers are wanted."""

    vista: queries.Vista = queries.Vista.POR_RECIBIR
    """Los que esperan que quien pregunta los reciba, los que envió, o los demás."""
    pagina: Pagina = 1
    """Qué parte de la lista."""


@api.get("/traslados", tag=CUSTODIA, problems=(403,))
@requires(Role.ESCALAFON)
def list_traslados(query: FiltroTraslados) -> values.Traslados:
    """Lista los traslados desde y hacia las sedes de quien pregunta."""
    principal = current_principal()
    found = queries.list_traslados(principal, query.vista, query.pagina)
    rows = found.items if query.pagina == found.page else ()
    return values.Traslados(
        traslados=tuple(values.Traslado.seen_by(principal, each) for each in rows),
        siguiente=following(found.page, found.pages) if rows else None,
    )


@api.get(ONE, tag=CUSTODIA, problems=(403, 404))
@requires(Role.ESCALAFON)
def get_traslado(traslado_id: SmallId) -> values.Traslado:
    """Da un traslado desde o hacia las sedes de quien pregunta."""
    return _traslado(traslado_id)


@api.post(
    "/legajos/<dni:dni>/traslados",
    tag=CUSTODIA,
    problems=(403, 404, 409, 413, 503),
    most_mb=most_mb,
)
@requires(Role.ESCALAFON)
def send_legajo(dni: Dni, body: values.LegajoEnviado) -> values.Traslado:
    """Envía un legajo a otra sede, que debe recibirlo; enviado dos veces, es un solo traslado."""
    principal = current_principal()
    get_kept(principal, dni)
    said = {"destino": body.destino, "causa": body.causa, "detalle": body.detalle}
    folios = {"folios": str(body.folios)}
    envio = read_envio(body.sustento | said | folios | MEANT, margen_of(dni))
    archivo = archivo_of(body.archivo)
    return _traslado(usecases.send_legajo(principal, dni, envio, archivo, seen=body.visto))


@api.post(f"{ONE}/recepcion", tag=CUSTODIA, status=200, problems=(403, 404, 409))
@requires(Role.ESCALAFON)
def receive_legajo(traslado_id: SmallId, body: values.Recepcion) -> values.Traslado:
    """Recibe un legajo: desde ahora lo lleva la sede de quien recibe."""
    typed = {"folios": str(body.folios), "comentario": body.comentario}
    folios, comentario = read_recepcion(typed)
    usecases.receive_legajo(current_principal(), traslado_id, folios=folios, comentario=comentario)
    return _traslado(traslado_id)


@api.post(f"{ONE}/devolucion", tag=CUSTODIA, status=200, problems=(403, 404, 409))
@requires(Role.ESCALAFON)
def return_legajo(traslado_id: SmallId, body: values.FinDeTraslado) -> values.Traslado:
    """Devuelve un legajo sin haberlo recibido: lo sigue llevando la sede que lo envió."""
    comentario = _comentario(body)
    usecases.return_legajo(current_principal(), traslado_id, comentario=comentario)
    return _traslado(traslado_id)


@api.post(f"{ONE}/cancelacion", tag=CUSTODIA, status=200, problems=(403, 404, 409))
@requires(Role.ESCALAFON)
def cancel_traslado(traslado_id: SmallId, body: values.FinDeTraslado) -> values.Traslado:
    """Cancela un envío que todavía no se recibió."""
    comentario = _comentario(body)
    usecases.cancel_transfer(current_principal(), traslado_id, comentario=comentario)
    return _traslado(traslado_id)


def _comentario(body: values.FinDeTraslado) -> str:
    return forms.read_comentario({"comentario": body.comentario})


def _traslado(traslado_id: int) -> values.Traslado:
    principal = current_principal()
    traslado = queries.get_traslado(principal, traslado_id)
    given = values.Traslado.seen_by(principal, traslado)
    note_looked(principal, traslado.dni, acto=Acto.CUSTODIA, sobre="Traslado")
    return given
