"""What the short names of the payroll mean, in plain Spanish, as far as we know.

The payroll writes the same name in several ways: `A.carg_dir_LRM` is looked up as `acargdirlrm`.
The words are in conceptos.toml. They are where a catalogue begins: who administers it may say more.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

TABLE = Path(__file__).with_name("conceptos.toml")
"""The words about each concept, for who edits them."""


@dataclass(frozen=True, kw_only=True)
class Explicacion:
    """What a person is told about a concept; an empty text is not known."""

    nombre: str
    que_es: str
    calculo: str = ""
    base_legal: str = ""
    a_quien: str = ""

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What is known beyond what it is, each under its heading."""
        named = [
            ("Cómo se calcula", self.calculo),
            ("Base legal", self.base_legal),
            ("A quién preguntar", self.a_quien),
        ]
        return [(name, text) for name, text in named if text]


def unknown(codigo: str) -> Explicacion:
    """Return what can be said of a concept that nobody has explained yet."""
    return Explicacion(
        nombre=codigo,
        que_es="Todavía no tenemos una explicación de este concepto: aquí está como la planilla lo "
        "escribe.",
        a_quien="El área de remuneraciones (planillas) de su UGEL o DRE.",
    )


def name_of_concepto(codigo: str) -> str:
    """Return what a concept is called in plain Spanish; the short name when we do not know."""
    known = explain(codigo)
    return known.nombre if known else codigo


def explain(codigo: str) -> Explicacion | None:
    """Return what we know of a concept, however the payroll writes it."""
    return explicaciones().get(key_of(codigo))


def key_of(codigo: str) -> str:
    """Return the short name in small letters, without accents, spaces or signs."""
    plain = normalize("NFKD", codigo).encode("ascii", "ignore").decode()
    return re.sub(r"[\W_]", "", plain).lower()


@cache
def explicaciones() -> Mapping[str, Explicacion]:
    """Return all that we know, by the key of each spelling."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    known: dict[str, Explicacion] = {}
    for key, said in table["concepto"].items():
        explicacion = _read(said, table["a_quien"])
        known |= dict.fromkeys([key, *said.get("tambien", ())], explicacion)
    return known


def _read(said: Mapping[str, Any], who: Mapping[str, str]) -> Explicacion:
    return Explicacion(
        nombre=said["nombre"],
        que_es=said["que_es"],
        calculo=said["calculo"],
        base_legal=said["base_legal"],
        a_quien=who[said["a_quien"]],
    )
