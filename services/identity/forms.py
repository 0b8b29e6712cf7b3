"""What people and files give us, read into values; mistakes are `Invalid`, each at its field."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from chassis.csv_rows import read_date
from chassis.errors import Invalid, NotFound
from chassis.imports import CsvImport, each
from contracts.access_token import Role
from contracts.sedes import NATIONAL, find_sede
from services.identity.acts import Kind, Outcome
from services.identity.domain import Registration, is_correo, is_dni
from services.identity.queries.audit import Filters
from services.identity.usecases.register import ROWS_AT_ONCE, register_accounts
from uikit.filters import LIMA

REQUIRED = ("dni", "apellidos", "nombres", "correo")
"""The columns that the register must have (docs/formats.md)."""

OPTIONAL = ("sede",)
"""Those that it may have."""

LEAST_WORD, LEAST_REASON = 3, 5
"""How many letters a search or a reason needs at least."""

MAX_REASON, MAX_EXPEDIENTE, MAX_NAME = 500, 60, 100
"""How many letters are kept at most."""

TYPE_THE_DNI = "Escriba los 8 dígitos de su DNI."
TYPE_THE_CORREO = "Escriba su correo electrónico completo, por ejemplo: nombre@gmail.com."


def typed(form: Mapping[str, str], name: str) -> str:
    """Return what was typed in a field, without what nobody can type: control characters."""
    return "".join(filter(str.isprintable, form.get(name, ""))).strip()


def read_pair(form: Mapping[str, str]) -> tuple[str, str]:
    """Read the DNI and the address of Generar contraseña."""
    dni, correo = typed(form, "dni"), typed(form, "correo")
    errors = {}
    if not is_dni(dni):
        errors["dni"] = TYPE_THE_DNI
    if not is_correo(correo):
        errors["correo"] = TYPE_THE_CORREO
    if errors:
        raise Invalid(errors=errors)
    return dni, correo


def read_correo(form: Mapping[str, str]) -> str:
    """Read the address of Recuperar contraseña."""
    correo = typed(form, "correo")
    if not is_correo(correo):
        raise Invalid(errors={"correo": TYPE_THE_CORREO})
    return correo


def read_credentials(form: Mapping[str, str]) -> tuple[str, str]:
    """Read usuario and contraseña; a password is taken exactly as it was typed."""
    usuario, contrasena = typed(form, "usuario"), form.get("contrasena", "")
    errors = {}
    if not usuario:
        errors["usuario"] = TYPE_THE_DNI
    if not contrasena:
        errors["contrasena"] = "Escriba su contraseña."
    if errors:
        raise Invalid(errors=errors)
    return usuario, contrasena


def read_code(form: Mapping[str, str]) -> str:
    """Read a code of an app, or one on paper: spaces, hyphens and case say nothing."""
    codigo = typed(form, "codigo").replace(" ", "").replace("-", "").lower()
    if not codigo:
        raise Invalid(errors={"codigo": "Escriba el código de 6 dígitos de su aplicación."})
    return codigo


def read_current_password(form: Mapping[str, str]) -> str:
    """Read the password of who is signed in, exactly as it was typed."""
    actual = form.get("actual", "")
    if not actual:
        raise Invalid(errors={"actual": "Escriba su contraseña actual."})
    return actual


def read_new_password(form: Mapping[str, str]) -> str:
    """Read a password that was typed twice."""
    contrasena = form.get("contrasena", "")
    if not contrasena:
        raise Invalid(errors={"contrasena": "Escriba su nueva contraseña."})
    if form.get("confirmacion", "") != contrasena:
        raise Invalid(errors={"confirmacion": "Las dos contraseñas no son iguales."})
    return contrasena


def read_registration(values: Mapping[str, str]) -> Registration:
    """Read a row of the register Evaluación Docente."""
    row = Registration(**values)
    if not is_dni(row.dni):
        raise Invalid(f"El DNI «{row.dni}» no tiene 8 dígitos.")
    if not is_correo(row.correo):
        raise Invalid(f"El correo «{row.correo}» no es una dirección.")
    if row.sede and row.sede != NATIONAL and find_sede(row.sede) is None:
        raise Invalid(f"La sede «{row.sede}» no existe.")
    return row


REGISTER = CsvImport(
    required=REQUIRED,
    optional=OPTIONAL,
    reader=each(read_registration),
    key=lambda registration: f"El DNI {registration.dni}",
    register=register_accounts,
    batch=ROWS_AT_ONCE,
    outcome="{created} cuentas nuevas, {corrected} corregidas, {unchanged} sin cambios",
)
"""The register Evaluación Docente."""


def read_search(args: Mapping[str, str]) -> str:
    """Read what the mesa looks for; too little of a name would find half the country."""
    what = typed(args, "q")
    is_enough = is_dni(what) or "@" in what or max(map(len, what.split()), default=0) >= LEAST_WORD
    if what and not is_enough:
        raise Invalid(errors={"q": "Escriba un DNI completo, un correo o al menos 3 letras."})
    return what


def read_reason(form: Mapping[str, str], name: str = "motivo") -> str:
    """Read why something is done; it stays in the audit trail."""
    reason = typed(form, name)
    if not LEAST_REASON <= len(reason) <= MAX_REASON:
        raise Invalid(errors={name: f"Escriba el motivo, de {LEAST_REASON} a {MAX_REASON} letras."})
    return reason


def read_expediente(form: Mapping[str, str]) -> str:
    """Read the number by which the paper that asked for it is found."""
    expediente = typed(form, "expediente")
    if not expediente or len(expediente) > MAX_EXPEDIENTE:
        raise Invalid(errors={"expediente": "Escriba el número del expediente o del ticket."})
    return expediente


def read_new_account(form: Mapping[str, str]) -> tuple[Registration, str]:
    """Read a person whose account the mesa creates, and the expediente that asks for it."""
    fields = ("dni", "apellidos", "nombres", "correo", "sede")
    row = Registration(**{name: " ".join(typed(form, name).split()) for name in fields})
    errors = {}
    if not is_dni(row.dni):
        errors["dni"] = "Escriba los 8 dígitos del DNI."
    for name in ("apellidos", "nombres"):
        if not getattr(row, name) or len(getattr(row, name)) > MAX_NAME:
            errors[name] = f"Escriba los {name} como figuran en el DNI."
    if not is_correo(row.correo):
        errors["correo"] = TYPE_THE_CORREO
    if find_sede(row.sede) is None:
        errors["sede"] = "Elija la UGEL o DRE de la persona."
    return row, all_read(errors, lambda: read_expediente(form))


def all_read(errors: dict[str, str], *readers: Callable[[], Any]) -> Any:
    """Read the rest of a form, so that all its mistakes are told at once."""
    values = []
    for read in readers:
        try:
            values.append(read())
        except Invalid as refusal:
            errors |= refusal.errors
    if errors:
        raise Invalid(errors=errors)
    return values[0] if len(values) == 1 else values


def read_role(text: str) -> Role:
    """Read a role as addresses and forms name it."""
    if text not in set(Role):
        raise NotFound("No existe ese rol.")
    return Role(text)


def read_sede_and_role(args: Mapping[str, str]) -> tuple[str, Role | None]:
    """Read of whom a list of roles is wanted; what does not exist filters nothing."""
    role = typed(args, "rol")
    return typed(args, "sede"), Role(role) if role in set(Role) else None


class RoleGrantForm(NamedTuple):
    """Who is to hold which role over which sede, and why."""

    dni: str
    role: Role
    sede: str
    reason: str


def read_role_grant(form: Mapping[str, str]) -> RoleGrantForm:
    """Read who is to hold which role."""
    dni, role, sede = (typed(form, name) for name in ("dni", "rol", "sede"))
    errors = {}
    if not is_dni(dni):
        errors["dni"] = "Escriba los 8 dígitos del DNI."
    if role not in set(Role):
        errors["rol"] = "Elija el rol."
    if sede != NATIONAL and find_sede(sede) is None:
        errors["sede"] = "Elija la UGEL o DRE."
    reason = all_read(errors, lambda: read_reason(form))
    return RoleGrantForm(dni, Role(role), sede, reason)


def read_trail_filters(args: Mapping[str, str]) -> Filters:
    """Read what part of the audit trail is wanted; days are those of Peru."""
    dni, kind, outcome = (typed(args, name) for name in ("dni", "tipo", "resultado"))
    errors = {}
    if dni and not is_dni(dni):
        errors["dni"] = "Escriba los 8 dígitos del DNI."
    since, until = all_read(errors, lambda: _day(args, "desde"), lambda: _day(args, "hasta"))
    return Filters(
        dni=dni,
        kind=Kind(kind) if kind in set(Kind) else None,
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        since=since,
        until=until + timedelta(days=1) if until else None,
    )


def _day(args: Mapping[str, str], name: str) -> datetime | None:
    text = typed(args, name)
    if not text:
        return None
    try:
        return datetime.combine(read_date(text), time(), LIMA)
    except Invalid as refusal:
        raise Invalid(errors={name: refusal.detail}) from None
