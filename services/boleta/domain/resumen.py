"""What the boletas of a person come to together: totals, the year so far, months side by side.

All of it is worked out when it is asked for, from boletas that count today: nothing is frozen that
a correction would have to find again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from chassis.errors import NotFound
from contracts.sedes import name_of
from services.boleta.domain import Estado, Linea, TipoConcepto, month_of, year_of
from services.boleta.domain.planilla import TipoPlanilla

MONTHS_SHOWN = 24
"""How many months the chart of a boleta goes back."""

PAGE = 20
"""How many boletas a page of the list has at least, if there are as many."""

TITLES = {
    TipoConcepto.INGRESO: ("Ingresos", "Monto bruto"),
    TipoConcepto.DESCUENTO: ("Descuentos", "Total descuentos"),
    TipoConcepto.APORTE: ("Aportes del empleador", "Total aportes"),
}
"""What each kind of lines is called, and its sum."""


class BoletaItem(NamedTuple):
    """A boleta in the list of a person. One that is not loaded has neither id nor amounts."""

    id: int | None
    periodo: int
    regimen: str
    estado: Estado | None
    sede: str
    tipo: TipoPlanilla
    version: int
    bruto: int | None
    descuentos: int | None
    liquido: int | None
    planilla_id: int

    @property
    def entidad(self) -> str:
        """Who paid."""
        return name_of(self.sede)

    @property
    def counts(self) -> bool:
        """Whether it was paid, as far as is known: it is neither replaced, annulled nor to load."""
        return self.estado is Estado.VIGENTE

    @property
    def key(self) -> tuple[int, str, TipoPlanilla]:
        """What a person has one boleta of that counts: newest first, when sorted backwards."""
        return self.periodo, self.sede, self.tipo

    def is_of(self, anio: int | None, mes: int | None) -> bool:
        """Tell whether it is of that year and of that month; None is any."""
        year, month = divmod(self.periodo, 100)
        return (anio is None or anio == year) and (mes is None or mes == month)


class Totales(NamedTuple):
    """What several boletas come to."""

    boletas: int
    bruto: int
    descuentos: int
    liquido: int


def total_of(boletas: Iterable[BoletaItem]) -> Totales:
    """Add up those that count: what was replaced or annulled was not paid."""
    counted = [boleta for boleta in boletas if boleta.counts]
    return Totales(
        len(counted),
        sum(boleta.bruto or 0 for boleta in counted),
        sum(boleta.descuentos or 0 for boleta in counted),
        sum(boleta.liquido or 0 for boleta in counted),
    )


def accumulated(boletas: Iterable[BoletaItem], periodo: int) -> Totales:
    """Add up the year of a month, up to and with that month."""
    first = year_of(periodo) * 100
    return total_of(boleta for boleta in boletas if first < boleta.periodo <= periodo)


class Anio(NamedTuple):
    """The boletas of a year, and what they come to."""

    anio: int
    boletas: list[BoletaItem]
    total: Totales


def by_year(boletas: Iterable[BoletaItem]) -> list[Anio]:
    """Divide boletas that are sorted into years."""
    years = [
        (anio, list(some)) for anio, some in groupby(boletas, lambda each: year_of(each.periodo))
    ]
    return [Anio(anio, some, total_of(some)) for anio, some in years]


def in_pages(anios: Sequence[Anio], least: int = PAGE) -> list[list[Anio]]:
    """Divide years into pages: whole years, and at least so many boletas on each but the last."""
    pages: list[list[Anio]] = []
    for anio in anios:
        if not pages or sum(len(each.boletas) for each in pages[-1]) >= least:
            pages.append([])
        pages[-1].append(anio)
    return pages


class Vecinas(NamedTuple):
    """What stands around a boleta in the list of a person."""

    anterior: BoletaItem | None
    siguiente: BoletaItem | None
    comparables: list[BoletaItem]
    """What it can be set beside, newest first."""
    de_siempre: BoletaItem | None
    """What it is set beside if nobody says otherwise: the one before of the same sede and tipo."""


def around(boletas: Sequence[BoletaItem], boleta_id: int) -> Vecinas:
    """Find the neighbours of a boleta among those of its owner, which are sorted newest first."""
    at = next((number for number, each in enumerate(boletas) if each.id == boleta_id), None)
    if at is None:
        raise NotFound("Esa boleta no existe o no es suya.")
    this = boletas[at]
    newer = [each for each in boletas[:at] if each.counts]
    older = [each for each in boletas[at + 1 :] if each.counts]
    same = [each for each in older if (each.sede, each.tipo) == (this.sede, this.tipo)]
    return Vecinas(
        anterior=older[0] if older else None,
        siguiente=newer[-1] if newer else None,
        comparables=newer + older,
        de_siempre=next(iter(same or older), None),
    )


class Mes(NamedTuple):
    """A month of the chart; who was not paid in it has no amount."""

    periodo: int
    liquido: int | None


def last_months(
    boletas: Iterable[BoletaItem], until: int, count: int = MONTHS_SHOWN
) -> tuple[Mes, ...]:
    """Return what was paid in each of the months up to that one, the oldest first."""
    paid: dict[int, int] = {}
    for boleta in boletas:
        if boleta.counts:
            paid[boleta.periodo] = paid.get(boleta.periodo, 0) + (boleta.liquido or 0)
    months = [_months_before(until, back) for back in range(count - 1, -1, -1)]
    return tuple(Mes(month, paid.get(month)) for month in months)


@dataclass(frozen=True)
class Fila:
    """A concept through the months of a year; where it was not paid there is no amount."""

    nombre: str
    montos: tuple[int | None, ...]
    codigo: str = ""

    @property
    def total(self) -> int:
        """What it comes to in the year."""
        return sum(centimos or 0 for centimos in self.montos)


@dataclass(frozen=True)
class Seccion:
    """The concepts of one kind, and their sum month by month."""

    tipo: TipoConcepto
    titulo: str
    filas: tuple[Fila, ...]
    total: Fila


@dataclass(frozen=True)
class HojaAnual:
    """A year of a person: concepts by months. Each row has twelve amounts."""

    anio: int
    secciones: tuple[Seccion, ...]
    liquido: Fila

    @property
    def bruto(self) -> int:
        """What the income of the year comes to."""
        return self.total_of(TipoConcepto.INGRESO)

    @property
    def descuentos(self) -> int:
        """What the deductions of the year come to."""
        return self.total_of(TipoConcepto.DESCUENTO)

    def total_of(self, tipo: TipoConcepto) -> int:
        """Return what the concepts of one kind come to."""
        return sum(seccion.total.total for seccion in self.secciones if seccion.tipo is tipo)


class MesPagado(NamedTuple):
    """What the annual sheet needs of a boleta."""

    periodo: int
    bruto: int
    descuentos: int
    liquido: int
    lineas: Sequence[Linea]


def hoja_anual(anio: int, boletas: Iterable[MesPagado]) -> HojaAnual:
    """Lay out the boletas of a year that count; a concept comes in the order in which it is met."""
    paid = sorted((each for each in boletas if year_of(each.periodo) == anio), key=_periodo)
    secciones = [_seccion(tipo, paid) for tipo in TipoConcepto]
    return HojaAnual(
        anio,
        tuple(seccion for seccion in secciones if seccion.filas),
        _fila("Monto a pagar", ((each.periodo, each.liquido) for each in paid)),
    )


def _seccion(tipo: TipoConcepto, paid: Sequence[MesPagado]) -> Seccion:
    found: dict[str, list[tuple[int, Linea]]] = {}
    for each in paid:
        for linea in each.lineas:
            if linea.tipo is tipo:
                found.setdefault(linea.codigo, []).append((each.periodo, linea))
    filas = tuple(
        _fila(lines[0][1].nombre, ((month, linea.centimos) for month, linea in lines), codigo)
        for codigo, lines in found.items()
    )
    titulo, total = TITLES[tipo]
    return Seccion(tipo, titulo, filas, _fila(total, _sums(tipo, paid)))


def _sums(tipo: TipoConcepto, paid: Sequence[MesPagado]) -> list[tuple[int, int]]:
    """Return the sum of each month, as it was printed: it may be a céntimo off its lines."""
    if tipo is TipoConcepto.INGRESO:
        return [(each.periodo, each.bruto) for each in paid]
    if tipo is TipoConcepto.DESCUENTO:
        return [(each.periodo, each.descuentos) for each in paid]
    lines = [(each.periodo, linea) for each in paid for linea in each.lineas]
    return [(month, linea.centimos) for month, linea in lines if linea.tipo is tipo]


def _fila(nombre: str, paid: Iterable[tuple[int, int]], codigo: str = "") -> Fila:
    montos: list[int | None] = [None] * 12
    for periodo, centimos in paid:
        month = month_of(periodo) - 1
        montos[month] = (montos[month] or 0) + centimos
    return Fila(nombre, tuple(montos), codigo)


def _months_before(periodo: int, count: int) -> int:
    year, month = divmod(year_of(periodo) * 12 + month_of(periodo) - 1 - count, 12)
    return year * 100 + month + 1


def _periodo(each: MesPagado) -> int:
    return each.periodo
