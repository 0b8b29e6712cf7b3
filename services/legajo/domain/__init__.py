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
from services.legajo.domain.solicitud import (
    DECISIONES,
    EXPLAINED,
    MAX_ASUNTO,
    MAX_TEXT,
    TRANSITIONS,
    Accion,
    Estado,
    Pedido,
    check_comentario,
    format_expediente,
    next_estado,
    possible_acciones,
)

__all__ = [
    "DECISIONES",
    "EXPLAINED",
    "LIMA",
    "MAX_ASUNTO",
    "MAX_TEXT",
    "SECCIONES",
    "TRANSITIONS",
    "Accion",
    "Estado",
    "Pedido",
    "Seccion",
    "ServidorRecord",
    "TiempoDeServicio",
    "Vigencia",
    "check_comentario",
    "format_expediente",
    "mistakes_in_dates",
    "months_later",
    "next_estado",
    "possible_acciones",
    "tiempo_de_servicio",
]
