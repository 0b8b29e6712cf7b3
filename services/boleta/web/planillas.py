"""Planillas: an Administrador MI BOLETA uploads, approves and publishes those of their sedes.

The steps themselves are the use cases'; each is asked about in a dialog before it is taken.
"""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, NotAllowed, Refusal
from chassis.service import current_settings
from chassis.uploads import take_up_to
from contracts.access_token import Role
from contracts.sedes import NATIONAL, find_sede
from services.boleta.domain.alcance import nombre_sede, sede_options
from services.boleta.domain.diferencias import UMBRAL, Cambio, Comparacion
from services.boleta.domain.planilla import Accion, EstadoPlanilla, TipoPlanilla
from services.boleta.forms import planillas as forms
from services.boleta.forms import read_pagina
from services.boleta.models import Planilla
from services.boleta.queries import planillas as queries
from services.boleta.settings import Settings
from services.boleta.usecases import planillas as usecases
from services.boleta.web.blueprint import ID, blueprint
from uikit.filters import LIMA, MESES

PASOS = ["Subida", "Revisada", "Aprobada", "Publicada"]
"""The way of a planilla, as its page draws it."""

PASO_ACTUAL = {
    EstadoPlanilla.CARGADA: 2,
    EstadoPlanilla.VALIDADA: 3,
    EstadoPlanilla.OBSERVADA: 3,
    EstadoPlanilla.APROBADA: 4,
    EstadoPlanilla.PROGRAMADA: 4,
    EstadoPlanilla.PUBLICADA: 5,
}
"""Which of them comes next."""


class Etiqueta(NamedTuple):
    """How a step is offered, and how it is asked about."""

    boton: str
    icono: str
    pregunta: str
    aceptar: str
    hecho: str


ETIQUETAS = {
    Accion.REINTENTAR: Etiqueta(
        "Volver a intentar",
        "renovar",
        "¿Se revisa el archivo otra vez?",
        "Sí, revisarlo otra vez",
        "El archivo se está revisando otra vez.",
    ),
    Accion.APROBAR: Etiqueta(
        "Aprobar",
        "si",
        "¿Aprueba esta planilla?",
        "Sí, aprobar",
        "La planilla quedó aprobada. Falta publicarla.",
    ),
    Accion.PUBLICAR: Etiqueta(
        "Publicar ahora",
        "exito",
        "¿Publica las boletas ahora?",
        "Sí, publicar ahora",
        "Las boletas están publicadas.",
    ),
    Accion.PROGRAMAR: Etiqueta(
        "Elegir fecha y hora",
        "reloj",
        "¿Cuándo se publican las boletas?",
        "Programar la publicación",
        "La publicación quedó programada.",
    ),
    Accion.CANCELAR: Etiqueta(
        "Cancelar la publicación programada",
        "no",
        "¿Cancela la publicación programada?",
        "Sí, cancelarla",
        "La publicación programada se canceló.",
    ),
    Accion.DESCARTAR: Etiqueta(
        "Descartar",
        "limpiar",
        "¿Descarta esta planilla?",
        "Sí, descartar",
        "La planilla se descartó.",
    ),
}


@blueprint.get("/planillas")
@requires(Role.ADMINISTRADOR_BOLETA)
def planillas() -> str:
    """List the planillas of the sedes that who asks administers."""
    estado = forms.read_estado(request.args.get("estado"))
    page = queries.list_planillas(current_principal(), read_pagina(request.args), estado)
    return render_template(
        "boleta/planillas.html",
        planillas=page,
        estado=estado,
        estados=[(option.value, option.capitalize()) for option in EstadoPlanilla],
    )


