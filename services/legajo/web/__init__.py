"""The pages of legajo: they translate between a browser and the use cases, and decide nothing."""

from flask import Blueprint, g
from werkzeug.routing import BaseConverter

from chassis.access import current_principal
from services.legajo import queries
from services.legajo.web import (
    accesos,
    actualizar,
    apertura,
    bandeja,
    carpeta,
    custodia,
    documentos,
    historia,
    importaciones,
    informes,
    legajo,
    legajos,
    oficio,
    reportes,
    seguimiento,
    solicitudes,
    subsanar,
    traslados,
    ubicaciones,
    verificacion,
)

__all__ = ["DniConverter", "ExpedienteConverter", "blueprint", "verificacion"]

blueprint = Blueprint("legajo", __name__)
blueprint.register_blueprint(legajo.blueprint)
blueprint.register_blueprint(actualizar.blueprint, url_prefix="/actualizar")
blueprint.register_blueprint(documentos.blueprint, url_prefix="/documentos")
blueprint.register_blueprint(solicitudes.blueprint, url_prefix="/solicitudes")
blueprint.register_blueprint(seguimiento.blueprint, url_prefix="/solicitudes")
blueprint.register_blueprint(subsanar.blueprint, url_prefix="/solicitudes")
blueprint.register_blueprint(accesos.blueprint, url_prefix="/accesos")
blueprint.register_blueprint(apertura.blueprint, url_prefix="/apertura")
blueprint.register_blueprint(bandeja.blueprint, url_prefix="/bandeja")
blueprint.register_blueprint(reportes.blueprint, url_prefix="/reportes")
blueprint.register_blueprint(legajos.blueprint, url_prefix="/servidores")
blueprint.register_blueprint(custodia.blueprint, url_prefix="/servidores")
blueprint.register_blueprint(traslados.sending, url_prefix="/servidores")
blueprint.register_blueprint(traslados.blueprint, url_prefix="/traslados")
blueprint.register_blueprint(ubicaciones.blueprint, url_prefix="/ubicaciones")
blueprint.register_blueprint(informes.blueprint, url_prefix="/informes")
blueprint.register_blueprint(informes.of_others, url_prefix="/servidores")
blueprint.register_blueprint(carpeta.blueprint)
blueprint.register_blueprint(importaciones.blueprint, url_prefix="/importaciones")
blueprint.register_blueprint(oficio.blueprint, url_prefix="/servidores")
blueprint.register_blueprint(historia.blueprint, url_prefix="/historia")
blueprint.register_blueprint(historia.of_others, url_prefix="/servidores")


class ExpedienteConverter(BaseConverter):
    """A número de expediente in an address; anything else is no page."""

    regex = "EXP-[0-9]{4}-[0-9]{6,9}"


class DniConverter(BaseConverter):
    """A DNI in an address; anything else is no page."""

    regex = "[0-9]{8}"


@blueprint.before_request
def look_for_legajo() -> None:
    """Know whether the person has a legajo that counts: the menu of every page depends on it."""
    g.servidor = queries.get_servidor(current_principal())


@blueprint.context_processor
def tell_about_legajo() -> dict[str, bool | None]:
    """Tell the frame what was found; None if we could not look."""
    if "servidor" not in g:
        return {"has_legajo": None}
    return {"has_legajo": g.servidor is not None and g.servidor.has_legajo_vigente}
