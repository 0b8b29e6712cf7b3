"""What an Administrador MI BOLETA asks the API for, over their sedes; every look is remembered."""

from dataclasses import dataclass

from chassis.access import current_principal, requires
from chassis.openapi.values import Dni, FiltroPagina, Id, Pagina, SmallId, following
from contracts.access_token import Role
from services.boleta.api import values
from services.boleta.api.api import api
from services.boleta.api.servidor import complete
from services.boleta.api.values import Periodo
from services.boleta.domain.acceso import Acto
from services.boleta.domain.planilla import EstadoPlanilla
from services.boleta.queries import administration, planillas
from services.boleta.queries.administration import Busqueda
from services.boleta.usecases.evidence import note_looked

SEDE = "Mi sede"
"""Under what the document shows these operations."""


@dataclass(frozen=True, kw_only=True)
class FiltroPlanillas:
    """Which planillas are wanted."""

    estado: EstadoPlanilla | None = None
    pagina: Pagina = 1
    """Qué parte de la lista."""


@dataclass(frozen=True, kw_only=True)
class FiltroMes:
    """Which boletas of a month are wanted."""

    periodo: Periodo
    """De qué mes."""
    dni: Dni | None = None
    """Solo las de esa persona."""
    pagina: Pagina = 1
    """Qué parte de la lista."""


@api.get("/planillas", tag=SEDE, problems=(403,))
@requires(Role.ADMINISTRADOR_BOLETA)
def list_planillas(query: FiltroPlanillas) -> values.Planillas:
    """Lista las planillas de las sedes de quien pregunta, el mes más reciente primero."""
    found = planillas.list_planillas(current_principal(), query.pagina, query.estado)
    return values.Planillas(
        planillas=tuple(values.Planilla.of(each) for each in found.items),
        siguiente=following(found.page, found.pages),
    )


@api.get("/planillas/<int(max=2147483647):planilla_id>", tag=SEDE, problems=(403, 404))
@requires(Role.ADMINISTRADOR_BOLETA)
def get_planilla(planilla_id: SmallId) -> values.Planilla:
    """Da una planilla de las sedes de quien pregunta."""
    return values.Planilla.of(planillas.get_planilla(current_principal(), planilla_id))


@api.get("/administracion/boletas", tag=SEDE, problems=(403,))
@requires(Role.ADMINISTRADOR_BOLETA)
def list_boletas_of_month(query: FiltroMes) -> values.BoletasDeSede:
    """Lista las boletas publicadas de un mes; sus dueños leen que se hizo."""
    return _found(Busqueda(dni=query.dni or "", periodo=query.periodo), query.pagina)


@api.get("/administracion/servidores/<dni>/boletas", tag=SEDE, problems=(403,))
@requires(Role.ADMINISTRADOR_BOLETA)
def list_boletas_of_servidor(dni: Dni, query: FiltroPagina) -> values.BoletasDeSede:
    """Lista las boletas publicadas de una persona en sus sedes; ella lee que se hizo."""
    return _found(Busqueda(dni=dni), query.pagina)


@api.get(
    "/administracion/boletas/<int(max=9223372036854775807):boleta_id>",
    tag=SEDE,
    problems=(403, 404),
)
@requires(Role.ADMINISTRADOR_BOLETA)
def get_boleta_de_sede(boleta_id: Id) -> values.BoletaCompleta:
    """Da una boleta de las sedes de quien pregunta; su dueño lee que se vio."""
    principal = current_principal()
    found = administration.find_boleta(principal, boleta_id)
    note_looked(principal, found.dni, boleta_id=boleta_id, acto=Acto.VISTA)
    return complete(administration.document_of(principal, found))


def _found(busqueda: Busqueda, page: int) -> values.BoletasDeSede:
    principal = current_principal()
    found = administration.search_boletas(principal, busqueda, page)
    dnis = {boleta.dni for boleta in found.items}
    note_looked(principal, *dnis, que="Una búsqueda de boletas, desde otro sistema")
    return values.BoletasDeSede(
        boletas=tuple(values.BoletaDeSede.of(each) for each in found.items),
        siguiente=found.page + 1 if found.has_more else None,
    )
