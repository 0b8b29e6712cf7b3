"""What was found in a planilla: refused records, warnings, and the month before beside it."""

import csv
import io
from collections.abc import Iterator

from flask import Response, make_response, render_template, request, stream_with_context

from chassis.access import current_principal, requires
from chassis.csv_cells import guarded
from chassis.errors import NotFound
from chassis.filestore import FileLost, current_files
from contracts.access_token import Role
from services.boleta.domain.diferencias import UMBRAL, UMBRALES, Cambio, Comparacion
from services.boleta.formats import plantilla
from services.boleta.formats.rechazados import is_print_file, write_rechazados
from services.boleta.forms import planillas as forms
from services.boleta.forms import read_pagina
from services.boleta.models import Planilla
from services.boleta.queries import planillas as queries
from services.boleta.usecases.evidence import note_looked
from services.boleta.web.blueprint import ID, blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@blueprint.get("/planillas/plantilla.xlsx")
@requires(Role.ADMINISTRADOR_BOLETA)
def plantilla_xlsx() -> Response:
    """Give the empty planilla to fill in, as a workbook."""
    return _file(make_response(plantilla.as_xlsx()), XLSX, "plantilla-planilla.xlsx")


@blueprint.get("/planillas/plantilla.csv")
@requires(Role.ADMINISTRADOR_BOLETA)
def plantilla_csv() -> Response:
    """Give the empty planilla to fill in, as CSV."""
    return _file(make_response(plantilla.as_csv()), CSV, "plantilla-planilla.csv")


@blueprint.get(f"/planillas/<{ID}:planilla_id>/registros")
@requires(Role.ADMINISTRADOR_BOLETA)
def incidencias(planilla_id: int) -> str:
    """List all that was refused, or all warnings of one kind."""
    found = queries.get_planilla(current_principal(), planilla_id)
    clase = forms.read_clase(request.args.get("clase"))
    page = queries.list_incidencias(found, read_pagina(request.args), clase)
    return render_template(
        "boleta/planilla_incidencias.html", planilla=found, clase=clase, incidencias=page
    )


@blueprint.get(f"/planillas/<{ID}:planilla_id>/rechazados")
@requires(Role.ADMINISTRADOR_BOLETA)
def rechazados(planilla_id: int) -> Response:
    """Give the refused part of the file, to be corrected and uploaded again."""
    found = queries.get_planilla(current_principal(), planilla_id)
    if not found.clave or not found.rechazos:
        raise NotFound("Esta planilla no tiene registros rechazados por descargar.")
    try:
        stream = current_files().open(found.clave)
    except FileLost:
        raise NotFound("El archivo de esta planilla no está a nuestro alcance.") from None
    reasons = queries.reasons_of(found)
    is_lis = is_print_file(stream)

    def written() -> Iterator[bytes]:
        with stream:
            yield from write_rechazados(stream, reasons)

    response = Response(stream_with_context(written()))
    name = f"{_name(found)}-rechazados.{'lis' if is_lis else 'csv'}"
    return _file(response, "text/plain; charset=iso-8859-1" if is_lis else CSV, name)


@blueprint.get(f"/planillas/<{ID}:planilla_id>/errores")
@requires(Role.ADMINISTRADOR_BOLETA)
def errores(planilla_id: int) -> Response:
    """Give what was refused and why as a list: a row for each record."""
    found = queries.get_planilla(current_principal(), planilla_id)

    def written() -> Iterator[str]:
        yield "\N{BYTE ORDER MARK}" + _row(["linea", "error", "registro"])
        for bad in queries.all_rechazos(found):
            yield _row([str(bad.line), bad.motivo, bad.texto])

    response = Response(stream_with_context(written()))
    return _file(response, CSV, f"{_name(found)}-errores.csv")


@blueprint.get(f"/planillas/<{ID}:planilla_id>/diferencias")
@requires(Role.ADMINISTRADOR_BOLETA)
def diferencias(planilla_id: int) -> str:
    """List whose pay differs from the month before; who looks is remembered."""
    principal = current_principal()
    found = queries.get_planilla(principal, planilla_id)
    umbral = forms.read_umbral(request.args.get("umbral"))
    cambio = forms.read_cambio(request.args.get("cambio"))
    page = queries.list_diferencias(found, umbral, cambio, read_pagina(request.args))
    note_looked(
        principal,
        *(item.dni for item in page.items),
        que=f"Diferencias de la planilla {found.id} con el mes anterior",
    )
    return render_template(
        "boleta/planilla_diferencias.html",
        planilla=found,
        comparacion=_comparison(found, umbral),
        umbral=umbral,
        umbrales=[(option, f"{option} %") for option in sorted({*UMBRALES, umbral})],
        cambio=cambio,
        cambios=list(Cambio),
        diferencias=page,
    )


def _comparison(found: Planilla, umbral: int) -> Comparacion:
    """Return the sums that the review wrote down, or those of another threshold."""
    if found.comparacion and umbral == UMBRAL:
        return Comparacion.from_json(found.comparacion)
    return queries.compare(found, umbral)


def _name(found: Planilla) -> str:
    """Return how the files about a planilla are called: nothing that somebody typed."""
    return f"planilla-{found.periodo}-{found.sede}-{found.id}"


def _row(cells: list[str]) -> str:
    """Write a row for a spreadsheet, which shall not take a text for a formula."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(map(guarded, cells))
    return written.getvalue()


def _file(response: Response, content_type: str, name: str) -> Response:
    response.content_type = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
