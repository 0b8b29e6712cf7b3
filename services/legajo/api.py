"""What other services ask legajo: two JSON contracts (contracts/samples/http)."""

import re
from dataclasses import fields
from typing import Any

from flask import Blueprint, request

from chassis.access import current_principal, requires_scope
from chassis.errors import Invalid
from contracts.events import BATCH_SIZE
from contracts.legajo import ServidorFile
from services.legajo import queries
from services.legajo.models import Servidor

NO_LEGAJO = "ninguno"
"""What `legajo` says of who never had one; otherwise it is a `Vigencia`."""

blueprint = Blueprint("api", __name__)


@blueprint.get("/me")
def me() -> dict[str, str]:
    """Tell whether who asks has a legajo, and whether it counts today."""
    principal = current_principal()
    servidor = queries.get_servidor(principal)
    legajo = servidor.legajo.estado if servidor and servidor.legajo else NO_LEGAJO
    return {"dni": principal.dni, "legajo": legajo}


@blueprint.get("/servidores")
@requires_scope("legajo.servidores")
def servidores() -> dict[str, Any]:
    """Give every servidor, a page at a time: `next` is the `after` of the following page."""
    after, limit = _read_page()
    found = queries.list_servidores(after=after, limit=limit)
    return {
        "servidores": [_to_json(servidor) for servidor in found],
        "next": found[-1].dni if len(found) == limit else None,
    }


def _read_page() -> tuple[str, int]:
    after = request.args.get("after", "")
    limit = request.args.get("limit", str(BATCH_SIZE))
    errors = {}
    if not re.fullmatch("([0-9]{8})?", after):
        errors["after"] = "Debe ser un DNI."
    if not re.fullmatch("[0-9]{1,3}", limit) or not 1 <= int(limit) <= BATCH_SIZE:
        errors["limit"] = f"Debe ser un número de 1 a {BATCH_SIZE}."
    if errors:
        raise Invalid(errors=errors)
    return after, int(limit)


def _to_json(servidor: Servidor) -> dict[str, str]:
    return {field.name: str(getattr(servidor, field.name)) for field in fields(ServidorFile)}
