"""How the legajos of a sede are kept: opened de oficio, vigentes or not, and where they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from chassis.access import current_principal, requires
from chassis.errors import Invalid
from chassis.openapi.values import Dni, Pagina, following
from contracts.access_token import Role
from services.legajo.api.api import CUSTODIA, api
from services.legajo.api.borradores import max_mb, most_mb
from services.legajo.api.values import custodia as values
from services.legajo.domain import SECCIONES
from services.legajo.domain.acceso import Acto
from services.legajo.forms.borradores import chosen
from services.legajo.forms.custodia import (
    FOLIOS,
    read_apertura,
    read_filtros_ubicacion,
    read_ubicacion,
    read_vigencia,
)
from services.legajo.queries import custodia as queries
from services.legajo.queries.legajos import sees_reserved
from services.legajo.queries.traslados import find_in_course
from services.legajo.usecases import custody as usecases
from services.legajo.usecases.anotaciones import margen_of
from services.legajo.usecases.evidence import note_looked

HERE = "/legajos/<dni:dni>/custodia"

MEANT = {"confirmo": "1"}
"""What a page asks to be ticked: a program that sends means it."""


@dataclass(frozen=True, kw_only=True)
class FiltroUbicaciones:
    """Which place is looked into."""

    ambiente: values.Lugar = ""
    """Solo los de ese ambiente."""
    estante: values.Lugar = ""
    caja: values.Lugar = ""
    sin_ubicacion: bool = False
    """Solo los que nadie anotó dónde están."""
    pagina: Pagina = 1
    """Qué parte de la lista."""

    def as_form(self) -> dict[str, str]:
        """Return what the form of the page would send."""
        places = {"ambiente": self.ambiente, "estante": self.estante, "caja": self.caja}
        return places | {"sin": queries.NOWHERE if self.sin_ubicacion else ""}


@api.get(HERE, tag=CUSTODIA, problems=(403, 404))
@requires(Role.ESCALAFON)
def get_custodia(dni: Dni) -> values.Custodia:
    """Dice cómo y dónde se guarda un legajo; de quien es lee que se vio."""
    return _custodia(dni)


@api.post(HERE, tag=CUSTODIA, problems=(403, 404, 409, 413, 503), most_mb=most_mb)
@requires(Role.ESCALAFON)
def open_legajo(dni: Dni, body: values.LegajoQueSeAbre) -> values.Custodia:
    """Abre de oficio el legajo de quien no lo tiene."""
    principal = current_principal()
    queries.get_kept(principal, dni)
    apertura = read_apertura(body.sustento | {"norma": body.norma}, margen_of(dni))
    usecases.open_de_oficio(principal, dni, apertura, archivo_of(body.archivo))
    return _custodia(dni)


@api.post(
    f"{HERE}/vigencia",
    tag=CUSTODIA,
    status=200,
    problems=(403, 404, 409, 413, 503),
    most_mb=most_mb,
)
@requires(Role.ESCALAFON)
def change_vigencia(dni: Dni, body: values.CambioDeVigencia) -> values.Custodia:
    """Deja un legajo como no vigente, o como vigente otra vez."""
    principal = current_principal()
    queries.get_kept(principal, dni)
    said = {"motivo": body.motivo, "desde": body.desde.isoformat(), "detalle": body.detalle}
    cambio = read_vigencia(body.sustento | said | MEANT, body.estado, margen_of(dni))
    usecases.change_vigencia(principal, dni, cambio, archivo_of(body.archivo), seen=body.visto)
    return _custodia(dni)


@api.put(f"{HERE}/ubicacion", tag=CUSTODIA, problems=(403, 404, 409))
@requires(Role.ESCALAFON)
def locate_legajo(dni: Dni, body: values.UbicacionAnotada) -> values.Custodia:
    """Anota dónde está el papel de un legajo, y sus folios."""
    if unknown := body.folios.keys() - SECCIONES:
        raise Invalid(errors={f"folios.{each}": "No existe esa sección." for each in unknown})
    places = {"ambiente": body.ambiente, "estante": body.estante, "caja": body.caja}
    folios = {f"{FOLIOS}{numero}": str(count) for numero, count in body.folios.items()}
    usecases.locate(current_principal(), dni, read_ubicacion(places | folios), seen=body.visto)
    return _custodia(dni)


@api.get("/ubicaciones", tag=CUSTODIA, problems=(403,))
@requires(Role.ESCALAFON)
def list_ubicaciones(query: FiltroUbicaciones) -> values.LegajosEnSuSitio:
    """Lista los legajos de un lugar, en el orden de los estantes."""
    filtros = read_filtros_ubicacion(query.as_form())
    found = queries.list_by_place(current_principal(), filtros, query.pagina)
    rows = found.items if query.pagina == found.page else ()
    return values.LegajosEnSuSitio(
        legajos=tuple(values.LegajoEnSuSitio.of_servidor(each) for each in rows),
        siguiente=following(found.page, found.pages) if rows else None,
    )


def archivo_of(files: Sequence[FileStorage]) -> usecases.Archivo | None:
    """Return the file that proves what is done, if one came."""
    return usecases.Archivo(*chosen(files)[0], max_mb()) if files else None


def _custodia(dni: str) -> values.Custodia:
    principal = current_principal()
    servidor = queries.get_kept(principal, dni)
    given = values.Custodia.of_servidor(
        servidor,
        find_in_course(servidor),
        with_reserved=sees_reserved(principal, dni),
    )
    note_looked(principal, dni, acto=Acto.CUSTODIA)
    return given
