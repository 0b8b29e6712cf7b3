"""How the audit trail and the codes in it are told to people, on pages and in files."""

from collections.abc import Iterable, Sequence
from typing import Any

from contracts.access_token import Role
from contracts.sedes import NATIONAL, all_sedes, name_of
from services.identity.models import AuditEntry
from services.identity.powers import Actor, sedes_of
from services.identity.queries.audit import Told

REASONS = {
    "wrong_password": "contraseña incorrecta",
    "wrong_code": "código incorrecto",
    "unknown": "no hay una cuenta así",
    "unknown_client": "no hay un programa así",
    "wrong_proof": "no probó que es ese programa",
    "pending": "aún no tiene contraseña",
    "suspended": "la cuenta está suspendida",
    "register": "lo dijo el registro Evaluación Docente",
    "code_reused": "todo lo que dio ese código terminó",
    "refresh_token_reused": "todo lo que dio ese permiso terminó",
    "revoked": "lo pidió el programa",
    "consent_withdrawn": "la persona retiró su autorización",
}
"""What the short constants of refusals mean; other reasons were written by a person."""

AMR = {"pwd": "contraseña", "otp": "código"}
"""With what a person signed in."""

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
    "ensayo": "Ensayo",
    "nombre": "Nombre",
    "sessions": "Sesiones cerradas",
    "amr": "Con",
    "scopes": "Datos",
    "kids": "Claves",
    "kid": "Clave",
    "years": "Años que se conservan",
    "entries": "Registros",
    **{name: name.capitalize() for name in ("dni", "tipo", "resultado", "desde", "hasta")},
}
"""What the details of entries are called."""


TRAIL_HEADER = (
    *("fecha", "acto", "resultado", "dni", "persona", "programa"),
    *("quien", "desde", "detalle"),
)
"""The columns of the trail as a file."""


def trail_row(told: Told) -> Sequence[object]:
    """Tell an entry as a row of a file."""
    entry, account = told.entry, told.account
    return (
        entry.at.isoformat(timespec="seconds"),
        entry.act.label,
        entry.outcome.label,
        account.dni if account else "",
        f"{account.apellidos}, {account.nombres}" if account else "",
        entry.client_id or "",
        told.who,
        entry.network,
        trail_detail(entry),
    )


def trail_detail(entry: AuditEntry) -> str:
    """Tell why, and the details, on one line."""
    told = [REASONS.get(entry.reason, entry.reason)] if entry.reason else []
    told += [f"{DETAILS.get(name, name)}: {_said(name, value)}" for name, value in _of(entry)]
    return "; ".join(told)


def _of(entry: AuditEntry) -> Iterable[tuple[str, Any]]:
    """Return the details in the order in which they are called, whatever the database did."""
    order = {name: place for place, name in enumerate(DETAILS)}
    return sorted(entry.details.items(), key=lambda item: order.get(item[0], len(order)))


def _said(name: str, value: Any) -> str:
    if name == "rol" and value in set(Role):
        return Role(value).label
    if name == "en":
        return f"{sede(value)} ({value})"
    if name == "amr":
        return " y ".join(AMR.get(word, word) for word in str(value).split())
    if isinstance(value, bool):
        return "sí" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def sede(code: str) -> str:
    """Tell a sede by its name; MINEDU reaches all of Peru, and some accounts have none."""
    if not code:
        return "Sin sede"
    return "Todo el Perú" if code == NATIONAL else name_of(code)


def sede_options(
    actor: Actor, roles: Iterable[Role], *, with_national: bool = True
) -> list[tuple[str, str]]:
    """Return the sedes that somebody reaches by those roles, to choose from: code and name."""
    codes = sedes_of(actor, roles)
    reached = all_sedes() if codes is None else codes
    options = sorted(((code, name_of(code)) for code in reached), key=lambda option: option[1])
    return [(NATIONAL, sede(NATIONAL)), *options] if codes is None and with_national else options
