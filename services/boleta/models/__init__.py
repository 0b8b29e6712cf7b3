"""The tables of boleta, each in the module of what it is about."""

from services.boleta.models.acceso import Acceso
from services.boleta.models.base import Base, db
from services.boleta.models.boleta import Boleta, Registro, Servidor, boleta_serial
from services.boleta.models.catalogo import Concepto
from services.boleta.models.planilla import Incidencia, Planilla

__all__ = [
    "Acceso",
    "Base",
    "Boleta",
    "Concepto",
    "Incidencia",
    "Planilla",
    "Registro",
    "Servidor",
    "boleta_serial",
    "db",
]
