"""How the audit trail and the codes in it are told to people: filters for templates and exports."""

from contracts.sedes import NATIONAL, name_of
from services.identity.models import AuditEntry

REASONS = {
    "wrong_password": "contraseña incorrecta",
    "wrong_code": "código incorrecto",
    "unknown": "no hay una cuenta así",
    "pending": "aún no tiene contraseña",
    "suspended": "la cuenta está suspendida",
}
"""What the short constants of refusals mean; other reasons were written by a person."""

DETAILS = {
    "expediente": "Expediente",
    "anterior": "Correo anterior",
    "nuevo": "Correo nuevo",
    "rol": "Rol",
    "en": "Sede",
    "sesiones": "Sesiones cerradas",
    "purpose": "Para",
    "usuario": "Usuario",
    "archivo": "Archivo",
    "filas": "Filas",
}
"""What the details of entries are called."""


def trail_detail(entry: AuditEntry) -> str:
    """Tell why, and the details, on one line."""
    told = [REASONS.get(entry.reason, entry.reason)] if entry.reason else []
    told += [f"{DETAILS.get(name, name)}: {value}" for name, value in entry.details.items()]
    return "; ".join(told)


def sede(code: str) -> str:
    """Tell a sede by its name; MINEDU reaches all of Peru, and some accounts have none."""
    if not code:
        return "Sin sede"
    return "Todo el Perú" if code == NATIONAL else name_of(code)
