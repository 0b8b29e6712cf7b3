"""How the month of a planilla is written, and the number that we make of it: 202512."""

import re

from chassis.errors import Invalid

MESES = [
    "ENERO",
    "FEBRERO",
    "MARZO",
    "ABRIL",
    "MAYO",
    "JUNIO",
    "JULIO",
    "AGOSTO",
    "SETIEMBRE",
    "OCTUBRE",
    "NOVIEMBRE",
    "DICIEMBRE",
]
"""The months in the order of the year, with SETIEMBRE as it is written in Peru."""

_WRITTEN = re.compile(
    rf"({'|'.join(MESES)}|SEPTIEMBRE)\s*(?:-|DEL?\s)?\s*((?:19|20)[0-9]{{2}})(?![0-9])"
)
_NUMERIC = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")


def find_periodo(text: str) -> int:
    """Return the month that the text names, as `DICIEMBRE - 2025` does."""
    match = _WRITTEN.search(text.upper())
    if match is None:
        raise Invalid("Falta el periodo, escrito como DICIEMBRE - 2025.")
    mes = match[1].replace("SEPTIEMBRE", "SETIEMBRE")
    return int(match[2]) * 100 + MESES.index(mes) + 1


def read_periodo(text: str) -> int:
    """Read `aaaa-mm`."""
    match = _NUMERIC.fullmatch(text)
    if match is None:
        raise Invalid(f"El periodo «{text}» no está escrito como aaaa-mm.")
    return int(match[1] + match[2])


def periodo_name(periodo: int) -> str:
    """Write a month as people say it: `DICIEMBRE 2025`."""
    return f"{MESES[periodo % 100 - 1]} {periodo // 100}"
