"""Files that a specialist imports: uploaded, reviewed by the worker, and imported on their word."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal, requires
from chassis.csv_answers import csv_answer
from chassis.csv_rows import ERROR
from chassis.errors import Conflict, Invalid
from chassis.importing import ImportState
from chassis.service import current_settings
from chassis.uploads import take_up_to
from contracts.access_token import Role
from services.legajo.forms import read_pagina
from services.legajo.forms.importaciones import (
    FILES,
    SERVIDORES,
    columns_explained,
    columns_in,
    read_que,
    read_upload,
    template_of,
)
from services.legajo.models import Importacion
from services.legajo.queries.importaciones import (
    find_earlier,
    get_importacion,
    list_importaciones,
    list_rechazos,
    stream_rechazos,
)
from services.legajo.settings import Settings
from services.legajo.usecases.importaciones import (
    AlreadyUploaded,
    cancel_importacion,
    import_reviewed,
    upload_importacion,
)

BADGES = {
    ImportState.WAITING: ("En proceso", "informe"),
    ImportState.REVIEWED: ("Por confirmar", "aviso"),
    ImportState.DONE: ("Importado", "exito"),
    ImportState.FAILED: ("No se pudo leer", "error"),
    ImportState.CANCELLED: ("Cancelado", "neutro"),
}
"""What each state is called, and the kind of its badge."""

STEPS = {"importar": import_reviewed, "cancelar": cancel_importacion}
"""What a specialist may say of a file, each after being asked about it."""

blueprint = Blueprint("importaciones", __name__)


@blueprint.get("")
@requires(Role.ESCALAFON)
def index() -> str:
    """Show what one has imported, and the form to import more."""
    return _index()


@blueprint.post("")
@requires(Role.ESCALAFON)
def upload() -> ResponseReturnValue:
    """Take in a file; the worker reviews it, and nothing is imported yet."""
    limit = current_settings(Settings).max_importacion_mb
    take_up_to(limit)
    try:
        given = read_upload(request.form, request.files.get("archivo"))
        importacion_id = upload_importacion(current_principal(), given)
    except Invalid as refusal:
        return _index(refusal.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    except AlreadyUploaded as refusal:
        return _index(known=refusal), HTTPStatus.CONFLICT
    except RequestEntityTooLarge:
        told = f"El archivo tiene más de {limit} MB: pártalo en varios, cada uno con su encabezado."
        return _index({"archivo": told}, is_read=False), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return redirect(url_for(".detail", importacion_id=importacion_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/plantilla.csv")
@requires(Role.ESCALAFON)
def template() -> Response:
    """Give the file to fill in, with a row that says what goes where."""
    que = read_que(request.args)
    header, example = template_of(que)
    return csv_answer(f"plantilla-{que}.csv", header, [example])


@blueprint.get("/columnas")
@requires(Role.ESCALAFON)
def columns() -> str:
    """Explain the columns of a file."""
    que = read_que(request.args)
    explained = columns_explained(que)
    return render_template(
        "legajo/importacion_columnas.html", que=que, nombre=FILES[que], columnas=explained
    )


@blueprint.get("/<uuid:importacion_id>")
@requires(Role.ESCALAFON)
def detail(importacion_id: UUID) -> str:
    """Show how far an import has come, or what was found in it."""
    return _detail(importacion_id)


@blueprint.get("/<uuid:importacion_id>/progreso")
@requires(Role.ESCALAFON)
def progress(importacion_id: UUID) -> Response:
    """Tell a page that waits how far the worker has come."""
    found = get_importacion(current_principal(), importacion_id)
    return jsonify(estado=found.state, porcentaje=found.percent, texto=_told(found))


@blueprint.get("/<uuid:importacion_id>/rechazadas.csv")
@requires(Role.ESCALAFON)
def refused(importacion_id: UUID) -> Response:
    """Give the refused rows as a file, to be corrected and uploaded again."""
    found = get_importacion(current_principal(), importacion_id)
    required, optional = columns_in(found.que)
    rows = ((row.reason, *row.cells) for row in stream_rechazos(found))
    return csv_answer(f"{found.que}-rechazadas.csv", (ERROR, *required, *optional), rows)


@blueprint.post("/<uuid:importacion_id>/<any(importar, cancelar):paso>")
@requires(Role.ESCALAFON)
def take(importacion_id: UUID, paso: str) -> ResponseReturnValue:
    """Have a reviewed file imported, or give it up."""
    try:
        STEPS[paso](current_principal(), importacion_id)
    except Conflict as refusal:
        return _detail(importacion_id, refusal), HTTPStatus.CONFLICT
    return redirect(url_for(".detail", importacion_id=importacion_id), HTTPStatus.SEE_OTHER)


def _index(
    errors: dict[str, str] | None = None,
    *,
    known: AlreadyUploaded | None = None,
    is_read: bool = True,
) -> str:
    """`is_read` is false when what was sent was too much to be looked at."""
    return render_template(
        "legajo/importaciones.html",
        importaciones=list_importaciones(current_principal(), read_pagina(request.args)),
        files=FILES,
        que=request.form.get("que", "") if is_read else "",
        badges=BADGES,
        limit_mb=current_settings(Settings).max_importacion_mb,
        errors=errors or {},
        known=known,
    )


def _detail(importacion_id: UUID, refusal: Conflict | None = None) -> str:
    found = get_importacion(current_principal(), importacion_id)
    return render_template(
        "legajo/importacion.html",
        importacion=found,
        que=FILES[found.que],
        is_servidores=found.que == SERVIDORES,
        badge=BADGES[found.state],
        told=_told(found),
        rechazos=list_rechazos(found, read_pagina(request.args)),
        earlier=find_earlier(found),
        paso=request.args.get("paso"),
        refusal=refusal,
    )


def _told(importacion: Importacion) -> str:
    if importacion.state is not ImportState.WAITING:
        return BADGES[importacion.state][0]
    rows = f"{importacion.read:,} filas leídas" if importacion.read else "por empezar"
    return f"{'Revisando' if importacion.is_rehearsal else 'Importando'}: {rows}"
