"""What people and files give us, read into values; mistakes are `Invalid`, each at its field."""

from collections.abc import Callable, Mapping
from typing import Any

from chassis.errors import Invalid
from contracts.sedes import NATIONAL, find_sede
from services.identity.domain import Registration, is_correo, is_dni

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
