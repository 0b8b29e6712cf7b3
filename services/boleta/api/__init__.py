"""/boleta/api/v1: what the pages show, for mobile apps and other systems of the State.

The same queries as the pages, so the same people see the same things. It describes itself at
/boleta/api/v1/openapi.json, from the type hints of its views; their docstrings are published.
"""

from services.boleta.api import administracion, servidor
from services.boleta.api.api import api

blueprint = api.blueprint

__all__ = ["administracion", "blueprint", "servidor"]