@blueprint.route("/planillas/nueva", methods=["GET", "POST"])
@requires(Role.ADMINISTRADOR_BOLETA)
def upload() -> ResponseReturnValue:
    """Take in a file; one that is there already is told with the planilla that has it."""
    if request.method == "GET":
        return _upload_page()
    principal = current_principal()
    take_up_to(current_settings(Settings).max_planilla_mb)
    try:
        today = datetime.now(LIMA).date()
        given = forms.read_upload(request.form, request.files, principal, today=today)
    except Invalid as refusal:
        return _upload_page(refusal.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    except RequestEntityTooLarge:
        limit = current_settings(Settings).max_planilla_mb
        errors = {"archivo": f"El archivo tiene más de {limit} MB."}
        return _upload_page(errors, form={}), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        planilla_id = usecases.upload_planilla(principal, given)
    except Invalid as refusal:
        return _upload_page(refusal.errors, refusal.detail), HTTPStatus.UNPROCESSABLE_ENTITY
    except Conflict as refusal:
        known = queries.same_file(principal, given.stream)
        return _upload_page(refusal=refusal.detail, known=known), HTTPStatus.CONFLICT
    return redirect(url_for(".planilla", planilla_id=planilla_id), HTTPStatus.SEE_OTHER)


@blueprint.get(f"/planillas/<{ID}:planilla_id>")
@requires(Role.ADMINISTRADOR_BOLETA)
def planilla(planilla_id: int) -> ResponseReturnValue:
    """Show a planilla, what was found in it, and what may be done with it."""
    found = queries.get_planilla(current_principal(), planilla_id)
    accion = forms.read_accion(request.args.get("accion"))
    hecho = forms.read_accion(request.args.get("hecho"))
    return _page(found, accion=accion, hecho=hecho)


@blueprint.get(f"/planillas/<{ID}:planilla_id>/progreso")
@requires(Role.ADMINISTRADOR_BOLETA)
def progreso(planilla_id: int) -> ResponseReturnValue:
    """Tell a page that waits how far the worker has come."""
    found = queries.get_planilla(current_principal(), planilla_id)
    avance = queries.progress_of(found)
    return jsonify(estado=found.estado, porcentaje=avance.porcentaje, texto=avance.texto)


@blueprint.post(f"/planillas/<{ID}:planilla_id>/<accion>")
@requires(Role.ADMINISTRADOR_BOLETA)
def take(planilla_id: int, accion: str) -> ResponseReturnValue:
    """Take a step; what cannot be is told on the page of the planilla."""
    principal = current_principal()
    wanted = forms.read_accion(accion)
    found = queries.get_planilla(principal, planilla_id)
    if wanted not in ETIQUETAS:
        abort(HTTPStatus.NOT_FOUND)
    try:
        match wanted:
            case Accion.REINTENTAR:
                usecases.retry_review(principal, planilla_id)
            case Accion.APROBAR:
                usecases.approve_planilla(principal, planilla_id)
            case Accion.PUBLICAR:
                usecases.publish_planilla(principal, planilla_id)
            case Accion.PROGRAMAR:
                moment = forms.read_publish_at(request.form)
                usecases.schedule_planilla(principal, planilla_id, moment)
            case Accion.CANCELAR:
                usecases.cancel_schedule(principal, planilla_id)
            case _:
                motivo = request.form.get("motivo", "")
                usecases.discard_planilla(principal, planilla_id, motivo)
    except (Invalid, Conflict, NotAllowed) as refusal:
        return _page(found, accion=wanted, refusal=refusal)
    address = url_for(".planilla", planilla_id=planilla_id, hecho=wanted)
    return redirect(address, HTTPStatus.SEE_OTHER)


STATUS: dict[type[Refusal], HTTPStatus] = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Conflict: HTTPStatus.CONFLICT,
    NotAllowed: HTTPStatus.FORBIDDEN,
}
"""How a page answers that tells of a refusal."""


def _page(
    found: Planilla,
    *,
    accion: Accion | None = None,
    hecho: Accion | None = None,
    refusal: Refusal | None = None,
) -> ResponseReturnValue:
    dni = current_principal().dni
    acciones = found.paso.possible(dni)
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    is_asked = accion in acciones and (refusal is None or bool(errors))
    page = render_template(
        "boleta/planilla.html",
        planilla=found,
        acciones=acciones,
        accion=accion if is_asked else None,
        etiquetas=ETIQUETAS,
        errors=errors,
        refusal="" if refusal is None or errors else refusal.detail,
        form=request.form,
        notices=[("exito", ETIQUETAS[hecho].hecho)] if hecho in ETIQUETAS else None,
        is_mine=dni == found.uploaded_by,
        aprobadores=_approvers(found.sede),
        is_waiting=_is_waiting(found),
        avance=queries.progress_of(found),
        pasos=PASOS if found.estado in PASO_ACTUAL else [],
        paso_actual=PASO_ACTUAL.get(found.estado, 0),
        comparacion=Comparacion.from_json(found.comparacion) if found.comparacion else None,
        umbral=UMBRAL,
        cambios=list(Cambio),
        rechazos=queries.list_incidencias(found, 1, size=queries.FIRST),
        avisos=queries.count_avisos(found),
        historial=queries.history(found),
        manana=datetime.now(LIMA).date() + timedelta(days=1),
    )
    return page, STATUS[type(refusal)] if refusal else HTTPStatus.OK


def _is_waiting(found: Planilla) -> bool:
    """Tell whether the worker is about to change the planilla: then its page looks again."""
    is_due = found.publish_at is not None and found.publish_at <= datetime.now(UTC)
    is_read = found.estado is EstadoPlanilla.CARGADA and not found.falla
    return is_read or (found.estado is EstadoPlanilla.PROGRAMADA and is_due)


def _approvers(code: str) -> str:
    """Say over which sedes somebody must hold the role to approve a planilla of that one."""
    names = [nombre_sede(code)]
    sede = find_sede(code)
    if sede and sede.dre != code:
        names.append(sede.dre_name)
    if code != NATIONAL:
        names.append("ámbito nacional")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} o de {names[-1]}"


def _upload_page(
    errors: dict[str, str] | None = None,
    refusal: str = "",
    *,
    known: Planilla | None = None,
    form: dict[str, str] | None = None,
) -> str:
    today = datetime.now(LIMA).date()
    usual = {"anio": today.year, "mes": today.month, "tipo": TipoPlanilla.HABERES}
    typed = request.form if form is None and request.method == "POST" else form or {}
    return render_template(
        "boleta/planilla_nueva.html",
        errors=errors or {},
        refusal=refusal,
        known=known,
        form=usual | dict(typed),
        sedes=sede_options(current_principal()),
        anios=[(anio, anio) for anio in range(today.year + 1, forms.FIRST_YEAR - 1, -1)],
        meses=list(enumerate(map(str.capitalize, MESES), 1)),
        tipos=[(tipo.value, tipo.label) for tipo in TipoPlanilla],
        limit_mb=current_settings(Settings).max_planilla_mb,
    )
