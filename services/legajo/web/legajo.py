"""Mi legajo: what the personnel file says, or where to ask for one."""

from datetime import datetime

from flask import Blueprint, g, render_template, request

from chassis.access import current_principal
from services.legajo import queries
from services.legajo.domain import LIMA, tiempo_de_servicio
from services.legajo.domain.secciones import APERTURA
from services.legajo.domain.vencimiento import vencimiento_of
from services.legajo.queries.anotaciones import get_borrador, list_anotaciones, list_borradores
from services.legajo.queries.legajos import asked_of
from services.legajo.queries.solicitudes import has_in_course
from services.legajo.web.vistas import MINEDU, SERVIR, groups_of

blueprint = Blueprint("file", __name__)


@blueprint.get("/")
def my_legajo() -> str:
    """Show one's own legajo."""
    if not (g.servidor and g.servidor.has_legajo_vigente):
        return no_legajo()
    principal, today = current_principal(), datetime.now(LIMA).date()
    vista = SERVIR if request.args.get("vista") == SERVIR else MINEDU
    drafts = {cambio.anotacion_id for each in list_borradores(principal) for cambio in each.cambios}
    return render_template(
        "legajo/legajo.html",
        servidor=g.servidor,
        vista=vista,
        grupos=groups_of(vista, list_anotaciones(principal)),
        tiempo=tiempo_de_servicio(g.servidor.fecha_ingreso, today),
        today=today,
        vencimiento_of=vencimiento_of,
        asked=asked_of(principal.dni),
        drafts=drafts,
    )


def no_legajo() -> str:
    """Explain to who has no legajo vigente which UGEL or DRE to ask."""
    principal = current_principal()
    return render_template(
        "legajo/no_legajo.html",
        servidor=g.servidor,
        opening=queries.find_opening(principal),
        in_course=has_in_course(principal),
        begun=get_borrador(principal, APERTURA.numero),
        drafts=len(list_borradores(principal)),
    )
