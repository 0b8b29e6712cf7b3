"""What somebody should look at before a month is approved.

Warnings about what can be paid all the same. Pure rules: where the facts come from, the review of a
planilla knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

ATIPICO = 5
"""How many times the middle net amount of its regimen, or less than one such part of it, is odd."""

ENOUGH = 20
"""How many boletas a regimen must have in a planilla for their middle to say anything."""


class Clase(StrEnum):
    """What kind of thing a warning is about: they are shown in groups."""

    TOTAL = "total"
    CONCEPTO = "concepto"
    DNI = "dni"
    REPETIDA = "repetida"
    CESADA = "cesada"
    ATIPICO = "atipico"
    OTRO = "otro"

    @property
    def label(self) -> str:
        """What the group is called."""
        return CLASE_LABELS[self]


CLASE_LABELS = {
    Clase.TOTAL: "Totales que difieren en un céntimo",
    Clase.CONCEPTO: "Conceptos que no están en el catálogo",
    Clase.DNI: "DNI que conviene revisar",
    Clase.REPETIDA: "Personas que parecen repetidas",
    Clase.CESADA: "Personas cesadas que figuran con pago",
    Clase.ATIPICO: "Montos fuera de lo usual",
    Clase.OTRO: "Otras advertencias",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pago:
    """What is known of a boleta and its person when a planilla is reviewed."""

    dni: str
    periodo: int
    liquido: int
    bruto: int
    fecha_termino: date | None = None
    fecha_nacimiento: date | None = None
    namesakes: int = 1
    """How many boletas of the planilla are of somebody with that name and date of birth."""
    is_known: bool = True
    """Whether legajo knows the person; True also when it knows nobody of the sede."""
    tipo_servidor: str = ""
    """What legajo calls the person today."""
    middle: int = 0
    """The middle net amount of the regimen in the planilla; 0 when it says nothing."""


class Aviso(NamedTuple):
    """A warning: what it is about, and what it says."""

    clase: Clase
    motivo: str


def avisos_of(pago: Pago) -> Iterator[Aviso]:
    """Give what somebody should look at in a boleta."""
    yield from _about_the_person(pago)
    yield from _about_the_amounts(pago)


def about_concepto(codigo: str) -> Aviso:
    """Warn of a concept that nobody has explained: it may be a slip, or a new one."""
    return Aviso(Clase.CONCEPTO, f"El catálogo no explica el concepto «{codigo}».")


def _about_the_person(pago: Pago) -> Iterator[Aviso]:
    if len(set(pago.dni)) == 1:
        yield Aviso(Clase.DNI, f"El DNI {pago.dni} repite una sola cifra.")
    elif not pago.is_known:
        yield Aviso(Clase.DNI, f"Legajo no conoce a ninguna persona con el DNI {pago.dni}.")
    if pago.namesakes > 1:
        yield Aviso(Clase.REPETIDA, "Otra boleta de la planilla tiene el mismo nombre y otro DNI.")
    if pago.fecha_termino and _month_of(pago.fecha_termino) < pago.periodo:
        day = f"{pago.fecha_termino:%d/%m/%Y}"
        yield Aviso(Clase.CESADA, f"Su vínculo terminó el {day} y figura con pago.")
    elif "cesante" in pago.tipo_servidor.casefold():
        yield Aviso(Clase.CESADA, f"Legajo dice que es «{pago.tipo_servidor}».")


def _about_the_amounts(pago: Pago) -> Iterator[Aviso]:
    if not pago.bruto:
        yield Aviso(Clase.ATIPICO, "No tiene ningún ingreso.")
    elif not pago.liquido:
        yield Aviso(Clase.ATIPICO, "Los descuentos se llevan todo el ingreso.")
    elif pago.middle and pago.liquido > ATIPICO * pago.middle:
        yield Aviso(Clase.ATIPICO, f"Recibe más de {ATIPICO} veces lo usual en su régimen.")
    elif pago.middle and pago.liquido * ATIPICO < pago.middle:
        yield Aviso(Clase.ATIPICO, "Recibe menos de la quinta parte de lo usual en su régimen.")


def _month_of(day: date) -> int:
    return day.year * 100 + day.month


def clase_of(motivo: str) -> Clase:
    """Return the group of a warning that the reading of a record gave."""
    return Clase.TOTAL if motivo.endswith("difieren en un céntimo.") else Clase.OTRO
