"""What a servidor asks the API for: only what is theirs."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from flask import Response

from chassis.access import current_principal
from chassis.errors import NotFound
from chassis.openapi import Rule
from chassis.openapi.values import FiltroPagina, Id, following
from contracts.sedes import find_sede
from services.boleta.api import values
from services.boleta.api.api import api
from services.boleta.api.values import Cursor, Limite, Numero
from services.boleta.domain import BoletaDocument, Estado
from services.boleta.domain import reclamo as rules
from services.boleta.domain.parametros import last_day_of
from services.boleta.models import Reclamo
from services.boleta.queries import boletas, catalogo, mi_boleta, reclamos
from services.boleta.usecases import emitting, evidence
from services.boleta.usecases import reclamos as usecases

Anio = Annotated[int, Rule(minimum=1900, maximum=2999, example=2022)]
Mes = Annotated[int, Rule(minimum=1, maximum=12)]


@dataclass(frozen=True, kw_only=True)
class FiltroBoletas:
    """What of one's own boletas is wanted."""

    anio: Anio | None = None
    """Solo las de ese año."""
    mes: Mes | None = None
    """Solo las de ese mes, de cualquier año."""
    estado: Estado | None = None
    """Solo las que están así; sin él, todas."""
    cursor: Cursor | None = None
    """El «siguiente» de la parte anterior."""
    limite: Limite = 50
    """Cuántas como máximo."""


@api.get("/boletas", tag="Mis boletas")
def list_boletas(query: FiltroBoletas) -> values.Boletas:
    """Lista las boletas de quien pregunta, la más reciente primero, también las reemplazadas."""
    found = mi_boleta.list_boletas(current_principal(), anio=query.anio, mes=query.mes)
    wanted = sorted((each.id for each in found if each.id), reverse=True)
    shown = {each.id: each for each in found if query.estado in {None, each.estado}}
    after = [id_ for id_ in wanted if id_ in shown and id_ < int(query.cursor or 10**18)]
    part = after[: query.limite]
    return values.Boletas(
        boletas=tuple(values.Boleta.of(shown[id_]) for id_ in part),
        siguiente=str(part[-1]) if len(after) > len(part) else None,
    )


@api.get("/boletas/<int(max=9223372036854775807):boleta_id>", tag="Mis boletas", problems=(404,))
def get_boleta(boleta_id: Id) -> values.BoletaCompleta:
    """Da una boleta de quien pregunta, con todo lo que dice."""
    principal = current_principal()
    boleta = boletas.boleta_document(principal, boleta_id)
    evidence.note_seen(principal, boleta_id)
    return complete(boleta)


@api.get(
    "/boletas/<int(max=9223372036854775807):boleta_id>/lineas", tag="Mis boletas", problems=(404,)
)
def list_lineas(boleta_id: Id) -> values.Lineas:
    """Da las líneas de una boleta, cada una con lo que se explica de ella."""
    principal = current_principal()
    boleta = boletas.boleta_document(principal, boleta_id)
    evidence.note_seen(principal, boleta_id)
    return values.Lineas(lineas=_lineas(boleta))


@api.get(
    "/boletas/<int(max=9223372036854775807):boleta_id>/pdf",
    tag="Mis boletas",
    produces="application/pdf",
    problems=(404,),
)
def get_pdf(boleta_id: Id) -> Response:
    """Da el PDF de una boleta, sellado: siempre los mismos bytes."""
    principal = current_principal()
    boleta = boletas.boleta_document(principal, boleta_id)
    issued = emitting.issue_boleta(boleta)
    evidence.note_downloaded(principal, boleta_id)
    response = Response(issued.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{boleta.filename}"'
    return response


@api.get("/registros", tag="Mis boletas")
def list_registros() -> values.Registros:
    """Lista los meses registrados que todavía no se han cargado: no tienen montos."""
    found = mi_boleta.list_boletas(current_principal())
    return values.Registros(
        registros=tuple(values.Registro.of(each) for each in found if each.id is None)
    )


@api.get("/reclamos", tag="Mis reclamos")
def list_reclamos(query: FiltroPagina) -> values.Reclamos:
    """Lista los reclamos de quien pregunta, el más reciente primero."""
    found = reclamos.list_reclamos(current_principal(), query.pagina)
    is_there = query.pagina == found.page
    return values.Reclamos(
        reclamos=tuple(_reclamo(each) for each in found.items) if is_there else (),
        siguiente=following(found.page, found.pages) if is_there else None,
    )


@api.get("/reclamos/<numero>", tag="Mis reclamos", problems=(404,))
def get_reclamo(numero: Numero) -> values.Reclamo:
    """Da un reclamo de quien pregunta, con lo que pasó con él."""
    return _reclamo(reclamos.get_reclamo(current_principal(), numero))


@api.post(
    "/boletas/<int(max=9223372036854775807):boleta_id>/reclamos",
    tag="Mis reclamos",
    problems=(404, 409),
)
def claim_boleta(boleta_id: Id, body: values.ReclamoDeBoleta) -> values.Reclamo:
    """Reclama por una boleta; lo mismo, enviado otra vez con la misma clave, es un solo reclamo."""
    nuevo = rules.NuevoReclamo(
        periodo=0,
        sede="",
        boleta_id=boleta_id,
        linea=body.linea,
        texto=body.texto,
        monto_esperado=body.monto_esperado,
    )
    return _opened(nuevo, body.clave)


@api.post("/reclamos", tag="Mis reclamos", problems=(404, 409))
def claim_missing(body: values.BoletaQueFalta) -> values.Reclamo:
    """Reclama por una boleta que no se encuentra; con la misma clave, es un solo reclamo."""
    if find_sede(body.sede) is None:
        raise NotFound(f"No hay ninguna UGEL o DRE con el código {body.sede}.")
    nuevo = rules.NuevoReclamo(
        periodo=body.anio * 100 + body.mes,
        sede=body.sede,
        boleta_id=None,
        linea=None,
        texto=body.texto,
        monto_esperado=None,
    )
    return _opened(nuevo, body.clave)


def complete(boleta: BoletaDocument) -> values.BoletaCompleta:
    """Return all that a boleta says."""
    return values.BoletaCompleta.of(boleta, lineas=_lineas(boleta))


def _opened(nuevo: rules.NuevoReclamo, clave: str) -> values.Reclamo:
    principal = current_principal()
    numero = usecases.open_reclamo(principal, nuevo, form_key=UUID(clave))
    return _reclamo(reclamos.get_reclamo(principal, numero))


def _lineas(boleta: BoletaDocument) -> tuple[values.Linea, ...]:
    said = catalogo.explicaciones(
        ((linea.tipo, linea.codigo) for linea in boleta.lineas), last_day_of(boleta.periodo)
    )
    return tuple(
        values.Linea(
            numero=number,
            tipo=linea.tipo,
            codigo=linea.codigo,
            nombre=linea.nombre,
            monto=linea.centimos,
            que_es=said[linea.tipo, linea.codigo].que_es,
            base_legal=said[linea.tipo, linea.codigo].base_legal,
            a_quien=said[linea.tipo, linea.codigo].a_quien,
        )
        for number, linea in enumerate(boleta.lineas, 1)
    )


def _reclamo(reclamo: Reclamo) -> values.Reclamo:
    movimientos = tuple(values.Movimiento.of(each) for each in reclamo.movimientos)
    return values.Reclamo.of(reclamo, movimientos=movimientos)
