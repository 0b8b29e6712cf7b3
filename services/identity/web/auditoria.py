"""The audit trail, read by who answers for a sede: with filters, page by page, or as a file."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.csv_answers import csv_answer
from chassis.errors import Invalid
from services.identity import forms
from services.identity.acts import Act, Kind, Outcome
from services.identity.powers import READERS
from services.identity.queries.audit import Filters, list_trail, stream_trail
from services.identity.usecases.audit import record
from services.identity.wording import TRAIL_HEADER, trail_row

blueprint = Blueprint("auditoria", __name__)


@blueprint.get("/auditoria")
@requires(*READERS)
def index() -> ResponseReturnValue:
    """Show what happened in the sedes that who asks answers for, newest first."""
    errors: dict[str, str] = {}
    filters = Filters()
    try:
        filters = forms.read_trail_filters(request.args)
    except Invalid as refusal:
        errors = refusal.errors
    after = request.args.get("antes", type=int)
    page = render_template(
        "identity/auditoria.html",
        found=None if errors else list_trail(current_principal(), filters, after),
        typed=request.args,
        kinds=[(kind, kind.label) for kind in Kind],
        outcomes=[(outcome, outcome.label) for outcome in Outcome],
        errors=errors,
        asked=_asked(),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK


@blueprint.get("/auditoria.csv")
@requires(*READERS)
def export() -> Response:
    """Download all of it; that it was downloaded is told as well."""
    principal = current_principal()
    filters = forms.read_trail_filters(request.args)
    record(Act.TRAIL_EXPORTED, account=UUID(principal.sub), **_asked())
    return csv_answer(
        "auditoria.csv", TRAIL_HEADER, map(trail_row, stream_trail(principal, filters))
    )


def _asked() -> dict[str, Any]:
    """Return the filters as they stand in an address."""
    names = ("dni", "tipo", "resultado", "desde", "hasta")
    return {name: value for name in names if (value := forms.typed(request.args, name))}
