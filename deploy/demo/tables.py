"""Writes the CSV files of docs/formats.md: the register, the servidores, a planilla."""

import csv
from collections.abc import Iterable
from typing import TextIO

from deploy.demo.pay import Boleta, ingreso
from deploy.demo.people import Person

REGISTER = ("dni", "apellidos", "nombres", "correo", "sede")

SERVIDORES = (
    *("dni", "apellidos", "nombres", "fecha_nacimiento", "sede", "tipo_servidor", "regimen"),
    *("cargo", "establecimiento", "codigo_modular", "fecha_ingreso", "legajo"),
)

PLANILLA = (
    *("periodo", "dni", "apellidos", "nombres", "regimen", "tipo_servidor", "cargo"),
    *("establecimiento", "fecha_ingreso", "tipo", "concepto", "monto", "liquido"),
)


def write_register(people: Iterable[Person], file: TextIO) -> None:
    """Write who is in Evaluación Docente: not everybody is."""
    table = csv.writer(file, lineterminator="\n")
    table.writerow(REGISTER)
    for person in people:
        if person.is_in_register:
            table.writerow([getattr(person, column) for column in REGISTER])


def write_servidores(people: Iterable[Person], periodo: int, file: TextIO) -> None:
    """Write who works where, as it is in that month."""
    table = csv.writer(file, lineterminator="\n")
    table.writerow(SERVIDORES)
    for person in people:
        plaza = person.plaza
        table.writerow(
            [
                *(person.dni, person.apellidos, person.nombres, person.fecha_nacimiento),
                *(person.sede, plaza.tipo_servidor, plaza.regimen, plaza.cargo),
                *(person.establecimiento, person.codigo_modular, ingreso(person, periodo)),
                person.legajo,
            ]
        )


def write_planilla(boletas: Iterable[Boleta], file: TextIO) -> None:
    """Write one row for each concept, with semicolons, as Excel does in Peru."""
    table = csv.writer(file, delimiter=";", lineterminator="\n")
    table.writerow(PLANILLA)
    for boleta in boletas:
        table.writerows(_rows(boleta))


def _rows(boleta: Boleta) -> Iterable[list[str]]:
    person, plaza, periodo = boleta.person, boleta.person.plaza, boleta.periodo
    who = [
        *(f"{periodo // 100}-{periodo % 100:02}", person.dni, person.apellidos, person.nombres),
        *(plaza.regimen, plaza.tipo_servidor, plaza.cargo, person.establecimiento),
        f"{ingreso(person, periodo):%d/%m/%Y}",
    ]
    for sign, name, centimos in boleta.lines:
        yield [*who, sign, name, _monto(centimos), _monto(boleta.liquido)]


def _monto(centimos: int) -> str:
    return f"{centimos // 100}.{centimos % 100:02}"
