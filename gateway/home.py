"""The two pages of the gateway: the welcome, and Inicio with what one can do."""

from typing import cast

from flask import Blueprint, current_app, make_response, render_template
from werkzeug import Response

from chassis.access import public
from contracts.access_token import Principal
from gateway.legajo_client import LegajoClient
from gateway.visitor import current_session, current_token, sign_in_first
from uikit.menu import Entry, menu_for

CARDS = {
    "/legajo/": "Sus datos personales, su formación y su trayectoria, como los tiene su UGEL.",
    "/legajo/solicitudes/nueva": "Pida que se agregue o corrija un dato, con su sustento.",
    "/legajo/solicitudes": "En qué va cada solicitud que presentó, y qué le falta.",
    "/boleta/": "Consulte, descargue e imprima sus boletas de pago.",
    "/legajo/bandeja": "Las solicitudes de su UGEL que esperan su atención.",
    "/legajo/servidores": "Busque un legajo: véalo, anote en él, emita su informe o trasládelo.",
    "/boleta/planillas": "Lo que se publicó de cada mes, y lo que hubo que rechazar.",
}
"""The entries of the menu that are cards on Inicio, each with what it is for."""

blueprint = Blueprint("home", __name__, template_folder="templates")


@blueprint.get("/")
@public
def landing() -> str:
    """Welcome who is not signed in, and show the way to who is."""
    return render_template("gateway/landing.html")


@blueprint.get("/inicio")
@public
def inicio() -> Response:
    """Show what the person can do."""
    token = current_token()
    session = current_session()
    if not token or session is None:
        return sign_in_first()
    has_legajo = _legajo().has_legajo(token)
    page = render_template(
        "gateway/inicio.html",
        has_legajo=has_legajo,
        cards=cards_for(session.principal, has_legajo),
    )
    return make_response(page)


def cards_for(person: Principal, has_legajo: bool | None) -> list[tuple[Entry, str]]:
    """Return the entries of the person's menu that are cards, with their texts."""
    entries = menu_for(person, has_legajo)
    return [(entry, CARDS[entry.href]) for entry in entries if entry.href in CARDS]


def _legajo() -> LegajoClient:
    return cast(LegajoClient, current_app.extensions["legajo"])
