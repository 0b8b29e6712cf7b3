"""What an Administrador MI BOLETA types and chooses about a planilla."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from chassis.errors import Invalid
from contracts.access_token import Principal, Role
from services.boleta.domain.avisos import Clase
from services.boleta.domain.diferencias import UMBRAL, Cambio
from services.boleta.domain.planilla import Accion, EstadoPlanilla, TipoPlanilla
from services.boleta.forms import read_number
from services.boleta.usecases.planillas import Upload
from uikit.filters import LIMA

FIRST_YEAR = 1980
"""The earliest month that a planilla can be of: older pay was never in a file."""

MAX_NAME = 120
"""How much of the name of a file is kept, in characters."""


def read_upload(
    form: Mapping[str, str], files: Mapping[str, FileStorage], principal: Principal, *, today: date
) -> Upload:
    """Read what is uploaded, and for which sede, month and tipo; refuse what is out of reach."""
    errors: dict[str, str] = {}
    anio = read_number(form.get("anio"), FIRST_YEAR, today.year + 1)
    mes = read_number(form.get("mes"), 1, 12)
    sede = form.get("sede", "")
    tipo = form.get("tipo", "")
    file = files.get("archivo")
    if anio is None:
        errors["anio"] = "Elija el año."
    if mes is None:
        errors["mes"] = "Elija el mes."
    if not principal.may(Role.ADMINISTRADOR_BOLETA, sede):
        errors["sede"] = "Elija una sede de su ámbito."
    if tipo not in set(TipoPlanilla):
        errors["tipo"] = "Elija el tipo de planilla."
    if file is None or not file.filename:
        errors["archivo"] = "Elija el archivo de la planilla."
    if errors or anio is None or mes is None or file is None:
        raise Invalid(errors=errors)
    return Upload(
        stream=cast(BinaryIO, file.stream),
        archivo=(file.filename or "")[-MAX_NAME:],
        periodo=anio * 100 + mes,
        sede=sede,
        tipo=TipoPlanilla(tipo),
        es_ensayo=form.get("es_ensayo") == "1",
    )


def read_publish_at(form: Mapping[str, str]) -> datetime:
    """Read a day and an hour of Lima."""
    try:
        day = date.fromisoformat(form.get("fecha", ""))
        hour = time.fromisoformat(form.get("hora", ""))
    except ValueError:
        raise Invalid(errors={"fecha": "Elija la fecha y la hora."}) from None
    return datetime.combine(day, hour.replace(tzinfo=None), tzinfo=LIMA)


def read_estado(text: str | None) -> EstadoPlanilla | None:
    """Read an estado of the list; None is all of them."""
    return EstadoPlanilla(text) if text in set(EstadoPlanilla) else None


def read_accion(text: str | None) -> Accion | None:
    """Read what the person is about to confirm."""
    return Accion(text) if text in set(Accion) else None


def read_clase(text: str | None) -> Clase | None:
    """Read which warnings are wanted; None is what was refused."""
    return Clase(text) if text in set(Clase) else None


def read_cambio(text: str | None) -> Cambio | None:
    """Read which changes are wanted; None is all of them."""
    return Cambio(text) if text in set(Cambio) else None


def read_umbral(text: str | None) -> int:
    """Read from how many percent on a change is told."""
    return read_number(text, 1, 1000) or UMBRAL
