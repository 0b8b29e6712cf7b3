"""Mi legajo: what the personnel file says, or where to ask for one."""

from datetime import datetime

from flask import Blueprint, g, render_template

from chassis.access import current_principal
from services.legajo import queries
from services.legajo.domain import LIMA, SECCIONES, tiempo_de_servicio
from services.legajo.models import by_seccion
from services.legajo.queries.anotaciones import list_anotaciones, list_borradores
from services.legajo.queries.solicitudes import has_in_course

blueprint = Blueprint("file", __name__)


@blueprint.get("/")
def my_legajo() -> str:
    """Show one's own legajo."""
    if not (g.servidor and g.servidor.has_legajo_vigente):
        return no_legajo()
    return render_template(
        "legajo/legajo.html",
        servidor=g.servidor,
        secciones=by_seccion(list_anotaciones(current_principal())),
        catalogo=SECCIONES,
        tiempo=tiempo_de_servicio(g.servidor.fecha_ingreso, datetime.now(LIMA).date()),
    )


def no_legajo() -> str:
    """Explain to who has no legajo vigente which UGEL or DRE to ask."""
    principal = current_principal()
    return render_template(
        "legajo/no_legajo.html",
        servidor=g.servidor,
        opening=queries.find_opening(principal),
        in_course=has_in_course(principal),
        drafts=len(list_borradores(principal)),
    )
