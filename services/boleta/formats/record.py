"""What every planilla gives, whatever its format: a boleta as it was paid, or why there is none.

The rules that hold for both formats (docs/formats.md) are here: amounts, sums, the names of the
regimens. Amounts are whole céntimos from the first to the last step.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from chassis.csv_rows import read_date
from chassis.errors import Invalid

Linea = tuple[str, str, int]
"""A concept of a boleta: `+` income, `-` deduction or `=` employer's; its short name; céntimos."""

MAX_CENTIMOS = 999_999_999
"""The largest amount that is believed, S/ 9,999,999.99: a larger one is a slip of the keyboard."""

TOLERANCE = 1
"""How many céntimos a total may differ from its sum: the systems of the ministry round apart."""

SHOWN = 4000
"""How much of a bad record is kept to be shown, in characters."""

_DNI = re.compile(r"[0-9]{8}")
_AMOUNT = re.compile(r"(?:S/\.?\s*)?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?", re.I)

_REGIMENES = {
    "276": "D.Leg. 276",
    "728": "D.Leg. 728",
    "1057": "D.Leg. 1057 (CAS)",
    "1153": "D.Leg. 1153",
    "20530": "D.L. 20530",
}
"""The regimens that are not laws, by the number of the norm: files write them in many ways."""


class Record(NamedTuple):
    """One boleta as its file tells it; `offset` and `length` find it again there.

    A tuple, because half a million are made of a national month.
    """

    line: int
    periodo: int
    dni: str
    apellidos: str
    nombres: str
    regimen: str
    lines: tuple[Linea, ...]
    bruto: int
    descuentos: int
    liquido: int
    tipo_servidor: str = ""
    cargo: str = ""
    establecimiento: str = ""
    fecha_nacimiento: date | None = None
    fecha_ingreso: date | None = None
    fecha_termino: date | None = None
    cuenta: str = ""
    pension: str = ""
    tiempo_servicio: str = ""
    mensajes: str = ""
    estado: str = ""
    warnings: tuple[str, ...] = ()
    offset: int | None = None
    length: int | None = None
    sede: str = ""
    """The code of who paid; nothing when the record does not say, or says what we do not know."""


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A boleta that cannot be used: the reason says what to correct, `text` is what was read."""

    line: int
    reason: str
    text: str


def tidy(text: str) -> str:
    """Leave one space between words, and none around."""
    text = text.strip()
    return " ".join(text.split()) if "  " in text or "\n" in text else text


def read_centimos(text: str) -> int:
    """Read `2,760.12`, `2760.12` or `S/ 2,760.12` exactly; a decimal comma is refused."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise Invalid(f"«{text}» no es un monto: escríbalo como 2,760.12.")
    soles, centimos = match.groups(default="")
    return believed(int(soles.replace(",", "")[:10] + centimos.ljust(2, "0")))


def believed(centimos: int) -> int:
    """Return the amount, unless it is too large to be one."""
    if centimos > MAX_CENTIMOS:
        raise Invalid(f"El monto {soles(centimos)} es demasiado grande.")
    return centimos


def soles(centimos: int) -> str:
    """Write an amount as the guides do: `S/ 2,760.12`."""
    return f"S/ {centimos // 100:,}.{centimos % 100:02}"


def total_of(lines: Sequence[Linea], tipo: str) -> int:
    """Add up the lines of that tipo."""
    return sum([centimos for sign, _, centimos in lines if sign == tipo])


def check_totals(
    lines: Sequence[Linea], bruto: int, descuentos: int, liquido: int
) -> tuple[str, ...]:
    """Return a warning for each total that is one céntimo off; refuse a larger difference."""
    if descuentos > bruto:
        raise Invalid("Los descuentos son mayores que los ingresos.")
    ingresos, egresos = total_of(lines, "+"), total_of(lines, "-")
    if (ingresos, egresos, bruto - descuentos) == (bruto, descuentos, liquido):
        return ()
    compared = (
        ("Los ingresos", ingresos, bruto),
        ("Los descuentos", egresos, descuentos),
        ("Los ingresos menos los descuentos", bruto - descuentos, liquido),
    )
    differing = [compare for compare in compared if compare[1] != compare[2]]
    for what, found, told in differing:
        if abs(found - told) > TOLERANCE:
            raise Invalid(f"{what} dan {soles(found)}, pero el total dice {soles(told)}.")
    return tuple(
        f"{what} dan {soles(found)} y el total dice {soles(told)}: difieren en un céntimo."
        for what, found, told in differing
    )


def is_dni(text: str) -> bool:
    """Tell whether the text is 8 digits: the zeros at the left of a DNI belong to it."""
    return _DNI.fullmatch(text) is not None


def check_dni(text: str) -> str:
    """Return the DNI, or refuse what is none."""
    if not is_dni(text):
        raise Invalid(f"El DNI «{text}» no tiene 8 dígitos.")
    return text


@lru_cache(maxsize=1024)
def regimen_name(text: str) -> str:
    """Return the regimen as the guides write it: `LEY 30328` is `Ley Nro 30328`."""
    written = " ".join(text.split())
    number = re.search(r"(?<![0-9])[0-9]{3,5}(?![0-9])", written)
    if number is None:
        return _REGIMENES["1057"] if written.upper() == "CAS" else written
    if number[0] in _REGIMENES:
        return _REGIMENES[number[0]]
    return f"Ley Nro {number[0]}" if written.upper().startswith("LEY") else written


def read_dates(
    fields: Mapping[str, str], names: Sequence[str]
) -> tuple[dict[str, date | None], list[str]]:
    """Return the dates, and a warning for each that is none: no boleta is refused for a date."""
    dates: dict[str, date | None] = dict.fromkeys(names)
    doubts = []
    for name in names:
        try:
            dates[name] = date_or_blank(fields[name])
        except Invalid as refusal:
            doubts.append(refusal.detail)
    return dates, doubts


@lru_cache(maxsize=1 << 14)
def date_or_blank(text: str) -> date | None:
    """Read a date that may be blank: print files fill it with spaces, dashes or zeros."""
    return read_date(text) if text.strip("0/- ") else None
