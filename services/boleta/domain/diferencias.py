"""How a month stands to the one before it: who is new, who is missing, whose pay rose or fell."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

UMBRAL = 20
"""By how many percent a net amount must change to be told, unless another number is chosen."""

UMBRALES = (5, 10, 20, 30, 50, 100)
"""The thresholds that a page offers, in percent."""


class Cambio(StrEnum):
    """How a person's pay of a month stands to that of the month before."""

    NUEVA = "nueva"
    FALTA = "falta"
    SUBE = "sube"
    BAJA = "baja"

    @property
    def label(self) -> str:
        """What the group is called."""
        return CAMBIO_LABELS[self]

    @property
    def option(self) -> tuple[str, str]:
        """How it stands in a list to choose from."""
        return self.value, self.label


CAMBIO_LABELS = {
    Cambio.NUEVA: "Nuevas",
    Cambio.FALTA: "Ya no están",
    Cambio.SUBE: "Suben",
    Cambio.BAJA: "Bajan",
}


def previous_month(periodo: int) -> int:
    """Return the month before: 202112 of 202201."""
    return periodo - 1 if periodo % 100 > 1 else periodo - 100 + 11


def cambio_of(before: int | None, now: int | None, umbral: int = UMBRAL) -> Cambio | None:
    """Tell how a net amount changed, if by `umbral` percent of what it was or more."""
    if before is None:
        return None if now is None else Cambio.NUEVA
    if now is None:
        return Cambio.FALTA
    if abs(now - before) * 100 < umbral * before or now == before:
        return None
    return Cambio.SUBE if now > before else Cambio.BAJA


def percent(before: int | None, now: int | None) -> int | None:
    """Return by how many percent an amount rose; None when there is nothing to compare."""
    if not before or now is None:
        return None
    return round((now - before) * 100 / before)


class Grupo(NamedTuple):
    """How many boletas changed in one way, and what they came to before and now."""

    boletas: int = 0
    antes: int = 0
    ahora: int = 0


@dataclass(frozen=True, kw_only=True)
class Comparacion:
    """A planilla beside the month before, in sums."""

    anterior: int
    """The month before."""
    boletas: int
    """How many people were paid then; none is that nothing is known of it."""
    total: int
    """What they were paid then."""
    grupos: Mapping[Cambio, Grupo]

    @property
    def hay_anterior(self) -> bool:
        """Tell whether there is anything to compare with."""
        return self.boletas > 0

    def of(self, cambio: Cambio) -> Grupo:
        """Return the boletas that changed so."""
        return self.grupos.get(cambio, Grupo())

    def to_json(self) -> dict[str, Any]:
        """Write it down."""
        grupos = {cambio.value: list(grupo) for cambio, grupo in self.grupos.items()}
        return {
            "anterior": self.anterior,
            "boletas": self.boletas,
            "total": self.total,
            "grupos": grupos,
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Comparacion":
        """Read what was written down."""
        return cls(
            anterior=written["anterior"],
            boletas=written["boletas"],
            total=written["total"],
            grupos={Cambio(name): Grupo(*sums) for name, sums in written["grupos"].items()},
        )
