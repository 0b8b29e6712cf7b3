"""The rules of an entry of a legajo: what its fields may say, and when it counts.

What was typed becomes values that keep in JSON: texts, whole numbers, ISO dates, yes or no.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NamedTuple

from chassis.csv_rows import read_date
from chassis.errors import Invalid
from services.legajo.domain.operacion import Operacion as Operacion  # noqa: PLC0414  (offered here)
from services.legajo.domain.secciones import Campo, Clase, Limites, TipoAnotacion

Valores = Mapping[str, Any]
"""What an entry says, by the key of each field; what is not said is not there."""

FIRST_YEAR = 1900
"""Older dates are a slip of the finger."""

LAST_YEARS = 60
"""How many years ahead a date may be: the end of a contract, not the year 20222."""

POR_QUE = "por_que"
"""The field of the form that says why; `motivo` is a field of some kinds of entry."""

SI, NO = "si", "no"
"""How a form says yes and no."""


class Origen(StrEnum):
    """How an entry came into the legajo."""

    SOLICITUD = "solicitud"
    DE_OFICIO = "de_oficio"
    IMPORTACION = "importacion"


class EstadoAnotacion(StrEnum):
    """Whether an entry counts. Nothing is ever deleted."""

    VIGENTE = "vigente"
    ANULADA = "anulada"


@dataclass(frozen=True)
class Margen:
    """Between which days what happened to a servidor can be."""

    nacimiento: date
    hoy: date


class Diferencia(NamedTuple):
    """A field as it was and as it is to be."""

    etiqueta: str
    antes: str
    despues: str

    @property
    def is_other(self) -> bool:
        """Tell whether it is not as it was."""
        return self.antes != self.despues


def read_valores(tipo: TipoAnotacion, typed: Mapping[str, str], margen: Margen) -> dict[str, Any]:
    """Read all fields of a kind; the refusal tells everything that is wrong, field by field."""
    errors: dict[str, str] = {}
    valores: dict[str, Any] = {}
    for campo in tipo.campos:
        try:
            value = _read(campo, clean(typed.get(campo.clave, "")), margen)
        except Invalid as refusal:
            errors[campo.clave] = refusal.detail
        else:
            if value is not None:
                valores[campo.clave] = value
    if not errors:
        errors = _mistakes_between(tipo, valores)
    if errors:
        raise Invalid(errors=errors)
    return valores


def clean(text: str) -> str:
    """Leave out what no field holds: spaces around it, and characters that nobody types."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def typed_of(tipo: TipoAnotacion, valores: Valores) -> dict[str, str]:
    """Return values as a form shows them to be corrected."""
    found = {campo: valores.get(campo.clave) for campo in tipo.campos}
    return {
        campo.clave: (SI if value else NO) if isinstance(value, bool) else str(value)
        for campo, value in found.items()
        if value is not None
    }


def shown(campo: Campo, value: Any) -> str:
    """Return a value as people read it; nothing if it is not known."""
    if value is None or value == "":
        return ""
    match campo.clase:
        case Clase.FECHA:
            return show_fecha(str(value))
        case Clase.SI_NO:
            return "Sí" if value is True or value == SI else "No"
        case Clase.MONTO:
            return _monto(str(value))
    return str(value)


def compare(tipo: TipoAnotacion, antes: Valores, despues: Valores) -> list[Diferencia]:
    """Return every field that is known before or after, in the order of the kind."""
    found = [
        Diferencia(
            campo.etiqueta,
            shown(campo, antes.get(campo.clave)),
            shown(campo, despues.get(campo.clave)),
        )
        for campo in tipo.campos
    ]
    return [each for each in found if each.antes or each.despues]


def day_of(valores: Valores, clave: str) -> date | None:
    """Return a date among the values, if the kind has one of that key and it is said."""
    value = valores.get(clave)
    return date.fromisoformat(value) if value else None


