"""The tables of boleta, each in the module of what it is about."""

from services.boleta.models.acceso import Acceso
from services.boleta.models.base import Base, db
from services.boleta.models.boleta import Boleta, Registro, Servidor, boleta_serial
from services.boleta.models.catalogo import Concepto, ExplicacionConcepto, ValorParametro
from services.boleta.models.correccion import Correccion
from services.boleta.models.emision import Emision
from services.boleta.models.exportacion import Exportacion
from services.boleta.models.planilla import Incidencia, Planilla
from services.boleta.models.rebote import Rebote
from services.boleta.models.reclamo import MovimientoReclamo, NumeracionReclamo, Reclamo

__all__ = [
    "Acceso",
    "Base",
    "Boleta",
    "Concepto",
    "Correccion",
    "Emision",
    "ExplicacionConcepto",
    "Exportacion",
    "Incidencia",
    "MovimientoReclamo",
    "NumeracionReclamo",
    "Planilla",
    "Rebote",
    "Reclamo",
    "Registro",
    "Servidor",
    "ValorParametro",
    "boleta_serial",
    "db",
]
