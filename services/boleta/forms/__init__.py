"""What people ask for in the address of a page; what makes no sense is as if not asked.

What they type in forms, and what must be right to be accepted, is read by the modules beside.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Filtros(NamedTuple):
    """The boletas that a person wants to see; None is all."""

    anio: int | None
    mes: int | None


def read_filtros(args: Mapping[str, str]) -> Filtros:
    """Read `anio` and `mes`."""
    return Filtros(read_number(args.get("anio"), 1900, 2999), read_number(args.get("mes"), 1, 12))


def read_pagina(args: Mapping[str, str]) -> int:
    """Read which page of a long list is wanted, from 1."""
    return read_number(args.get("pagina"), 1, 100_000) or 1


def read_number(text: str | None, least: int, most: int) -> int | None:
    """Read a whole number within those bounds; None is anything else."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if least <= number <= most else None
