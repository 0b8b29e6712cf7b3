"""Writes planillas as the SUP prints them, in the layout of docs/formats.md."""

from collections.abc import Iterable
from datetime import date
from typing import TextIO

from contracts.sedes import find_sede
from deploy.demo.pay import JULY, MARCH, Boleta, ingreso, last_day
from deploy.demo.people import CANCHIS, LAMBAYEQUE, Person
from uikit.filters import MESES, fecha

RUC = {CANCHIS: "20999000011", LAMBAYEQUE: "20999000020"}
"""Numbers of the right form that no taxpayer has."""

CONCEPTS_IN_A_LINE = 3
"""How many concepts the page has room for, side by side."""

RULE = " " + "=" * 74

_MENSAJES = {
    MARCH: "BUEN INICIO DEL AÑO ESCOLAR",
    JULY: "FELIZ DÍA DEL MAESTRO Y FELICES FIESTAS PATRIAS",
}


def write_print_file(boletas: Iterable[Boleta], file: TextIO) -> None:
    """Write one page after another; the text has only letters of latin-1."""
    for number, boleta in enumerate(boletas, 1):
        file.write("\n".join(page(boleta, number)) + "\n")


def page(boleta: Boleta, number: int) -> list[str]:
    """Return the lines of what the person would get on paper."""
    return [
        *_title(boleta, number),
        *_person(boleta.person),
        *_service(boleta),
        RULE,
        *_concepts(boleta),
        RULE,
        f" T-REMUN {monto(boleta.bruto)}   T-DSCTO {monto(boleta.descuentos)}"
        f"   T-LIQUI {monto(boleta.liquido)}      MImponible {monto(boleta.imponible)}",
        f" Mensajes : {_MENSAJES.get(boleta.periodo % 100, '')}".rstrip(),
    ]


def monto(centimos: int) -> str:
    """Write an amount as the payroll does: `2,760.12`."""
    return f"{centimos // 100:,}.{centimos % 100:02}"


def _title(boleta: Boleta, number: int) -> list[str]:
    person, (year, month) = boleta.person, divmod(boleta.periodo, 100)
    sede = find_sede(person.sede)
    assert sede is not None, person.sede
    kind = "NOMB" if person.plaza.is_nombrado else "CONT"
    return [
        f" {sede.dre_name:<43} CF{person.sede}A            {number:07}",
        f" {sede.name:<19} RUC - {RUC.get(person.sede, '')}       ACT/{kind}/TIT   (1) Habilitado",
        f" {MESES[month - 1]} - {year}",
    ]


def _person(person: Person) -> list[str]:
    place = f"{person.establecimiento} ({person.codigo_modular})".removesuffix(" ()")
    fields = {
        "Apellidos": person.apellidos,
        "Nombres": person.nombres,
        "Fecha de Nacimiento": fecha(person.fecha_nacimiento),
        "Documento de Identidad": f"(Lib.Electoral o D.N.) {person.dni}",
        "Establecimiento": place,
        "Cargo": person.plaza.cargo,
        "Tipo de Servidor": person.plaza.tipo_servidor.upper(),
        "Regimen Laboral": person.plaza.regimen.upper().replace("LEY NRO", "LEY"),
    }
    return [f" {label:<24}: {value}" for label, value in fields.items()]


def _service(boleta: Boleta) -> list[str]:
    person, plaza = boleta.person, boleta.person.plaza
    starts = ingreso(person, boleta.periodo)
    ends = fecha(date(starts.year, 12, 31)) if plaza.is_contrato else ""
    grade = f"{person.escala if plaza.is_docente and plaza.is_nombrado else 0}/0/{plaza.horas}"
    essalud = f"{person.fecha_nacimiento:%y%m%d}0{person.cuspp[6:10]:X<5}00"
    fund = "ONP / W" if person.pension == "ONP" else f"{person.pension}/{person.cuspp}"
    return [
        f" Niv.Mag./Grupo Ocup./Horas: {grade}",
        f" Tiempo de Servicio (AA-MM-DD): {_service_time(person, boleta.periodo)}"
        f"   ESSALUD: {essalud}",
        f" Fecha de Registro       : Ingr.:{fecha(starts)} Termino:{ends}",
        f" Cta. TeleAhorro o Nro. Cheque: CTA-04{person.dni:0>9}",
        f" Leyenda Permanente      : RD {int(person.dni):04}-{starts.year}       Leyenda Mensual:",
        f" Reg.Pensionario         : {fund}  FAfiliacion: {fecha(person.fecha_ingreso)}",
    ]


def _service_time(person: Person, periodo: int) -> str:
    since, until = person.fecha_ingreso, last_day(periodo)
    months = (until.year - since.year) * 12 + until.month - since.month
    days = until.day - since.day
    if days < 0:
        months, days = months - 1, days + 30
    return f"{months // 12:02}-{months % 12:02}-{days:02}"


def _concepts(boleta: Boleta) -> list[str]:
    """Write what the page has room for: the employer's contributions are not on it."""
    cells = [
        f"{sign}{name:<14} {monto(centimos):>9}"
        for sign, name, centimos in boleta.lines
        if sign != "="
    ]
    rows = [
        cells[start : start + CONCEPTS_IN_A_LINE]
        for start in range(0, len(cells), CONCEPTS_IN_A_LINE)
    ]
    return [" " + "  ".join(row) for row in rows]
