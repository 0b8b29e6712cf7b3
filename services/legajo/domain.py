"""The rules of legajo: its sections, the workflow of a solicitud, time of service.

Pure values and decisions. What day it is, who asks and where things are kept, others know.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid5

from chassis.errors import Conflict, Invalid

LIMA = timezone(timedelta(hours=-5), "America/Lima")
"""Days and years of service, and of expedientes, begin when they begin in Peru."""


class Vigencia(StrEnum):
    """Whether a legajo counts today."""

    VIGENTE = "vigente"
    NO_VIGENTE = "no_vigente"


@dataclass(frozen=True)
class Seccion:
    """A section of the legajo."""

    numero: str
    nombre: str
    contenido: str

    @property
    def titulo(self) -> str:
        """How people call it: `II. Situación académica`."""
        return f"{self.numero}. {self.nombre}"


SECCIONES = {
    numero: Seccion(numero, nombre, contenido)
    for numero, nombre, contenido in (
        (
            "I",
            "Filiación e identificación personal",
            "Datos personales, familia, domicilio, lengua originaria y declaraciones juradas.",
        ),
        (
            "II",
            "Situación académica",
            "Bachiller, título, segunda especialidad, maestría, doctorado y capacitaciones.",
        ),
        ("III", "Ingreso o reingreso", "Resoluciones de contrato, nombramiento y reingreso."),
        (
            "IV",
            "Trayectoria laboral",
            "Reasignaciones, permutas, destaques, encargaturas, designaciones y ascensos.",
        ),
        (
            "V",
            "Asignaciones e incentivos temporales, retenciones judiciales y pagos indebidos",
            "Luto y sepelio, asignación por 25 y 30 años, retención judicial, crédito devengado.",
        ),
        (
            "VI",
            "Retiro y régimen pensionario",
            "Cese, compensación por tiempo de servicios, pensión, AFP u ONP.",
        ),
        ("VII", "Premios y estímulos", "Felicitaciones y Palmas Magisteriales."),
        ("VIII", "Sanciones", "Amonestación, suspensión, cese temporal y destitución."),
        ("IX", "Licencias y vacaciones", "Con goce y sin goce de remuneraciones."),
        ("X", "Otros", "Ficha personal y todo lo que no corresponde a otra sección."),
    )
}
"""The ten sections in their order, by number (RVM 092-2020-MINEDU)."""


class Estado(StrEnum):
    """Where a solicitud is on its way."""

    REGISTRADA = "registrada"
    OBSERVADA = "observada"
    ATENDIDA = "atendida"
    RECHAZADA = "rechazada"
    DESISTIDA = "desistida"


class Accion(StrEnum):
    """What can be done with a solicitud. It begins with REGISTRAR, which no transition repeats."""

    REGISTRAR = "registrar"
    OBSERVAR = "observar"
    SUBSANAR = "subsanar"
    ATENDER = "atender"
    RECHAZAR = "rechazar"
    DESISTIR = "desistir"


TRANSITIONS: dict[tuple[Estado, Accion], Estado] = {
    (Estado.REGISTRADA, Accion.ATENDER): Estado.ATENDIDA,
    (Estado.REGISTRADA, Accion.OBSERVAR): Estado.OBSERVADA,
    (Estado.REGISTRADA, Accion.RECHAZAR): Estado.RECHAZADA,
    (Estado.REGISTRADA, Accion.DESISTIR): Estado.DESISTIDA,
    (Estado.OBSERVADA, Accion.SUBSANAR): Estado.REGISTRADA,
    (Estado.OBSERVADA, Accion.DESISTIR): Estado.DESISTIDA,
}
"""The whole workflow. What is not in this table cannot happen."""

DECISIONES = (Accion.ATENDER, Accion.OBSERVAR, Accion.RECHAZAR)
"""What the specialist of escalafón may do; the rest is for the servidor who asked."""

EXPLAINED = {
    Accion.OBSERVAR: "Escriba qué debe corregir o completar el servidor.",
    Accion.RECHAZAR: "Escriba por qué se rechaza la solicitud.",
    Accion.SUBSANAR: "Escriba su respuesta a la observación.",
}
"""What nobody may do without a comentario, and how it is asked for."""

MAX_ASUNTO = 150
"""The longest asunto, in characters: it is one line of a list."""

MAX_TEXT = 2000
"""The longest detalle or comentario, in characters: about a page."""


def next_estado(estado: Estado, accion: Accion) -> Estado:
    """Return what a solicitud in `estado` becomes when `accion` is taken."""
    try:
        return TRANSITIONS[estado, accion]
    except KeyError:
        raise Conflict(f"La solicitud está {estado}: no se puede {accion}.") from None


def possible_acciones(estado: Estado) -> list[Accion]:
    """Return what can be done with a solicitud in `estado`, in the order of the table."""
    return [accion for origin, accion in TRANSITIONS if origin is estado]


def check_comentario(accion: Accion, comentario: str) -> None:
    """Refuse an accion that the other side could not understand."""
    if accion in EXPLAINED and not comentario:
        raise Invalid(errors={"comentario": EXPLAINED[accion]})


@dataclass(frozen=True, kw_only=True)
class Pedido:
    """What a servidor asks to have updated."""

    seccion: str
    asunto: str
    detalle: str

    def sent_with(self, form_key: UUID) -> UUID:
        """Identify one sending: the same form, sent twice with the same words, is one."""
        return uuid5(form_key, "\0".join((self.seccion, self.asunto, self.detalle)))


def format_expediente(year: int, number: int) -> str:
    """Return the número de expediente: `EXP-2026-000123`."""
    return f"EXP-{year}-{number:06}"


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
