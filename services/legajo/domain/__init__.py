"""The rules of legajo: its sections, the workflow of a solicitud, time of service.

Pure values and decisions. What day it is, who asks and where things are kept, others know.
"""

from services.legajo.domain.secciones import SECCIONES, Seccion
from services.legajo.domain.servidor import (
    LIMA,
    ServidorRecord,
    TiempoDeServicio,
    Vigencia,
    mistakes_in_dates,
    months_later,
    tiempo_de_servicio,
)
from services.legajo.domain.solicitud import MAX_ASUNTO, MAX_TEXT, Pedido, format_expediente
from services.legajo.domain.workflow import (
    DECISIONES,
    EXPLAINED,
    IN_COURSE,
    PLAZOS,
    POR_ATENDER,
    TRANSITIONS,
    Accion,
    Estado,
    acciones_of_escalafon,
    acciones_of_servidor,
    next_estado,
    possible_acciones,
)

__all__ = [
    "DECISIONES",
    "EXPLAINED",
    "IN_COURSE",
    "LIMA",
    "MAX_ASUNTO",
    "MAX_TEXT",
    "PLAZOS",
    "POR_ATENDER",
    "SECCIONES",
    "TRANSITIONS",
    "Accion",
    "Estado",
    "Pedido",
    "Seccion",
    "ServidorRecord",
    "TiempoDeServicio",
    "Vigencia",
    "acciones_of_escalafon",
    "acciones_of_servidor",
    "format_expediente",
    "mistakes_in_dates",
    "months_later",
    "next_estado",
    "possible_acciones",
    "tiempo_de_servicio",
]
