"""The figures of the law that change from year to year: what they are, and which holds on a day.

No figure is written here: values are dated data, which who administers the catalogue keeps.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from chassis.errors import Invalid

LARGEST = Decimal("99999999")
"""The largest figure that is believed."""

_NUMBER = re.compile(
    r"(?:S/\.?\s*)?((?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,4})?)(?:\s*%)?"
)


class Unidad(StrEnum):
    """What a figure counts."""

    SOLES = "soles"
    PORCENTAJE = "porcentaje"


@dataclass(frozen=True)
class Parametro:
    """A figure of the law."""

    codigo: str
    nombre: str
    unidad: Unidad
    que_es: str

    def shown(self, valor: Decimal) -> str:
        """Write a value as people read it: `S/ 5,350.00`, `13 %`."""
        if self.unidad is Unidad.SOLES:
            return f"S/\N{NO-BREAK SPACE}{valor:,.2f}"
        return f"{valor.normalize():f}\N{NO-BREAK SPACE}%"


PARAMETROS = {
    parametro.codigo: parametro
    for parametro in (
        Parametro("uit", "Unidad Impositiva Tributaria (UIT)", Unidad.SOLES,
                  "La referencia de impuestos, multas y aportes; cambia cada año."),
        Parametro("rmv", "Remuneración Mínima Vital", Unidad.SOLES,
                  "La menor remuneración de una jornada completa, y base mínima de EsSalud."),
        Parametro("rim_hora", "RIM por hora, primera escala", Unidad.SOLES,
                  "El valor de la hora de la Remuneración Íntegra Mensual de la Ley 29944."),
        Parametro("onp", "Aporte a la ONP", Unidad.PORCENTAJE,
                  "Lo que aporta al Sistema Nacional de Pensiones quien no está en una AFP."),
        Parametro("afp_aporte", "Aporte obligatorio a la AFP", Unidad.PORCENTAJE,
                  "Lo que va a la cuenta individual de pensión."),
        Parametro("afp_seguro", "Prima de seguro de la AFP", Unidad.PORCENTAJE,
                  "El seguro de invalidez, sobrevivencia y sepelio; se paga hasta un tope."),
        Parametro("afp_tope", "Remuneración máxima asegurable", Unidad.SOLES,
                  "Hasta qué remuneración se paga la prima de seguro."),
        Parametro("afp_habitat", "Comisión por flujo, Habitat", Unidad.PORCENTAJE,
                  "Lo que cobra la AFP sobre la remuneración, a quien eligió pagar por flujo."),
        Parametro("afp_integra", "Comisión por flujo, Integra", Unidad.PORCENTAJE,
                  "Lo que cobra la AFP sobre la remuneración, a quien eligió pagar por flujo."),
        Parametro("afp_prima", "Comisión por flujo, Prima", Unidad.PORCENTAJE,
                  "Lo que cobra la AFP sobre la remuneración, a quien eligió pagar por flujo."),
        Parametro("afp_profuturo", "Comisión por flujo, Profuturo", Unidad.PORCENTAJE,
                  "Lo que cobra la AFP sobre la remuneración, a quien eligió pagar por flujo."),
        Parametro("essalud", "Aporte a EsSalud", Unidad.PORCENTAJE,
                  "Lo que paga la entidad por su seguro de salud, además de su remuneración."),
        Parametro("derrama", "Derrama Magisterial", Unidad.PORCENTAJE,
                  "El aporte mensual, como parte de la UIT."),
    )
}  # fmt: skip
"""All of them, in the order in which they are shown."""


@dataclass(frozen=True)
class Vigencia:
    """A value, and since when it holds."""

    desde: date
    valor: Decimal
    base_legal: str


def value_on(values: Sequence[Vigencia], on: date) -> Vigencia | None:
    """Return the value that holds on a day; of two since the same day, the one that came later."""
    held = [(said.desde, order) for order, said in enumerate(values) if said.desde <= on]
    return values[max(held)[1]] if held else None


def last_day_of(periodo: int) -> date:
    """Return the day that decides for a month: what changed during it holds for it already."""
    anio, mes = divmod(periodo, 100)
    return date(anio, mes, monthrange(anio, mes)[1])


def read_valor(text: str) -> Decimal:
    """Read `5,350.00`, `13` or `1.47`; a decimal comma is refused."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise Invalid(f"«{text}» no es un número: escríbalo como 5,350.00.")
    valor = Decimal(match[1].replace(",", ""))
    if valor > LARGEST:
        raise Invalid("El valor es demasiado grande.")
    return valor


def parametro_of(codigo: str) -> Parametro:
    """Return a figure by its code."""
    if codigo not in PARAMETROS:
        raise Invalid(f"No existe el parámetro «{codigo}»: {', '.join(PARAMETROS)}.")
    return PARAMETROS[codigo]
