"""The register Evaluación Docente: uploaded, followed while it is read, and its refused rows."""

from http import HTTPStatus
from typing import BinaryIO, cast
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal, requires
from chassis.csv_answers import csv_answer
from chassis.errors import Invalid, NotAllowed
from chassis.importing import ImportState
from chassis.service import current_settings
from chassis.uploads import take_up_to
from contracts.access_token import Role
from contracts.sedes import NATIONAL
from services.identity.forms import OPTIONAL, REQUIRED
from services.identity.models import RegisterImport
from services.identity.queries.register import (
    get_import,
    list_imports,
    list_refusals,
    stream_refusals,
)
from services.identity.settings import Settings
from services.identity.usecases.importing import upload_register

STATES = {
    ImportState.WAITING: ("En proceso", "informe"),
    ImportState.DONE: ("Terminada", "exito"),
    ImportState.FAILED: ("No se pudo leer", "error"),
}
"""What each state is called, and the kind of its badge."""

blueprint = Blueprint("registro", __name__)


@blueprint.before_request
def for_all_peru() -> None:
    """Let in only who administers all of Peru: the register knows no sedes."""
    requires(Role.ADMINISTRADOR)(lambda: None)()
    if not current_principal().may(Role.ADMINISTRADOR, NATIONAL):
        raise NotAllowed("El registro lo importa un administrador de todo el Perú.")


@blueprint.get("/registro")
def index() -> str:
    """Show what was imported, and the form to import more."""
    return _page()


@blueprint.post("/registro")
def upload() -> ResponseReturnValue:
    """Take in a file; the worker reads it."""
    take_up_to(current_settings(Settings).max_register_mb)
    try:
        archivo = request.files.get("archivo")
        if archivo is None or not archivo.filename:
            raise Invalid(errors={"archivo": "Elija el archivo del registro."})
        import_id = upload_register(
            cast(BinaryIO, archivo.stream),
            archivo=archivo.filename[-100:],
            is_rehearsal="es_ensayo" in request.form,
            uploaded_by=UUID(current_principal().sub),
        )
    except Invalid as refusal:
        return _page(refusal.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    except RequestEntityTooLarge:
        limit = current_settings(Settings).max_register_mb
        return _page({"archivo": f"El archivo tiene más de {limit} MB."}), 413
    return redirect(url_for(".detail", import_id=import_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/registro/<uuid:import_id>")
def detail(import_id: UUID) -> str:
    """Show how far an import has come, or what became of it."""
    found = get_import(import_id)
    return render_template(
        "identity/registro/import.html",
        found=found,
        register=found.register,
        told=_told(found.register),
        refusals=list_refusals(import_id),
        states=STATES,
    )


@blueprint.get("/registro/<uuid:import_id>/progreso")
def progress(import_id: UUID) -> Response:
    """Tell a page that waits how far the worker has come."""
    register = get_import(import_id).register
    return jsonify(estado=register.state, porcentaje=register.percent, texto=_told(register))


@blueprint.get("/registro/<uuid:import_id>/rechazadas.csv")
def refused(import_id: UUID) -> Response:
    """Give the refused rows as a file, to be corrected and uploaded again."""
    get_import(import_id)
    rows = ((row.reason, *row.cells) for row in stream_refusals(import_id))
    return csv_answer("rechazadas.csv", ("error", *REQUIRED, *OPTIONAL), rows)


def _page(errors: dict[str, str] | None = None) -> str:
    return render_template(
        "identity/registro/index.html",
        imports=list_imports(),
        states=STATES,
        columns=REQUIRED,
        limit_mb=current_settings(Settings).max_register_mb,
        errors=errors or {},
    )


def _told(register: RegisterImport) -> str:
    if register.state is not ImportState.WAITING:
        return STATES[register.state][0]
    rows = f"{register.read:,} filas leídas" if register.read else "Por empezar"
    return f"{'Ensayando' if register.is_rehearsal else 'Importando'}: {rows}"
