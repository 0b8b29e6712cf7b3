"""/legajo/api/v1: what the pages show and do, for mobile apps and other systems of the State.

The same queries and use cases as the pages, so the same people see and do the same things. It
describes itself at /legajo/api/v1/openapi.json, from the type hints of its views; their docstrings
are published. `contratos` is what the gateway and boleta ask.
"""

from services.legajo.api import (
    apertura,
    bandeja,
    borradores,
    carpeta,
    catalogo,
    contratos,
    custodia,
    historia,
    importaciones,
    informes,
    legajo,
    legajos,
    oficio,
    palabras,
    solicitudes,
    subsanacion,
    traslados,
)
from services.legajo.api.api import api

blueprint = api.blueprint

__all__ = [
    "apertura",
    "bandeja",
    "blueprint",
    "borradores",
    "carpeta",
    "catalogo",
    "contratos",
    "custodia",
    "historia",
    "importaciones",
    "informes",
    "legajo",
    "legajos",
    "oficio",
    "palabras",
    "solicitudes",
    "subsanacion",
    "traslados",
]
