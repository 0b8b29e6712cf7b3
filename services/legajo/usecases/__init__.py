"""What changes legajo: each function is one transaction, and announces what it did."""

from services.legajo.usecases.amending import amend_solicitud
from services.legajo.usecases.deciding import decide_solicitud
from services.legajo.usecases.servidores import Registered, register_servidores
from services.legajo.usecases.solicitudes import (
    attend_solicitud,
    withdraw_solicitud,
)
from services.legajo.usecases.submitting import submit_solicitud

__all__ = [
    "Registered",
    "amend_solicitud",
    "attend_solicitud",
    "decide_solicitud",
    "register_servidores",
    "submit_solicitud",
    "withdraw_solicitud",
]
