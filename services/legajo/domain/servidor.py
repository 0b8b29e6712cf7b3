"""Who has a legajo: what the register says of a servidor, and how long they have served."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple

LIMA = timezone(timedelta(hours=-5), "America/Lima")
"""Days and years of service, and of expedientes, begin when they begin in Peru."""


class Vigencia(StrEnum):
    """Whether a legajo counts today."""

    VIGENTE = "vigente"
    NO_VIGENTE = "no_vigente"

    @property
    def label(self) -> str:
        """How people call it."""
        return self.replace("_", " ").capitalize()


class TiempoDeServicio(NamedTuple):
    """Whole years, the whole months after them, and the days after those."""

    years: int
    months: int
    days: int

    def __str__(self) -> str:
        """Say it as people do: `12 años, 1 mes y 0 días`."""
        years = "año" if self.years == 1 else "años"
        months = "mes" if self.months == 1 else "meses"
        days = "día" if self.days == 1 else "días"
        return f"{self.years} {years}, {self.months} {months} y {self.days} {days}"


def tiempo_de_servicio(ingreso: date, today: date) -> TiempoDeServicio:
    """Count by the calendar, from the day of entry; nothing before it."""
    if today < ingreso:
        return TiempoDeServicio(0, 0, 0)
    months = (today.year - ingreso.year) * 12 + today.month - ingreso.month
    if months_later(ingreso, months) > today:
        months -= 1
    return TiempoDeServicio(*divmod(months, 12), (today - months_later(ingreso, months)).days)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def mistakes_in_dates(fecha_nacimiento: date, fecha_ingreso: date, today: date) -> list[str]:
    """Tell which of a servidor's dates cannot be."""
    checks = (
        (fecha_nacimiento < today, "La fecha de nacimiento no puede ser futura."),
        (fecha_ingreso <= today, "La fecha de ingreso no puede ser futura."),
        (fecha_nacimiento < fecha_ingreso, "La fecha de ingreso es anterior al nacimiento."),
    )
    return [mistake for is_possible, mistake in checks if not is_possible]


@dataclass(frozen=True, kw_only=True)
class ServidorRecord:
    """A row of the file of servidores, read and checked."""

    dni: str
    apellidos: str
    nombres: str
    fecha_nacimiento: date
    sede: str
    tipo_servidor: str
    regimen: str
    cargo: str
    establecimiento: str
    codigo_modular: str
    fecha_ingreso: date
    legajo: Vigencia | None
    """None says nothing: a legajo that was opened is never taken away by a file."""
