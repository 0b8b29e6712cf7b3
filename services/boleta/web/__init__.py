"""The pages of boleta: they translate between a browser and the use cases, and decide nothing."""

from services.boleta.web import (
    administracion,
    bandeja,
    boleta,
    catalogo,
    documentos,
    mi_boleta,
    planilla_informes,
    planillas,
    reclamos,
    tablero,
    verificacion,
)
from services.boleta.web.blueprint import blueprint

__all__ = [
    "administracion",
    "bandeja",
    "blueprint",
    "boleta",
    "catalogo",
    "documentos",
    "mi_boleta",
    "planilla_informes",
    "planillas",
    "reclamos",
    "tablero",
    "verificacion",
]
