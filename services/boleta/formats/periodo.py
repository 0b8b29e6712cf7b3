"""Reads the month of a planilla, as files write it, into the number that we make of it: 202512."""

import re

from chassis.errors import Invalid
from uikit.filters import MESES

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
