"""The e-mails that failed: mesa de ayuda tries again or discards, each for the people of its sedes.

It sees to whom and what about, never the text: a letter may hold a live link.
"""

import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, Refusal
from contracts.access_token import Role
from services.notifier import forms, queries
from services.notifier.domain import GIVEN_UP, State
from services.notifier.usecases.attention import discard_email, retry_email

blueprint = Blueprint("mesa", __name__, template_folder="../templates")


@blueprint.get("/")
@requires(Role.MESA_DE_AYUDA)
def index() -> str:
    """List what waits for a decision; or, if asked, what was written to a person."""
    dni, state = forms.read_dni(request.args), forms.read_state(request.args)
    correos = queries.list_of_people(
        current_principal(), dni=dni, state=state, page=forms.read_page(request.args)
    )
    return render_template(
        "notifier/correos.html", correos=correos, dni=dni, state=state, states=State
    )


@blueprint.get("/<uuid:email_id>")
@requires(Role.MESA_DE_AYUDA)
def detail(email_id: uuid.UUID) -> ResponseReturnValue:
    """Show an e-mail and what became of it."""
    return _page(email_id)


@blueprint.post("/<uuid:email_id>/reintentar")
@requires(Role.MESA_DE_AYUDA)
def retry(email_id: uuid.UUID) -> ResponseReturnValue:
    """Send it again."""
    email = queries.get_of_people(current_principal(), email_id)
    try:
        retry_email(email.id)
    except Conflict as refusal:
        return _page(email_id, refusal)
    return redirect(url_for(".detail", email_id=email_id, hecho="reintentar"), HTTPStatus.SEE_OTHER)


@blueprint.post("/<uuid:email_id>/descartar")
@requires(Role.MESA_DE_AYUDA)
def discard(email_id: uuid.UUID) -> ResponseReturnValue:
    """Decide that it need not be sent."""
    email = queries.get_of_people(current_principal(), email_id)
    try:
        discard_email(email.id, request.form.get("motivo", ""))
    except (Invalid, Conflict) as refusal:
        return _page(email_id, refusal)
    return redirect(url_for(".detail", email_id=email_id, hecho="descartar"), HTTPStatus.SEE_OTHER)


def _page(email_id: uuid.UUID, refusal: Refusal | None = None) -> ResponseReturnValue:
    email = queries.get_of_people(current_principal(), email_id)
    page = render_template(
        "notifier/correo.html",
        correo=email,
        can_decide=email.state in GIVEN_UP,
        refusal=refusal,
        errors=refusal.errors if isinstance(refusal, Invalid) else {},
    )
    if refusal is None:
        return page
    is_invalid = isinstance(refusal, Invalid)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if is_invalid else HTTPStatus.CONFLICT
