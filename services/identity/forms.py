"""What people and files give us, read into values; mistakes are `Invalid`, each at its field."""

from collections.abc import Mapping

from chassis.errors import Invalid
from contracts.sedes import NATIONAL, find_sede
from services.identity.domain import Registration, is_correo, is_dni

REQUIRED = ("dni", "apellidos", "nombres", "correo")
"""The columns that the register must have (docs/formats.md)."""

OPTIONAL = ("sede",)
"""Those that it may have."""

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
