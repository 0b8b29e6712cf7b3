"""What changed in a legajo: one's own, or one that a specialist keeps."""

from dataclasses import dataclass

from chassis.access import current_principal, requires
from chassis.openapi.values import Dni, FiltroPagina, Pagina, SmallId, following
from contracts.access_token import Role
from services.legajo.api.api import LEGAJOS, MI_LEGAJO, api
from services.legajo.api.values.historia import Historia, Paso
from services.legajo.queries import historia as queries
from services.legajo.queries.legajos import get_servidor_of, sees_reserved
from services.legajo.usecases.evidence import note_looked


@dataclass(frozen=True, kw_only=True)
class FiltroHistoria:
    """Which changes of a legajo are wanted."""

    anotacion: SmallId | None = None
    """Solo los de esa anotación."""
    pagina: Pagina = 1
    """Qué parte de la lista."""


@api.get("/legajo/historia", tag=MI_LEGAJO)
def list_historia(query: FiltroPagina) -> Historia:
    """Lista lo que cambió en el legajo de quien pregunta, lo más reciente primero."""
    return _historia(queries.list_my_historia(current_principal(), query.pagina), query.pagina)


@api.get("/legajos/<dni:dni>/historia", tag=LEGAJOS, problems=(403, 404))
@requires(Role.ESCALAFON)
def list_historia_de_sede(dni: Dni, query: FiltroHistoria) -> Historia:
    """Lista lo que cambió en un legajo que se guarda; de quien es lee que se vio."""
    principal = current_principal()
    get_servidor_of(principal, dni)
    found = queries.list_historia_of(
        principal,
        dni,
        query.pagina,
        anotacion_id=query.anotacion,
        with_reserved=sees_reserved(principal, dni),
    )
    given = _historia(found, query.pagina)
    note_looked(principal, dni, sobre="Historia")
    return given


def _historia(found: queries.PageOfHistoria, page: int) -> Historia:
    is_there = page == found.page
    return Historia(
        cambios=tuple(Paso.of_row(each) for each in found.items) if is_there else (),
        reservados=found.ocultos,
        siguiente=following(found.page, found.pages) if is_there else None,
    )
