"""Finds the code of who pays by the names that a print file has: it knows no codes."""

import re
from functools import cache, lru_cache
from unicodedata import normalize

from contracts.sedes import all_sedes

_DRE = re.compile(r"^\s*((?:DRE|GRE)\s.*?)(?:\s{2,}|\s*$)", re.I | re.M)

_KINDS = ("UGEL", "DRE", "GRE")


def payer_in(title: str) -> str:
    """Return the code of the UGEL or DRE that the head of a record names; "" if we know none.

    It stands before its RUC, on the same line.
    """
    end = title.find("RUC")
    name = title[title.rfind("\n", 0, end) + 1 : end].strip() if end > 0 else ""
    if not name[:4].upper().startswith(_KINDS):
        return ""
    return payer_named(name, "") or payer_named(name, _dre_in(title))


def _dre_in(title: str) -> str:
    match = _DRE.search(title)
    return match[1] if match else ""


@lru_cache(maxsize=1024)
def payer_named(name: str, dre: str) -> str:
    """Return the code of that name; where two have it, of the one under that DRE."""
    found = _by_name().get(_plain(name), [])
    if len(found) > 1:
        found = [code for code in found if _plain(all_sedes()[code].dre_name) == _plain(dre)]
    return found[0] if len(found) == 1 else ""


@cache
def _by_name() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for sede in all_sedes().values():
        codes.setdefault(_plain(sede.name), []).append(sede.code)
    return codes


def _plain(name: str) -> str:
    """Leave the letters and digits of a name; a Gerencia is a Dirección by another word."""
    letters = normalize("NFD", name.upper().replace("Ñ", "N"))
    words = re.sub(r"[^A-Z0-9 ]+", " ", "".join(c for c in letters if c.isascii())).split()
    return " ".join(["DRE" if word == "GRE" else word for word in words])
