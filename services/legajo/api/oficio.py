"""What a specialist writes in a legajo de oficio: to add, correct, annul and document entries."""

from uuid import UUID

from chassis.access import current_principal, requires
from chassis.errors import NotFound
from chassis.openapi.values import Dni, SmallId
from contracts.access_token import Role
from services.legajo.api.api import LEGAJOS, api
from services.legajo.api.borradores import check_known, max_mb, told_by_path
from services.legajo.api.values import oficio as values
from services.legajo.api.values.legajo import Anotacion
from services.legajo.domain.anotacion import POR_QUE
from services.legajo.domain.borrador import MAX_ADJUNTOS
from services.legajo.domain.secciones import TIPOS
from services.legajo.forms.addresses import ID
from services.legajo.forms.borradores import chosen
from services.legajo.forms.oficio import read_por_que
from services.legajo.queries.legajos import get_anotacion_of, get_servidor_of
from services.legajo.usecases import oficio as usecases
from services.legajo.usecases.evidence import note_looked

ENTRY = f"/legajos/<dni:dni>/anotaciones/<{ID}:anotacion_id>"


def most_mb() -> int:
    """Return how much all the documents of an entry may take, with the form around them."""
    return max_mb() * MAX_ADJUNTOS + 1


@api.post(
    "/legajos/<dni:dni>/anotaciones",
    tag=LEGAJOS,
    problems=(403, 404, 409, 413, 503),
    most_mb=most_mb,
)
@requires(Role.ESCALAFON)
def add_anotacion(dni: Dni, body: values.AnotacionDeOficio) -> values.AnotacionEscrita:
    """Agrega de oficio una anotación con sus documentos."""
    principal = current_principal()
    get_servidor_of(principal, dni)
    if body.tipo not in TIPOS:
        raise NotFound("No existe ese tipo de anotación.")
    check_known(TIPOS[body.tipo], body.valores)
    with told_by_path("archivo"):
        added = usecases.add_entry(
            principal,
            dni,
            body.tipo,
            body.valores,
            motivo=_por_que(body.por_que),
            files=chosen(body.archivo),
            form_key=UUID(body.clave),
            max_mb=max_mb(),
        )
    return values.AnotacionEscrita(id=added)


@api.get(ENTRY, tag=LEGAJOS, problems=(403, 404))
@requires(Role.ESCALAFON)
def get_anotacion(dni: Dni, anotacion_id: SmallId) -> Anotacion:
    """Da una anotación de un legajo que se guarda; de quien es lee que se vio."""
    return _anotacion(dni, anotacion_id)


@api.put(ENTRY, tag=LEGAJOS, problems=(403, 404, 409))
@requires(Role.ESCALAFON)
def correct_anotacion(dni: Dni, anotacion_id: SmallId, body: values.Correccion) -> Anotacion:
    """Corrige de oficio una anotación; lo que decía queda en su historia."""
    principal = current_principal()
    check_known(get_anotacion_of(principal, dni, anotacion_id).about, body.valores)
    motivo = _por_que(body.por_que)
    with told_by_path():
        usecases.correct_entry(
            principal, dni, anotacion_id, body.valores, motivo=motivo, seen=body.visto
        )
    return _anotacion(dni, anotacion_id)


@api.post(f"{ENTRY}/anulacion", tag=LEGAJOS, status=200, problems=(403, 404, 409))
@requires(Role.ESCALAFON)
def annul_anotacion(dni: Dni, anotacion_id: SmallId, body: values.Anulacion) -> Anotacion:
    """Anula de oficio una anotación: deja de contar, y queda entre las anuladas."""
    usecases.annul_entry(
        current_principal(), dni, anotacion_id, motivo=_por_que(body.por_que), seen=body.visto
    )
    return _anotacion(dni, anotacion_id)


@api.post(f"{ENTRY}/documentos", tag=LEGAJOS, problems=(403, 404, 409, 413, 503), most_mb=most_mb)
@requires(Role.ESCALAFON)
def attach_to_anotacion(
    dni: Dni, anotacion_id: SmallId, body: values.DocumentosDeOficio
) -> Anotacion:
    """Pone documentos junto a una anotación, y en su historia."""
    files = chosen(body.archivo)
    usecases.attach_to_entry(current_principal(), dni, anotacion_id, files, max_mb=max_mb())
    return _anotacion(dni, anotacion_id)


@api.post(
    f"{ENTRY}/documentos/<{ID}:documento_id>/anulacion",
    tag=LEGAJOS,
    status=200,
    problems=(403, 404, 409),
)
@requires(Role.ESCALAFON)
def annul_document(
    dni: Dni, anotacion_id: SmallId, documento_id: SmallId, body: values.SinEfecto
) -> Anotacion:
    """Deja sin efecto un documento adjuntado por error; queda en la historia de la anotación."""
    motivo = _por_que(body.por_que)
    usecases.annul_document(current_principal(), dni, anotacion_id, documento_id, motivo=motivo)
    return _anotacion(dni, anotacion_id)


def _por_que(text: str) -> str:
    return read_por_que({POR_QUE: text})


def _anotacion(dni: str, anotacion_id: int) -> Anotacion:
    principal = current_principal()
    anotacion = get_anotacion_of(principal, dni, anotacion_id)
    given = Anotacion.of_row(anotacion)
    note_looked(principal, dni)
    return given
