"""What is told of a period: what entered, what was answered, what is late, and in how many days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from chassis.errors import Invalid

MOST_DAYS = 366
"""The longest period of a report: what happened in a year."""


@dataclass(frozen=True)
class Periodo:
    """From one day to another, both included."""

    desde: date
    hasta: date


def check_periodo(desde: date, hasta: date) -> Periodo:
    """Refuse a period that ends before it begins, or that is too long for one report."""
    if hasta < desde:
        raise Invalid(errors={"hasta": "«Hasta» es anterior a «Desde»."})
    if (hasta - desde).days >= MOST_DAYS:
        raise Invalid(errors={"hasta": "Elija un periodo de un año como máximo."})
    return Periodo(desde, hasta)


def this_month(today: date) -> Periodo:
    """Return the month of today, until today."""
    return Periodo(today.replace(day=1), today)


def day_after(day: date) -> date:
    """Return where a period that ends on `day` ends, as a moment."""
    return day + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Fila:
    """A sede of the report, or all of them together."""

    sede: str
    """What it is called; empty for all of them."""
    entraron: int = 0
    atendidas: int = 0
    en_parte: int = 0
    rechazadas: int = 0
    sin_terminar: int = 0
    """Those that their servidor did not go on with: desistidas and no presentadas."""
    por_atender: int = 0
    """Waiting today, whenever they entered."""
    vencidas: int = 0
    """Of these, those whose deadline has passed."""
    dias: int = 0
    """Working days that all the answered ones took together."""

    @property
    def respondidas(self) -> int:
        """How many got an answer."""
        return self.atendidas + self.en_parte + self.rechazadas

    @property
    def promedio(self) -> Decimal | None:
        """How many working days an answer took; unknown while there is none."""
        if not self.respondidas:
            return None
        return (Decimal(self.dias) / self.respondidas).quantize(Decimal("0.1"))


class Detalle(NamedTuple):
    """A solicitud of the report."""

    expediente: str
    sede: str
    seccion: str
    estado: str
    submitted_at: datetime
    finished_at: datetime | None
    vence_el: date | None
    dias_habiles: int | None


COUNTS = (
    *("entraron", "atendidas", "en_parte", "rechazadas", "sin_terminar"),
    *("por_atender", "vencidas", "dias"),
)
"""What is added up."""


def total_of(filas: list[Fila]) -> Fila:
    """Add up the sedes."""
    return Fila(sede="", **{name: sum(getattr(fila, name) for fila in filas) for name in COUNTS})
