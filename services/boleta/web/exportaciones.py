"""An Administrador MI BOLETA takes a whole month away as Excel; a worker makes it meanwhile."""

from datetime import UTC, datetime, timedelta

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, NotFound
from chassis.filestore import FileLost, current_files
from contracts.access_token import Role
from services.boleta.domain.alcance import sede_options
from services.boleta.domain.exportacion import KEPT_DAYS, EstadoExportacion
from services.boleta.forms.exportacion import read_mes_de_sede
from services.boleta.queries import exportaciones as queries
from services.boleta.usecases.exporting import request_export
from services.boleta.web.answers import XLSX, attached
from services.boleta.web.blueprint import ID, blueprint
from uikit.filters import LIMA, MESES

BLOCK = 256 * 1024


@blueprint.get("/exportaciones")
@requires(Role.ADMINISTRADOR_BOLETA)
def exportaciones() -> str:
    """Show what who asks has asked for, and offer to ask for a month."""
    return _page()


@blueprint.post("/exportaciones")
@requires(Role.ADMINISTRADOR_BOLETA)
def exportar_mes() -> ResponseReturnValue:
    """Ask for a month."""
    principal = current_principal()
    try:
        sede, periodo = read_mes_de_sede(request.form, dict(sede_options(principal)))
        export_id = request_export(principal, sede, periodo)
    except Invalid as refusal:
        return _page(refusal.errors), 422
    except Conflict as refusal:
        return _page({"mes": refusal.detail}), 409
    return redirect(url_for(".exportacion", export_id=export_id), 303)


@blueprint.get(f"/exportaciones/<{ID}:export_id>")
@requires(Role.ADMINISTRADOR_BOLETA)
def exportacion(export_id: int) -> str:
    """Show how far an export has come, or offer its file."""
    found = queries.get_export(current_principal(), export_id)
    until = found.requested_at + timedelta(days=KEPT_DAYS)
    return render_template("boleta/exportacion.html", exportacion=found, hasta=until)


@blueprint.get(f"/exportaciones/<{ID}:export_id>/progreso")
@requires(Role.ADMINISTRADOR_BOLETA)
def progreso_exportacion(export_id: int) -> Response:
    """Tell a page that waits how far an export has come."""
    found = queries.get_export(current_principal(), export_id)
    texto = f"{found.done:,} de {found.total:,} boletas"
    return jsonify(estado=found.estado, porcentaje=found.percent, texto=texto)


@blueprint.get(f"/exportaciones/<{ID}:export_id>/archivo")
@requires(Role.ADMINISTRADOR_BOLETA)
def archivo_exportacion(export_id: int) -> Response:
    """Give the file of an export, as it is read."""
    found = queries.get_export(current_principal(), export_id)
    if found.estado is not EstadoExportacion.LISTA or not found.clave:
        raise NotFound("Ese archivo todavía no está listo.")
    try:
        stream = current_files().open(found.clave)
    except FileLost:
        raise NotFound("Ese archivo ya no está: pídalo otra vez.") from None
    response = attached(
        iter(lambda: stream.read(BLOCK), b""), f"boletas-{found.sede}-{found.periodo}.xlsx", XLSX
    )
    response.content_length = found.bytes
    response.call_on_close(stream.close)
    return response


def _page(errors: dict[str, str] | None = None) -> str:
    principal = current_principal()
    last_month = datetime.now(UTC).astimezone(LIMA).replace(day=1) - timedelta(days=1)
    asked = request.form or request.args
    return render_template(
        "boleta/exportaciones.html",
        exportaciones=queries.list_exports(principal),
        sedes=sede_options(principal),
        sede=asked.get("sede", ""),
        anio=asked.get("anio", str(last_month.year)),
        mes=asked.get("mes", str(last_month.month)),
        meses=[(str(number), mes.capitalize()) for number, mes in enumerate(MESES, 1)],
        errors=errors or {},
    )
