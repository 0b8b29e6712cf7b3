"""The pages of boleta: they translate between a browser and the use cases, and decide nothing."""

from services.boleta.web import boleta, mi_boleta, planillas
from services.boleta.web.blueprint import blueprint

__all__ = ["blueprint", "boleta", "mi_boleta", "planillas"]
