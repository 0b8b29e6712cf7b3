"""One boleta beside another: what rose, what fell, what came and what went."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.boleta.domain import BoletaDocument, Linea, TipoConcepto


class Movimiento(StrEnum):
    """What became of a concept from one boleta to the other."""

    SUBIO = "Subió"
    BAJO = "Bajó"
    APARECIO = "Es nuevo"
    DESAPARECIO = "Ya no está"


class Efecto(StrEnum):
    """What that did to the pay of the person."""

    MAS = "más"
    MENOS = "menos"
    NINGUNO = "ninguno"


@dataclass(frozen=True)
class Cambio:
    """A concept whose amount is not the same in both; none where it is not there."""

    linea: Linea
    antes: int | None
    ahora: int | None

    @property
    def diferencia(self) -> int:
        """How much more it is now; below zero, how much less."""
        return (self.ahora or 0) - (self.antes or 0)

    @property
    def movimiento(self) -> Movimiento:
        """What became of it."""
        if self.antes is None:
            return Movimiento.APARECIO
        if self.ahora is None:
            return Movimiento.DESAPARECIO
        return Movimiento.SUBIO if self.diferencia > 0 else Movimiento.BAJO

    @property
    def efecto(self) -> Efecto:
        """What it does to the pay: more of a deduction is less pay."""
        if self.linea.tipo is TipoConcepto.APORTE:
            return Efecto.NINGUNO
        is_more = (self.diferencia > 0) == (self.linea.tipo is TipoConcepto.INGRESO)
        return Efecto.MAS if is_more else Efecto.MENOS


@dataclass(frozen=True)
class Comparacion:
    """What changed from one boleta to another, the largest change of each kind first."""

    antes: BoletaDocument
    ahora: BoletaDocument
    cambios: tuple[Cambio, ...]
    iguales: int
    """How many concepts have the same amount in both."""

    @property
    def diferencia(self) -> int:
        """How much more the person gets now; below zero, how much less."""
        return self.ahora.liquido - self.antes.liquido

    def of(self, tipo: str) -> tuple[Cambio, ...]:
        """Return what changed among the concepts of one kind."""
        return tuple(cambio for cambio in self.cambios if cambio.linea.tipo == tipo)


def compare(antes: BoletaDocument, ahora: BoletaDocument) -> Comparacion:
    """Set two boletas side by side, concept by concept."""
    before, now = _by_concept(antes.lineas), _by_concept(ahora.lineas)
    both = [
        Cambio((now.get(key) or before[key])[0], _amount(before, key), _amount(now, key))
        for key in dict.fromkeys((*now, *before))
    ]
    changed = [cambio for cambio in both if cambio.antes != cambio.ahora]
    order = list(TipoConcepto)
    changed.sort(key=lambda cambio: (order.index(cambio.linea.tipo), -abs(cambio.diferencia)))
    return Comparacion(antes, ahora, tuple(changed), len(both) - len(changed))


Concept = tuple[TipoConcepto, str]


def _by_concept(lineas: Iterable[Linea]) -> dict[Concept, tuple[Linea, int]]:
    """Add up a concept that comes more than once."""
    found: dict[Concept, tuple[Linea, int]] = {}
    for linea in lineas:
        key = (linea.tipo, linea.codigo)
        before = found[key][1] if key in found else 0
        found[key] = (linea, before + linea.centimos)
    return found


def _amount(found: dict[Concept, tuple[Linea, int]], key: Concept) -> int | None:
    return found[key][1] if key in found else None
