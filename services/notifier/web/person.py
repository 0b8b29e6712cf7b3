"""What a person sees of their own mail: what was written to them, and what they want."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal
from chassis.errors import Invalid
from services.notifier import forms, queries
from services.notifier.domain.preferences import Preferencia
from services.notifier.usecases.preferences import choose

blueprint = Blueprint("person", __name__, template_folder="../templates")


@blueprint.get("/mios")
def mios() -> str:
    """List what was written to who asks, and what became of it."""
    page = queries.list_own_emails(current_principal(), forms.read_page(request.args))
    return render_template("notifier/mios.html", correos=page)


@blueprint.get("/preferencias")
def preferencias() -> str:
    """Show how who asks hears of a new boleta."""
    return _page(queries.preference_of(current_principal()))


@blueprint.post("/preferencias")
def choose_preferencias() -> ResponseReturnValue:
    """Keep how who asks wants to hear of a new boleta."""
    try:
        choose(current_principal(), forms.read_preference(request.form))
    except Invalid as refusal:
        page = _page(queries.preference_of(current_principal()), errors=refusal.errors)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".preferencias", hecho=1), HTTPStatus.SEE_OTHER)


def _page(chosen: Preferencia, **more: object) -> str:
    correo = queries.address_of(current_principal())
    return render_template(
        "notifier/preferencias.html", chosen=chosen, options=Preferencia, correo=correo, **more
    )
