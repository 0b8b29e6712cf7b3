"""Reads what a servidor is preparing: which step they take, and the files that came with it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import BinaryIO, cast
from uuid import UUID

from werkzeug.datastructures import FileStorage

from chassis.errors import Invalid
from services.legajo.domain import MAX_TEXT
from services.legajo.domain.anotacion import Operacion
from services.legajo.domain.borrador import MAX_NOMBRE
from services.legajo.forms.text import Form, read_file_name, read_text


class Paso(StrEnum):
    """What the form of an entry is sent for."""

    LISTO = "listo"
    """It is complete: check it."""
    SUBIR = "subir"
    """Keep it, and take the files in."""
    GUARDAR = "guardar"
    """Keep it as it is, to go on another day."""


def read_paso(form: Form) -> Paso:
    """Read which button was pressed; the form of a script that says nothing is only kept."""
    return next((paso for paso in Paso if paso == form.get("paso")), Paso.GUARDAR)


def read_operacion(form: Form) -> Operacion:
    """Read what is to be done with an entry that is there."""
    asked = form.get("operacion")
    if asked in {Operacion.CORREGIR, Operacion.ANULAR}:
        return Operacion(asked)
    raise Invalid("Elija si la anotación debe corregirse o retirarse.")


def read_borrador_id(form: Form) -> UUID:
    """Read which draft is sent: once only, however often the button is pressed."""
    try:
        return UUID(form.get("borrador", ""))
    except ValueError:
        raise Invalid("Vuelva a abrir la sección y envíe su solicitud otra vez.") from None


def read_detalle(form: Form) -> str:
    """Read what the servidor wants to say besides."""
    errors: dict[str, str] = {}
    detalle = read_text(form, "detalle", errors, "", MAX_TEXT)
    if errors:
        raise Invalid(errors=errors)
    return detalle


def chosen(files: Iterable[FileStorage]) -> list[tuple[str, BinaryIO]]:
    """Return the files that were really chosen, each with a name that can be shown."""
    return [
        (read_file_name(file.filename, MAX_NOMBRE), cast(BinaryIO, file.stream))
        for file in files
        if file.filename
    ]
