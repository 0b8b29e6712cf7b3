"""The DRE/GRE and UGEL of Peru by their six-digit codes: reference data that all services share."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NATIONAL = "000000"
"""The code of MINEDU itself: a scope of NATIONAL reaches every sede."""


@dataclass(frozen=True)
class Sede:
    """A UGEL, or a DRE/GRE (then `code` and `dre` are the same)."""

    code: str
    name: str
    dre: str
    dre_name: str


@cache
def all_sedes() -> dict[str, Sede]:
    """Return every DRE/GRE and UGEL by its code."""
    table = Path(__file__).with_name("sedes.tsv").read_text(encoding="utf-8")
    sedes: dict[str, Sede] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t"):
        dre, dre_name = row["cod_dre"], row["dre"]
        sedes.setdefault(dre, Sede(dre, dre_name, dre, dre_name))
        sedes[row["cod_ugel"]] = Sede(row["cod_ugel"], row["ugel"], dre, dre_name)
    return sedes


def find_sede(code: str) -> Sede | None:
    """Return the sede of that code, if there is one."""
    return all_sedes().get(code)


def name_of(code: str) -> str:
    """Return what the sede is called; the code itself when it is unknown."""
    sede = find_sede(code)
    return sede.name if sede else code
