"""The legajos of a sede, for its specialists; every look is remembered."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Annotated

from chassis.access import current_principal, requires
from chassis.openapi import Rule
from chassis.openapi.values import Codigo, Dni, Pagina
from contracts.access_token import Role
from services.legajo.api.api import LEGAJOS, NumeroDeSeccion, api
from services.legajo.api.values import legajos as values
from services.legajo.api.values.legajo import Anotacion, Anotaciones
from services.legajo.domain import LIMA
from services.legajo.forms.legajos import LONGEST_SEARCH, read_filtros, read_motivo_reserva
from services.legajo.models import by_seccion
from services.legajo.queries import legajos as queries
from services.legajo.queries.anotaciones import list_anotaciones_of
from services.legajo.usecases.evidence import note_looked
from services.legajo.usecases.reserva import open_reserved


@dataclass(frozen=True, kw_only=True)
class FiltroLegajos:
    """Who is looked for."""

    texto: Annotated[str, Rule(max_length=LONGEST_SEARCH)] = ""
    """Un DNI, o cómo empiezan los apellidos y nombres, en cualquier orden."""
    sede: Codigo | None = None
    """Solo los de esa UGEL o DRE."""
    legajo: values.LegajoBuscado | None = None
    """Solo quienes tienen así su legajo."""
    pagina: Pagina = 1
    """Qué parte de la lista."""


@dataclass(frozen=True, kw_only=True)
class FiltroDeLegajo:
    """Which entries of a legajo are wanted."""

    seccion: NumeroDeSeccion | None = None
    """Solo las de esa sección."""
    anuladas: bool = False
    """También las que ya no cuentan."""


@api.get("/legajos", tag=LEGAJOS, problems=(403,))
@requires(Role.ESCALAFON)
def list_legajos(query: FiltroLegajos) -> values.LegajosEncontrados:
    """Busca servidores de las sedes de quien pregunta, tengan legajo o no."""
    asked = {"texto": query.texto, "sede": query.sede or "", "legajo": query.legajo or ""}
    found = queries.list_servidores_of(current_principal(), read_filtros(asked), query.pagina)
    return values.LegajosEncontrados(
        legajos=tuple(values.LegajoEncontrado.of_servidor(each) for each in found.items),
        siguiente=query.pagina + 1 if found.has_more else None,
    )


@api.get("/legajos/<dni:dni>", tag=LEGAJOS, problems=(403, 404))
@requires(Role.ESCALAFON)
def get_legajo_de_sede(dni: Dni) -> values.LegajoDeSede:
    """Da los datos generales de un legajo que se guarda; de quien es lee que se vio."""
    return _legajo(dni)


@api.get("/legajos/<dni:dni>/anotaciones", tag=LEGAJOS, problems=(403, 404))
@requires(Role.ESCALAFON)
def list_anotaciones_de_sede(dni: Dni, query: FiltroDeLegajo) -> Anotaciones:
    """Lista lo que dice un legajo que se guarda, sin lo reservado hasta que se diga por qué."""
    principal = current_principal()
    queries.get_servidor_of(principal, dni)
    found = list_anotaciones_of(
        principal,
        dni,
        query.seccion,
        with_reserved=queries.sees_reserved(principal, dni),
        also_annulled=query.anuladas,
    )
    in_order = chain.from_iterable(by_seccion(found).values())
    given = Anotaciones(anotaciones=tuple(Anotacion.of_row(each) for each in in_order))
    note_looked(principal, dni)
    return given


@api.post("/legajos/<dni:dni>/reservado", tag=LEGAJOS, status=200, problems=(403, 404))
@requires(Role.ESCALAFON)
def open_reservado(dni: Dni, body: values.MotivoDeReserva) -> values.LegajoDeSede:
    """Pide ver lo reservado de un legajo hasta el final del día; de quien es lee por qué."""
    motivo = read_motivo_reserva({"motivo_reserva": body.motivo_reserva})
    open_reserved(current_principal(), dni, motivo)
    return _legajo(dni)


def _legajo(dni: str) -> values.LegajoDeSede:
    principal = current_principal()
    servidor = queries.get_servidor_of(principal, dni)
    given = values.LegajoDeSede.kept(
        servidor,
        datetime.now(LIMA).date(),
        reservadas=queries.count_reserved(dni),
        ve_lo_reservado=queries.sees_reserved(principal, dni),
    )
    note_looked(principal, dni)
    return given
