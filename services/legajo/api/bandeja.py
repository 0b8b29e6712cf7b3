"""What a specialist of escalafón attends over their sedes; every look is remembered."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

from flask import Response

from chassis.access import current_principal, requires
from chassis.openapi import Rule
from chassis.openapi.values import Codigo, Pagina, following
from contracts.access_token import Role
from services.legajo import queries, usecases
from services.legajo.api.api import BANDEJA, EXPEDIENTE, REPORTES, Expediente, api
from services.legajo.api.values import bandeja as values
from services.legajo.api.values.reporte import Reporte
from services.legajo.documents.reporte import XLSX, render_report
from services.legajo.domain import LIMA, Accion, Estado, acciones_of_escalafon
from services.legajo.domain.acceso import Acto
from services.legajo.domain.anotacion import clean
from services.legajo.domain.reporte import Periodo, check_periodo, this_month
from services.legajo.domain.veredicto import Fallo, Pieza
from services.legajo.domain.workflow import awaited
from services.legajo.forms import read_comentario, read_filtros
from services.legajo.queries.bandeja import ALL, MINE
from services.legajo.queries.legajos import hidden_of, is_covered
from services.legajo.queries.reportes import count_by_sede, list_of_periodo
from services.legajo.queries.veredictos import last_fallos
from services.legajo.usecases.evidence import note_looked


@dataclass(frozen=True, kw_only=True)
class FiltroBandeja:
    """What of the bandeja is wanted; without any filter, all that waits."""

    estado: Estado | None = None
    """Solo las que están así."""
    mias: bool = False
    """Solo las que revisa quien pregunta."""
    todas: bool = False
    """También las terminadas."""
    seccion: values.NumeroDeSeccionOApertura | None = None
    """Solo las de esa sección, o las que piden la apertura del legajo."""
    sede: Codigo | None = None
    """Solo las de esa UGEL o DRE."""
    texto: Annotated[str, Rule(max_length=20)] = ""
    """Un número de expediente o un DNI."""
    pagina: Pagina = 1
    """Qué parte de la lista."""

    def as_form(self) -> dict[str, str]:
        """Return what the form of the bandeja would send."""
        chosen = MINE if self.mias else ALL if self.todas else self.estado or ""
        seccion, sede = self.seccion or "", self.sede or ""
        return {"estado": chosen, "seccion": seccion, "sede": sede, "texto": self.texto}


@dataclass(frozen=True, kw_only=True)
class FiltroReporte:
    """Of which days and which sede a report is wanted."""

    desde: date | None = None
    """Sin él, el primer día de este mes."""
    hasta: date | None = None
    """Sin él, hoy."""
    sede: Codigo | None = None
    """Solo esa UGEL o DRE."""


@api.get("/bandeja", tag=BANDEJA, problems=(403,))
@requires(Role.ESCALAFON)
def list_bandeja(query: FiltroBandeja) -> values.Bandeja:
    """Lista lo que espera ser atendido en las sedes de quien pregunta: lo que vence primero."""
    filtros = read_filtros(query.as_form())
    found = queries.list_bandeja(current_principal(), filtros, query.pagina)
    is_there = query.pagina == found.page
    rows = found.solicitudes if is_there else ()
    return values.Bandeja(
        solicitudes=tuple(values.SolicitudPorAtender.of_row(each) for each in rows),
        total=found.total,
        siguiente=following(found.page, found.pages) if is_there else None,
    )


@api.get(f"/bandeja/{EXPEDIENTE}", tag=BANDEJA, problems=(403, 404))
@requires(Role.ESCALAFON)
def get_solicitud_de_sede(expediente: Expediente) -> values.SolicitudDeSede:
    """Da una solicitud que se puede atender; quien la pidió lee que se vio."""
    return _solicitud(expediente)


@api.post(f"/bandeja/{EXPEDIENTE}/acciones", tag=BANDEJA, status=200, problems=(403, 404, 409))
@requires(Role.ESCALAFON)
def attend_solicitud(expediente: Expediente, body: values.AccionPedida) -> values.SolicitudDeSede:
    """Toma una solicitud, la suelta, o la responde como un todo."""
    usecases.attend_solicitud(
        current_principal(),
        expediente,
        Accion(body.accion),
        comentario=_comentario(body.comentario),
        seen=body.visto,
    )
    return _solicitud(expediente)


@api.post(f"/bandeja/{EXPEDIENTE}/veredictos", tag=BANDEJA, status=200, problems=(403, 404, 409))
@requires(Role.ESCALAFON)
def decide_solicitud(expediente: Expediente, body: values.Decision) -> values.SolicitudDeSede:
    """Decide anotación por anotación y documento por documento: lo aceptado entra al legajo."""
    fallos = {
        Pieza(each.cambio, each.documento or 0): Fallo(each.resultado, clean(each.motivo))
        for each in body.veredictos
    }
    usecases.decide_solicitud(
        current_principal(),
        expediente,
        fallos,
        comentario=_comentario(body.comentario),
        seen=body.visto,
    )
    return _solicitud(expediente)


@api.get("/reportes", tag=REPORTES, problems=(403,))
@requires(Role.ESCALAFON)
def get_reporte(query: FiltroReporte) -> Reporte:
    """Cuenta, sede por sede, lo que entró, se respondió y está vencido en un periodo."""
    today = datetime.now(LIMA).date()
    periodo = _periodo(query, today)
    filas = count_by_sede(current_principal(), query.sede or "", periodo, today)
    return Reporte.of_filas(periodo, filas)


@api.get("/reportes/xlsx", tag=REPORTES, produces=XLSX, problems=(403,))
@requires(Role.ESCALAFON)
def get_reporte_en_excel(query: FiltroReporte) -> Response:
    """Da lo mismo en Excel, con las solicitudes una por una."""
    principal, now = current_principal(), datetime.now(UTC)
    today = now.astimezone(LIMA).date()
    periodo, sede = _periodo(query, today), query.sede or ""
    filas = count_by_sede(principal, sede, periodo, today)
    content = render_report(filas, list_of_periodo(principal, sede, periodo), periodo, now)
    response = Response(content, content_type=XLSX)
    name = f"escalafon-{periodo.desde}-{periodo.hasta}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _periodo(query: FiltroReporte, today: date) -> Periodo:
    month = this_month(today)
    return check_periodo(query.desde or month.desde, query.hasta or month.hasta)


def _comentario(text: str) -> str:
    return read_comentario({"comentario": text})


def _solicitud(expediente: str) -> values.SolicitudDeSede:
    principal = current_principal()
    solicitud = queries.get_solicitud_to_attend(principal, expediente)
    today = datetime.now(LIMA).date()
    given = values.SolicitudDeSede.whole(
        solicitud,
        espera=awaited(solicitud.estado, solicitud.vence_el, today, "El servidor"),
        acciones=acciones_of_escalafon(solicitud.estado, solicitud.taken_by, principal.dni),
        fallos=last_fallos(solicitud),
        hidden=hidden_of(principal, solicitud),
        is_covered=is_covered(principal, solicitud),
        **values.de(solicitud),
    )
    note_looked(principal, solicitud.dni, acto=Acto.SOLICITUD, sobre=expediente)
    return given
