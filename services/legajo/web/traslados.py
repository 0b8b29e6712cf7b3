"""Transfers: a sede sends a legajo, and the other one receives it, or returns it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, Refusal
from chassis.problems import problem_of
from contracts.access_token import Principal, Role
from contracts.sedes import all_sedes
from services.legajo import forms
from services.legajo.domain import MAX_TEXT
from services.legajo.domain.acceso import Acto
from services.legajo.domain.traslado import CAUSAS, EstadoTraslado
from services.legajo.forms.addresses import ID
from services.legajo.forms.traslados import read_envio, read_recepcion, read_vista
from services.legajo.models import Servidor
from services.legajo.queries.traslados import (
    Vista,
    find_in_course,
    get_traslado,
    list_traslados,
)
from services.legajo.usecases import transferring
from services.legajo.usecases.anotaciones import margen_of
from services.legajo.usecases.evidence import note_looked
from services.legajo.web.archivos import typed_with_files
from services.legajo.web.custodia import kept, read_archivo, show_form

KINDS = {
    EstadoTraslado.ENVIADO: "informe",
    EstadoTraslado.RECIBIDO: "exito",
    EstadoTraslado.DEVUELTO: "aviso",
    EstadoTraslado.CANCELADO: "neutro",
}
"""The kind of badge of each estado."""

NOTICES = {
    "enviar": "El legajo quedó enviado. Su sede lo conserva hasta que la otra lo reciba.",
    "recibir": "El legajo ya es de su sede. Anote dónde lo guarda.",
    "devolver": "El legajo quedó devuelto: lo sigue llevando la sede que lo envió.",
    "cancelar": "El envío quedó cancelado: su sede sigue llevando el legajo.",
}
"""What is said to who has just done it."""

blueprint = Blueprint("traslados", __name__)
sending = Blueprint("traslado", __name__)


@blueprint.get("")
@requires(Role.ESCALAFON)
def index() -> str:
    """List what waits to be received, or what was sent."""
    vista = read_vista(request.args)
    page = list_traslados(current_principal(), vista, forms.read_pagina(request.args))
    return render_template(
        "legajo/traslados.html", traslados=page, vista=vista, vistas=list(Vista), kinds=KINDS
    )


@blueprint.get(f"/<{ID}:traslado_id>")
@requires(Role.ESCALAFON)
def detail(traslado_id: int) -> ResponseReturnValue:
    """Show a transfer, and what can be done with it."""
    return _page(traslado_id)


@blueprint.post(f"/<{ID}:traslado_id>/recibir")
@requires(Role.ESCALAFON)
def receive(traslado_id: int) -> ResponseReturnValue:
    """Keep the legajo from now on."""
    try:
        folios, comentario = read_recepcion(request.form)
        transferring.receive_legajo(
            current_principal(), traslado_id, folios=folios, comentario=comentario
        )
    except (Invalid, Conflict) as refusal:
        return _page(traslado_id, refusal, paso="recibir")
    return _done(traslado_id, "recibir")


@blueprint.post(f"/<{ID}:traslado_id>/devolver")
@requires(Role.ESCALAFON)
def send_back(traslado_id: int) -> ResponseReturnValue:
    """Send the legajo back."""
    return _end(traslado_id, "devolver", transferring.return_legajo)


@blueprint.post(f"/<{ID}:traslado_id>/cancelar")
@requires(Role.ESCALAFON)
def cancel(traslado_id: int) -> ResponseReturnValue:
    """Send the legajo to nobody."""
    return _end(traslado_id, "cancelar", transferring.cancel_transfer)


@sending.get("/<dni:dni>/custodia/traslado")
@requires(Role.ESCALAFON)
def ask_to_send(dni: str) -> ResponseReturnValue:
    """Offer the form to send a legajo; of one that is on its way, show that."""
    servidor = kept(dni)
    traslado = find_in_course(servidor)
    if traslado:
        address = url_for("legajo.traslados.detail", traslado_id=traslado.id)
        return redirect(address, HTTPStatus.SEE_OTHER)
    return _form(servidor)


@sending.post("/<dni:dni>/custodia/traslado")
@requires(Role.ESCALAFON)
def send(dni: str) -> ResponseReturnValue:
    """Send the legajo to another sede."""
    kept(dni)
    try:
        archivo = read_archivo()
        envio = read_envio(request.form, margen_of(dni))
        seen = forms.read_seen(request.form)
        traslado_id = transferring.send_legajo(current_principal(), dni, envio, archivo, seen=seen)
    except (Invalid, Conflict) as refusal:
        return _form(kept(dni), refusal)
    return _done(traslado_id, "enviar")


def _form(servidor: Servidor, refusal: Refusal | None = None) -> ResponseReturnValue:
    if servidor.legajo is None:
        return redirect(url_for("legajo.custodia.index", dni=servidor.dni), HTTPStatus.SEE_OTHER)
    known: dict[str, Any] = {"folios": servidor.legajo.total_folios or ""}
    return show_form(
        "legajo/traslado_nuevo.html",
        servidor,
        refusal,
        typed=typed_with_files() if refusal else known,
        sedes=_destinations(servidor),
        causas=CAUSAS,
        in_course=find_in_course(servidor),
    )


def _destinations(servidor: Servidor) -> list[tuple[str, str]]:
    """Return every sede but the one that keeps the legajo, by name, each with its DRE."""
    others = (sede for sede in all_sedes().values() if sede.code != servidor.sede)
    named = (
        (sede.code, sede.name if sede.code == sede.dre else f"{sede.name} ({sede.dre_name})")
        for sede in others
    )
    return sorted(named, key=lambda sede: sede[1])


def _page(
    traslado_id: int, refusal: Refusal | None = None, *, paso: str = ""
) -> ResponseReturnValue:
    principal = current_principal()
    traslado = get_traslado(principal, traslado_id)
    problem = problem_of(refusal) if refusal else None
    done = NOTICES.get(request.args.get("hecho", ""))
    page = render_template(
        "legajo/traslado.html",
        traslado=traslado,
        pasos=traslado.pasos_of(principal),
        kinds=KINDS,
        keeps_it=_keeps(principal, traslado.servidor),
        problem=problem,
        paso=paso,
        typed=request.form,
        max_text=MAX_TEXT,
        notices=[("exito", done)] if done else [],
    )
    note_looked(principal, traslado.dni, acto=Acto.CUSTODIA, sobre="Traslado")
    return page, problem.status if problem else HTTPStatus.OK


def _keeps(principal: Principal, servidor: Servidor) -> bool:
    return principal.may(Role.ESCALAFON, servidor.sede)


def _end(traslado_id: int, paso: str, end: Callable[..., None]) -> ResponseReturnValue:
    """End a transfer without a reception, for the reason that was typed."""
    try:
        end(current_principal(), traslado_id, comentario=forms.read_comentario(request.form))
    except (Invalid, Conflict) as refusal:
        return _page(traslado_id, refusal, paso=paso)
    return _done(traslado_id, paso)


def _done(traslado_id: int, what: str) -> ResponseReturnValue:
    address = url_for("legajo.traslados.detail", traslado_id=traslado_id, hecho=what)
    return redirect(address, HTTPStatus.SEE_OTHER)
