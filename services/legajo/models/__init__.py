"""The tables of legajo. A model may decide about itself, and asks `domain` how."""

from services.legajo.models.acceso import Acceso
from services.legajo.models.anotacion import (
    Adjunto,
    Anotacion,
    Borrador,
    Cambio,
    Documento,
    by_seccion,
)
from services.legajo.models.base import Base, db
from services.legajo.models.historia import Historia
from services.legajo.models.importacion import (
    Importacion,
    ImportacionPieza,
    ImportacionRechazo,
)
from services.legajo.models.informe import Informe, NumeracionInforme
from services.legajo.models.servidor import Legajo, Servidor
from services.legajo.models.solicitud import Movimiento, Numeracion, Solicitud
from services.legajo.models.subsanacion import Enmienda, Subsanacion
from services.legajo.models.traslado import Traslado
from services.legajo.models.veredicto import Veredicto

__all__ = [
    "Acceso",
    "Adjunto",
    "Anotacion",
    "Base",
    "Borrador",
    "Cambio",
    "Documento",
    "Enmienda",
    "Historia",
    "Importacion",
    "ImportacionPieza",
    "ImportacionRechazo",
    "Informe",
    "Legajo",
    "Movimiento",
    "Numeracion",
    "NumeracionInforme",
    "Servidor",
    "Solicitud",
    "Subsanacion",
    "Traslado",
    "Veredicto",
    "by_seccion",
    "db",
]
