"""The rules of boletas: months, profiles, and the document that page and PDF both show.

Pure values. Money is a whole number of céntimos; a month is one number: 202206.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from contracts.access_token import Grant
from contracts.sedes import NATIONAL, find_sede
from services.boleta.domain.planilla import TipoPlanilla
from services.boleta.domain.words import in_words

SERIALS_IN_A_PERIODO = 10**9
"""A boleta's id is its month times this, plus a serial: the id alone tells where the row is."""

LAST_PERIODO = 2999_12
"""The last month that is believed."""

UNREACHED = "Todas"
"""What a profile says of a level that the grant is above: a DRE has all of its UGEL."""


class Estado(StrEnum):
    """What a boleta is worth today. Nothing is ever deleted: it is replaced, or annulled."""

    VIGENTE = "vigente"
    REEMPLAZADA = "reemplazada"
    ANULADA = "anulada"

    @property
    def label(self) -> str:
        """How the guides call it."""
        return "Activo" if self is Estado.VIGENTE else self.capitalize()


class TipoConcepto(StrEnum):
    """What an amount does to the pay, by the sign that payroll files give it."""

    INGRESO = "+"
    DESCUENTO = "-"
    APORTE = "="
    """Paid by the employer, on top: it changes neither the gross nor the net."""


@dataclass(frozen=True)
class Perfil:
    """A role of the person, and where it holds: the heading of Mi boleta."""

    rol: str
    region: str
    ugel: str


@dataclass(frozen=True)
class Linea:
    """A concept of a boleta with its amount."""

    tipo: TipoConcepto
    codigo: str
    nombre: str
    centimos: int

    @property
    def label(self) -> str:
        """The concept in plain words, and as the payroll writes it."""
        return self.nombre if self.nombre == self.codigo else f"{self.nombre} ({self.codigo})"

    @property
    def amount(self) -> tuple[str, int]:
        """What a column of amounts shows of it."""
        return self.label, self.centimos


@dataclass(frozen=True, kw_only=True)
class BoletaDocument:
    """All that a boleta says, ready to be shown: the page and the PDF add nothing to it."""

    id: int
    periodo: int
    estado: Estado
    region: str
    entidad: str
    dni: str
    apellidos: str
    nombres: str
    regimen: str
    tipo_servidor: str
    cargo: str
    establecimiento: str
    situacion: str
    fecha_nacimiento: date | None
    fecha_ingreso: date | None
    fecha_termino: date | None
    tiempo_servicio: str
    pension: str
    cuenta: str
    lineas: tuple[Linea, ...]
    bruto: int
    descuentos: int
    liquido: int
    mensajes: str
    avisos: tuple[str, ...]
    """What the import had to warn of: a total that is one céntimo off."""
    published_at: datetime
    tipo: TipoPlanilla = TipoPlanilla.HABERES
    version: int = 1
    """One more than that of the boleta it replaces."""

    @property
    def nombre_completo(self) -> str:
        """The person's name as pages show it."""
        return f"{self.nombres} {self.apellidos}"

    @property
    def datos_personales(self) -> list[tuple[str, str]]:
        """Who was paid, and for what work."""
        return [
            ("Nombre y apellidos", self.nombre_completo),
            ("Tipo de documento", "D.N.I."),
            ("Nro. de documento", self.dni),
            ("Tipo de servidor", self.tipo_servidor),
            ("Cargo", self.cargo),
            ("Establecimiento", self.establecimiento),
        ]

    @property
    def datos_del_pago(self) -> list[tuple[str, str]]:
        """What else the payroll said; what it did not say is left out."""
        pairs = [
            ("Tipo de régimen", self.regimen),
            ("Régimen pensionario", self.pension),
            ("Cuenta o cheque", self.cuenta),
            ("Tiempo de servicio", self.tiempo_servicio),
            ("Fecha de nacimiento", _day(self.fecha_nacimiento)),
            ("Fecha de ingreso", _day(self.fecha_ingreso)),
            ("Fecha de término", _day(self.fecha_termino)),
            ("Situación", self.situacion),
            ("Estado boleta", self.estado.label),
        ]
        return [(name, value) for name, value in pairs if value]

    @property
    def totales(self) -> list[tuple[str, int]]:
        """What it comes to; the last is what the person gets."""
        return [
            ("Monto bruto", self.bruto),
            ("Total descuentos", self.descuentos),
            ("Monto a pagar", self.liquido),
        ]

    @property
    def liquido_en_letras(self) -> str:
        """The net amount in words, as cheques have it."""
        return in_words(self.liquido)

    @property
    def filename(self) -> str:
        """What the PDF is called where a person saves it."""
        return f"boleta-{year_of(self.periodo)}-{month_of(self.periodo):02}-{self.dni}.pdf"

    @property
    def total_aportes(self) -> int:
        """What the employer pays besides."""
        return sum(linea.centimos for linea in self.lines_of(TipoConcepto.APORTE))

    def lines_of(self, tipo: str) -> tuple[Linea, ...]:
        """Return the lines of one kind, in the order of the payroll."""
        return tuple(linea for linea in self.lineas if linea.tipo == tipo)


def year_of(periodo: int) -> int:
    """Return the year of a month: 2022 of 202206."""
    return periodo // 100


def month_of(periodo: int) -> int:
    """Return the number of a month in its year: 6 of 202206."""
    return periodo % 100


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def boleta_id(periodo: int, serial: int) -> int:
    """Return the id of a boleta of that month."""
    return periodo * SERIALS_IN_A_PERIODO + serial


def periodo_of(boleta_id: int) -> int:
    """Return the month of a boleta; of a number that is no id, one that has no boletas."""
    periodo = boleta_id // SERIALS_IN_A_PERIODO
    return periodo if periodo <= LAST_PERIODO else 0


def profiles(grants: Iterable[Grant]) -> list[Perfil]:
    """Return the roles of a person in words, each with its región (DRE) and UGEL."""
    return [Perfil(grant.role.label, *_reach(grant.sede)) for grant in grants]


def _reach(code: str) -> tuple[str, str]:
    sede = find_sede(code)
    if code == NATIONAL:
        return UNREACHED, UNREACHED
    if sede is None:
        return code, code
    return sede.dre_name, UNREACHED if sede.code == sede.dre else sede.name
