"""Files that a specialist imports: uploaded, reviewed by the worker, and imported on their word."""

from uuid import UUID

from flask import Response, url_for

from chassis.access import current_principal, requires
from chassis.csv_answers import csv_answer
from chassis.csv_rows import ERROR
from chassis.errors import Conflict
from chassis.openapi.values import FiltroPagina, following
from chassis.service import current_settings
from contracts.access_token import Role
from services.legajo.api.api import IMPORTACIONES, api
from services.legajo.api.values import importacion as values
from services.legajo.forms.importaciones import columns_in, read_upload, template_of
from services.legajo.queries import importaciones as queries
from services.legajo.settings import Settings
from services.legajo.usecases import importaciones as usecases

ONE = "/importaciones/<uuid:importacion_id>"

CSV = "text/csv"


def most_mb() -> int:
    """Return how much a file may take, with the form around it."""
    return current_settings(Settings).max_importacion_mb + 1


def where(given: values.Importacion) -> str:
    """Return where an import can be followed."""
    return url_for(".get_importacion", importacion_id=given.id)


@api.get("/importaciones", tag=IMPORTACIONES, problems=(403,))
@requires(Role.ESCALAFON)
def list_importaciones(query: FiltroPagina) -> values.Importaciones:
    """Lista lo que importó quien pregunta, lo más reciente primero."""
    found = queries.list_importaciones(current_principal(), query.pagina)
    rows = found.items if query.pagina == found.page else ()
    return values.Importaciones(
        importaciones=tuple(values.Importacion.of_row(each) for each in rows),
        siguiente=following(found.page, found.pages) if rows else None,
    )


@api.post(
    "/importaciones",
    tag=IMPORTACIONES,
    status=202,
    problems=(403, 409, 413),
    most_mb=most_mb,
    location=where,
)
@requires(Role.ESCALAFON)
def upload_importacion(body: values.ArchivoPorImportar) -> values.Importacion:
    """Recibe un archivo para revisarlo: Location dice dónde seguirlo. Nada se importa todavía."""
    principal = current_principal()
    try:
        given = read_upload({"que": body.que}, body.archivo)
        importacion_id = usecases.upload_importacion(principal, given)
    except usecases.AlreadyUploaded as refusal:
        raise Conflict(f"{refusal.detail} Su id es {refusal.importacion_id}.") from None
    return _importacion(importacion_id)


@api.get("/importaciones/plantilla", tag=IMPORTACIONES, produces=CSV, problems=(403,))
@requires(Role.ESCALAFON)
def get_plantilla(query: values.Plantilla) -> Response:
    """Da el archivo por llenar, con una fila que dice qué va en cada columna."""
    header, example = template_of(query.que)
    return csv_answer(f"plantilla-{query.que}.csv", header, [example])


@api.get(ONE, tag=IMPORTACIONES, problems=(403, 404))
@requires(Role.ESCALAFON)
def get_importacion(importacion_id: UUID) -> values.Importacion:
    """Dice hasta dónde llegó una importación propia, y qué se encontró."""
    return _importacion(importacion_id)


@api.post(
    f"{ONE}/confirmacion",
    tag=IMPORTACIONES,
    status=202,
    problems=(403, 404, 409),
    location=where,
)
@requires(Role.ESCALAFON)
def confirm_importacion(importacion_id: UUID) -> values.Importacion:
    """Manda importar lo que ya se revisó, en los legajos que quien lo manda atiende hoy."""
    usecases.import_reviewed(current_principal(), importacion_id)
    return _importacion(importacion_id)


@api.post(f"{ONE}/cancelacion", tag=IMPORTACIONES, status=200, problems=(403, 404, 409))
@requires(Role.ESCALAFON)
def cancel_importacion(importacion_id: UUID) -> values.Importacion:
    """Deja de lado un archivo; lo que ya se importó no se deshace."""
    usecases.cancel_importacion(current_principal(), importacion_id)
    return _importacion(importacion_id)


@api.get(f"{ONE}/rechazos", tag=IMPORTACIONES, problems=(403, 404))
@requires(Role.ESCALAFON)
def list_rechazos(importacion_id: UUID, query: FiltroPagina) -> values.Rechazos:
    """Lista las filas que no se pudieron usar, y por qué."""
    importacion = queries.get_importacion(current_principal(), importacion_id)
    found = queries.list_rechazos(importacion, query.pagina)
    rows = found.items if query.pagina == found.page else ()
    return values.Rechazos(
        rechazos=tuple(values.Rechazo.of_row(each) for each in rows),
        siguiente=following(found.page, found.pages) if rows else None,
    )


@api.get(f"{ONE}/rechazos/csv", tag=IMPORTACIONES, produces=CSV, problems=(403, 404))
@requires(Role.ESCALAFON)
def get_rechazos(importacion_id: UUID) -> Response:
    """Da las filas rechazadas como archivo, para corregirlas y subirlas otra vez."""
    found = queries.get_importacion(current_principal(), importacion_id)
    required, optional = columns_in(found.que)
    rows = ((row.reason, *row.cells) for row in queries.stream_rechazos(found))
    response = csv_answer(f"{found.que}-rechazadas.csv", (ERROR, *required, *optional), rows)
    # Named here: to name it by its content, the whole of it would be read first.
    response.set_etag(f"{found.id}-{found.state}-{found.tries}-{found.refused}", weak=True)
    return response


def _importacion(importacion_id: UUID) -> values.Importacion:
    found = queries.get_importacion(current_principal(), importacion_id)
    return values.Importacion.of_row(found)
