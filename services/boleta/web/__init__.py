"""The pages of boleta: they translate between a browser and the use cases, and decide nothing."""

from services.boleta.web import (
    accesos,
    administracion,
    anual,
    bandeja,
    boleta,
    catalogo,
    documentos,
    exportaciones,
    exportar,
    mi_boleta,
    planilla_informes,
    planillas,
    reclamos,
    registros,
    tablero,
    verificacion,
)
from services.boleta.web.blueprint import blueprint

__all__ = [
    "accesos",
    "administracion",
    "anual",
    "bandeja",
    "blueprint",
    "boleta",
    "catalogo",
    "documentos",
    "exportaciones",
    "exportar",
    "mi_boleta",
    "planilla_informes",
    "planillas",
    "reclamos",
    "registros",
    "tablero",
    "verificacion",
]
