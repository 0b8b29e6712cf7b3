"""What legajo knows. Whose it is comes first: not yours and not there are the same NotFound."""

from services.legajo.queries.bandeja import (
    PAGE_SIZE,
    Bandeja,
    get_solicitud_to_attend,
    list_bandeja,
    sedes_of,
)
from services.legajo.queries.servidores import get_servidor, list_servidores
from services.legajo.queries.solicitudes import (
    find_opening,
    find_sent,
    get_solicitud,
    list_solicitudes,
)

__all__ = [
    "PAGE_SIZE",
    "Bandeja",
    "find_opening",
    "find_sent",
    "get_servidor",
    "get_solicitud",
    "get_solicitud_to_attend",
    "list_bandeja",
    "list_servidores",
    "list_solicitudes",
    "sedes_of",
]
