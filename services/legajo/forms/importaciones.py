"""Says what each file is that can be imported into legajo, and reads its rows (docs/formats.md)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from chassis.errors import Invalid
from chassis.imports import Cells, CsvImport
from services.legajo.domain import LIMA, ServidorRecord
from services.legajo.domain.importacion import (
    DNI,
    Alcance,
    Entrada,
    Titular,
    columns_of,
    example_of,
    read_entrada,
)
from services.legajo.domain.secciones import TIPOS, TipoAnotacion
from services.legajo.forms.servidores import EXAMPLE, OPTIONAL, REQUIRED, read_servidor
from services.legajo.queries.titulares import find_titulares
from services.legajo.usecases.anotando import register_anotaciones
from services.legajo.usecases.servidores import register_servidores

SERVIDORES = "servidores"
"""What the file of servidores is called among the kinds of file."""

OPERATOR = Alcance()
"""Into which legajos the operator's commands write: all of them."""

FileKind = CsvImport[ServidorRecord] | CsvImport[Entrada]
"""A kind of file that legajo imports."""


def kind_of(name: str, alcance: Alcance, motivo: str) -> FileKind:
    """Return what is done with a file of servidores, or of a kind of entry."""
    if name == SERVIDORES:
        return servidores(alcance)
    return anotaciones(TIPOS[name], alcance, motivo)


def servidores(alcance: Alcance) -> CsvImport[ServidorRecord]:
    """Return what is done with a file of servidores."""
    return CsvImport(
        required=REQUIRED,
        optional=OPTIONAL,
        reader=partial(_reader_of_servidores, alcance),
        key=lambda record: f"El DNI {record.dni}",
        register=register_servidores,
        outcome="{changed} servidores nuevos o corregidos, {unchanged} sin cambios",
    )


def anotaciones(tipo: TipoAnotacion, alcance: Alcance, motivo: str) -> CsvImport[Entrada]:
    """Return what is done with a file of entries of a kind; `motivo` is told by their history."""
    required, optional = columns_of(tipo)
    return CsvImport(
        required=required,
        optional=optional,
        reader=partial(_reader_of_entradas, tipo, alcance),
        register=partial(register_anotaciones, tipo, por=alcance.por, motivo=motivo),
        outcome="{created} anotaciones nuevas, {unchanged} sin cambios",
    )


def template_of(name: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the header of a kind of file, and a row that says what goes where."""
    if name == SERVIDORES:
        return (*REQUIRED, *OPTIONAL), EXAMPLE
    tipo = TIPOS[name]
    required, optional = columns_of(tipo)
    examples = {campo.clave: example_of(campo) for campo in tipo.campos} | {DNI: EXAMPLE[0]}
    header = (*required, *optional)
    return header, [examples[column] for column in header]


def _reader_of_entradas(
    tipo: TipoAnotacion, alcance: Alcance, rows: Sequence[Cells]
) -> Callable[[Cells], Entrada]:
    titulares = find_titulares({row[DNI] for row in rows})
    hoy = datetime.now(LIMA).date()
    return lambda cells: read_entrada(tipo, cells, titulares, alcance, hoy)


def _reader_of_servidores(
    alcance: Alcance, rows: Sequence[Cells]
) -> Callable[[Cells], ServidorRecord]:
    known = find_titulares({row[DNI] for row in rows}) if alcance.por else {}
    hoy = datetime.now(LIMA).date()

    def read(cells: Cells) -> ServidorRecord:
        record = read_servidor(cells, hoy)
        _check_scope(record, known.get(record.dni), alcance)
        return record

    return read


def _check_scope(record: ServidorRecord, known: Titular | None, alcance: Alcance) -> None:
    """Refuse whom the specialist does not attend: as they are to be, or as they are today."""
    if not alcance.covers(record.dni, record.sede):
        whose = "Es su propio registro" if record.dni == alcance.por else f"sede: {record.sede}"
        raise Invalid(f"{whose}: lo importa otro especialista, que atienda esa sede.")
    if known and not alcance.covers(record.dni, known.sede):
        raise Invalid(f"dni: {record.dni} ya es de otra sede: pida a esa sede que lo traslade.")
