"""The mesa: accounts are found, created and looked after, by who attends their sede.

Each act is a page of its own with what will happen, why it is done, and one button. No password
is seen or chosen here.
"""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid
from contracts.access_token import Grant, Principal
from services.identity import forms
from services.identity.domain import AccountState
from services.identity.powers import MESA, is_above
from services.identity.queries.accounts import AccountFile, get_account, search_accounts
from services.identity.queries.audit import list_history
from services.identity.usecases.accounts import create_account
from services.identity.web.attentions import ATTENTIONS, Attention, possible
from services.identity.wording import sede_options

blueprint = Blueprint("mesa", __name__)

STATES = {
    AccountState.PENDING: ("Sin contraseña", "aviso"),
    AccountState.ACTIVE: ("Activa", "exito"),
    AccountState.SUSPENDED: ("Suspendida", "error"),
}
"""What each state is called, and the kind of its badge."""


@blueprint.get("/mesa")
@requires(*MESA)
def index() -> ResponseReturnValue:
    """Find accounts of the sedes that who asks attends."""
    errors, found, what = {}, None, forms.typed(request.args, "q")
    try:
        if what := forms.read_search(request.args):
            found = search_accounts(current_principal(), what, forms.typed(request.args, "desde"))
    except Invalid as refusal:
        errors = refusal.errors
    page = render_template(
        "identity/mesa/index.html", q=what, found=found, errors=errors, states=STATES
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK


@blueprint.get("/mesa/nueva")
@requires(*MESA)
def new() -> str:
    """Ask who the account is for."""
    return _new()


@blueprint.post("/mesa/nueva")
@requires(*MESA)
def create() -> ResponseReturnValue:
    """Create the account of somebody whom the register does not have."""
    try:
        person, expediente = forms.read_new_account(request.form)
        account_id = create_account(current_principal(), person, expediente)
    except Invalid as refusal:
        return _new(refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".account", account_id=account_id, hecho="nueva"), HTTPStatus.SEE_OTHER)


@blueprint.get("/mesa/<uuid:account_id>")
@requires(*MESA)
def account(account_id: UUID) -> str:
    """Show an account, what became of it, and what can be done for the person."""
    principal = current_principal()
    file = get_account(principal, account_id)
    return render_template(
        "identity/mesa/account.html",
        file=file,
        account=file.account,
        states=STATES,
        history=list_history(account_id),
        possible=_possible(principal, file),
        is_own=file.account.dni == principal.dni,
        shows_correo=request.args.get("ver") == "correo",
        notices=_notices(),
    )


@blueprint.get("/mesa/<uuid:account_id>/<any({}):name>".format(",".join(ATTENTIONS)))
@requires(*MESA)
def ask(account_id: UUID, name: str) -> ResponseReturnValue:
    """Say what will happen, and ask why it is to be done."""
    return _ask(account_id, name)


@blueprint.post("/mesa/<uuid:account_id>/<any({}):name>".format(",".join(ATTENTIONS)))
@requires(*MESA)
def attend(account_id: UUID, name: str) -> ResponseReturnValue:
    """Do it, once."""
    try:
        ATTENTIONS[name].do(current_principal(), account_id, request.form)
    except Invalid as refusal:
        return _ask(account_id, name, refusal.errors)
    except Conflict as refusal:
        return _ask(account_id, name, {}, refusal.detail)
    address = url_for(".account", account_id=account_id, hecho=name)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _ask(
    account_id: UUID, name: str, errors: dict[str, str] | None = None, conflict: str = ""
) -> ResponseReturnValue:
    file = get_account(current_principal(), account_id)
    page = render_template(
        "identity/mesa/attention.html",
        file=file,
        account=file.account,
        name=name,
        attention=ATTENTIONS[name],
        errors=errors or {},
        conflict=conflict,
        typed=request.form,
    )
    if conflict:
        return page, HTTPStatus.CONFLICT
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK


def _new(refusal: Invalid | None = None) -> str:
    return render_template(
        "identity/mesa/new.html",
        sedes=sede_options(current_principal(), MESA, with_national=False),
        typed=request.form,
        errors=refusal.errors if refusal else {},
    )


def _possible(principal: Principal, file: AccountFile) -> dict[str, Attention]:
    held = [Grant(grant.role, grant.sede) for grant in file.account.roles]
    if file.account.dni == principal.dni or not is_above(principal, held):
        return {}
    return possible(file.account.state, has_totp=file.has_totp)


def _notices() -> list[tuple[str, str]]:
    done = request.args.get("hecho", "")
    if done == "nueva":
        return [("exito", "La cuenta fue creada. Ahora puede enviarle el enlace a la persona.")]
    return [("exito", ATTENTIONS[done].done)] if done in ATTENTIONS else []
