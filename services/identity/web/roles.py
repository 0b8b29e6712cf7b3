"""Roles: who holds what over a sede; given and withdrawn by its administrador."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.csv_answers import csv_answer
from chassis.errors import Conflict, Invalid, NotFound
from contracts.access_token import Role
from services.identity import forms
from services.identity.models import Account
from services.identity.powers import READERS, may_give
from services.identity.queries.accounts import find_person
from services.identity.queries.roles import list_holders, stream_holders
from services.identity.usecases.roles import grant_role, withdraw_role
from services.identity.wording import sede_options

blueprint = Blueprint("roles", __name__)

NOTICES = {
    "dado": "El rol fue dado. La persona lo tendrá en cinco minutos a más tardar.",
    "retirado": "El rol fue retirado. La persona dejará de tenerlo en cinco minutos a más tardar.",
    "igual": "No hubo cambio: la persona ya estaba así.",
}
"""What is said after each act."""

GIVERS = (Role.ADMINISTRADOR,)
"""Who gives roles."""


@blueprint.get("/roles")
@requires(*READERS)
def index() -> str:
    """List who holds which role, in the sedes that who asks answers for."""
    principal = current_principal()
    sede, role = forms.read_sede_and_role(request.args)
    page = max(request.args.get("pagina", 1, type=int), 1)
    return render_template(
        "identity/roles/index.html",
        found=list_holders(principal, sede, role, page),
        sede=sede,
        role=role or "",
        roles=_roles(),
        sedes=sede_options(principal, READERS),
        may_give=lambda holder: (
            holder.dni != principal.dni and may_give(principal, holder.role, holder.sede)
        ),
        is_giver=principal.has(Role.ADMINISTRADOR),
        notices=_notices(),
    )


@blueprint.get("/roles.csv")
@requires(*READERS)
def export() -> Response:
    """Download the same list, whole."""
    sede, role = forms.read_sede_and_role(request.args)
    header = ("dni", "apellidos", "nombres", "rol", "sede")
    holders = stream_holders(current_principal(), sede, role)
    return csv_answer("roles.csv", header, (holder[1:] for holder in holders))


@blueprint.get("/roles/nuevo")
@requires(*GIVERS)
def new() -> ResponseReturnValue:
    """Ask who is to hold which role."""
    return _new()


@blueprint.post("/roles/nuevo")
@requires(*GIVERS)
def give() -> ResponseReturnValue:
    """Say by name who is to hold the role, and once that is confirmed, give it."""
    try:
        wanted = forms.read_role_grant(request.form)
        person = _person(wanted.dni)
        if "confirmado" not in request.form:
            return render_template("identity/roles/confirm.html", wanted=wanted, holder=person)
        is_new = grant_role(current_principal(), person.id, wanted.role, wanted.sede, wanted.reason)
    except Invalid as refusal:
        return _new(refusal)
    return _done("dado" if is_new else "igual", wanted.sede)


@blueprint.get("/roles/<uuid:account_id>/<role>/<sede>")
@requires(*GIVERS)
def ask(account_id: UUID, role: str, sede: str) -> ResponseReturnValue:
    """Ask why a role is to be withdrawn."""
    return _ask(account_id, forms.read_role(role), sede)


@blueprint.post("/roles/<uuid:account_id>/<role>/<sede>")
@requires(*GIVERS)
def withdraw(account_id: UUID, role: str, sede: str) -> ResponseReturnValue:
    """Withdraw it."""
    held = forms.read_role(role)
    try:
        reason = forms.read_reason(request.form)
        was_held = withdraw_role(current_principal(), account_id, held, sede, reason)
    except (Invalid, Conflict) as refusal:
        return _ask(account_id, held, sede, refusal)
    return _done("retirado" if was_held else "igual", sede)


def _person(dni: str) -> Account:
    try:
        return find_person(dni)
    except NotFound:
        raise Invalid(errors={"dni": f"No hay una cuenta con el DNI {dni}."}) from None


def _new(refusal: Invalid | None = None) -> ResponseReturnValue:
    page = render_template(
        "identity/roles/new.html",
        typed=request.form,
        roles=_roles(),
        sedes=sede_options(current_principal(), GIVERS),
        errors=refusal.errors if refusal else {},
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK


def _ask(
    account_id: UUID, role: Role, sede: str, refusal: Invalid | Conflict | None = None
) -> ResponseReturnValue:
    if not may_give(current_principal(), role, sede):
        raise NotFound("No hay un rol así en su ámbito.")
    page = render_template(
        "identity/roles/withdraw.html",
        holder=find_person(account_id),
        role=role,
        sede=sede,
        typed=request.form,
        errors=refusal.errors if isinstance(refusal, Invalid) else {},
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK


def _done(what: str, sede: str) -> ResponseReturnValue:
    return redirect(url_for(".index", sede=sede, hecho=what), HTTPStatus.SEE_OTHER)


def _roles() -> list[tuple[Role, str]]:
    return [(role, role.label) for role in Role]


def _notices() -> list[tuple[str, str]]:
    done = request.args.get("hecho", "")
    return [("informe" if done == "igual" else "exito", NOTICES[done])] if done in NOTICES else []