def _read(campo: Campo, text: str, margen: Margen) -> Any:
    if not text:
        if campo.es_obligatorio:
            raise Invalid(_asked_for(campo))
        return None
    return READERS[campo.clase](campo, text, margen)


def _asked_for(campo: Campo) -> str:
    verb = "Elija una opción en" if campo.clase in {Clase.OPCION, Clase.SI_NO} else "Complete"
    return f"{verb} «{campo.etiqueta}»."


def _read_text(campo: Campo, text: str, _: Margen) -> str:
    if len(text) > campo.largo:
        raise Invalid(f"Escriba {campo.largo} caracteres como máximo: ahora tiene {len(text)}.")
    if campo.patron and not re.fullmatch(campo.patron, text):
        raise Invalid(f"Revíselo. {campo.ayuda}".strip())
    return text


def _read_fecha(campo: Campo, text: str, margen: Margen) -> str:
    day = read_date(text)
    if day.year < FIRST_YEAR or day.year > margen.hoy.year + LAST_YEARS:
        raise Invalid(f"Revise el año: {day.year}.")
    if day > margen.hoy and campo.limites is not Limites.LIBRE:
        raise Invalid("La fecha no puede ser futura.")
    if day < margen.nacimiento and campo.limites is not Limites.PASADO:
        raise Invalid(f"La fecha es anterior a su nacimiento ({margen.nacimiento:%d/%m/%Y}).")
    return day.isoformat()


def _read_numero(campo: Campo, text: str, _: Margen) -> int:
    number = int(text) if re.fullmatch("[0-9]{1,9}", text) else -1
    if not campo.min <= number <= campo.max:
        raise Invalid(f"Escriba un número entero entre {campo.min} y {campo.max}.")
    return number


def _read_anio(campo: Campo, text: str, margen: Margen) -> int:
    year = int(text) if re.fullmatch("[0-9]{4}", text) else -1
    if not margen.nacimiento.year <= year <= margen.hoy.year:
        raise Invalid(f"Escriba un año entre {margen.nacimiento.year} y {margen.hoy.year}.")
    return year


def _read_monto(campo: Campo, text: str, _: Margen) -> str:
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        amount = Decimal(-1)
    if not (amount.is_finite() and 0 <= amount <= campo.max) or amount != round(amount, 2):
        raise Invalid("Escriba un monto en soles, con punto y dos decimales: 1250.00.")
    return f"{amount:.2f}"


def _read_opcion(campo: Campo, text: str, _: Margen) -> str:
    if text not in campo.opciones:
        raise Invalid("Elija una opción de la lista.")
    return text


def _read_si_no(_: Campo, text: str, __: Margen) -> bool:
    if text not in {SI, NO}:
        raise Invalid("Elija sí o no.")
    return text == SI


READERS: dict[Clase, Callable[[Campo, str, Margen], Any]] = {
    Clase.TEXTO: _read_text,
    Clase.PARRAFO: _read_text,
    Clase.FECHA: _read_fecha,
    Clase.NUMERO: _read_numero,
    Clase.MONTO: _read_monto,
    Clase.ANIO: _read_anio,
    Clase.OPCION: _read_opcion,
    Clase.SI_NO: _read_si_no,
}
"""How each kind of field is read."""


def _mistakes_between(tipo: TipoAnotacion, valores: Valores) -> dict[str, str]:
    """Tell what is wrong with a date or year because of another one."""
    desde, hasta = day_of(valores, tipo.desde), day_of(valores, tipo.hasta)
    if desde and hasta and hasta < desde:
        return {tipo.hasta: "La fecha de término es anterior a la de inicio."}
    if valores.get("anio_fin", 9999) < valores.get("anio_inicio", 0):
        return {"anio_fin": "El año en que terminó es anterior al año en que empezó."}
    return {}


def show_fecha(text: str) -> str:
    """Return an ISO date as people read it; what is none stays as it is."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text  # a draft: it was typed, and is not read yet


def _monto(text: str) -> str:
    try:
        return f"S/ {Decimal(text):,.2f}"
    except InvalidOperation:
        return text
