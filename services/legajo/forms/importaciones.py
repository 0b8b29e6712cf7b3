"""Says what each file is that can be imported into legajo, and reads its rows (docs/formats.md)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO, cast

from werkzeug.datastructures import FileStorage

from chassis.csv_rows import open_table
from chassis.errors import Invalid
from chassis.imports import Cells, CsvImport
from services.legajo.domain import LIMA, ServidorRecord
from services.legajo.domain.importacion import (
    DNI,
    Alcance,
    Columna,
    Entrada,
    Titular,
    columns_of,
    example_of,
    explain,
    read_entrada,
)
from services.legajo.domain.secciones import TIPOS, TipoAnotacion
from services.legajo.forms.servidores import EXAMPLE, EXPLAINED, OPTIONAL, REQUIRED, read_servidor
from services.legajo.forms.text import Form, read_file_name
from services.legajo.models import Importacion
from services.legajo.queries.titulares import find_titulares
from services.legajo.usecases.importaciones import Upload
from services.legajo.usecases.registering import register_anotaciones
from services.legajo.usecases.servidores import register_servidores

SERVIDORES = "servidores"
"""What the file of servidores is called among the kinds of file."""

OPERATOR = Alcance()
"""Into which legajos the operator's commands write: all of them."""

FILES: dict[str, str] = {
    SERVIDORES: "Servidores",
    **{tipo.clave: f"{tipo.seccion}. {tipo.nombre}" for tipo in TIPOS.values()},
}
"""What a file may hold, and what people call it."""

MAX_NAME = 100
"""How much of the name of a file is kept: its end, where it says what it is."""


def kind_of(importacion: Importacion) -> CsvImport[Any]:
    """Return what is done with a file that a specialist uploaded."""
    alcance = Alcance(por=importacion.por, sedes=frozenset(importacion.sedes))
    if importacion.que == SERVIDORES:
        return servidores(alcance)
    tipo = TIPOS[importacion.que]
    return anotaciones(tipo, alcance, f"Importación del archivo «{importacion.archivo}»")


def read_upload(form: Form, archivo: FileStorage | None) -> Upload:
    """Read what was uploaded; a file whose header is of something else is told at once."""
    errors = {}
    que = form.get("que", "")
    if que not in FILES:
        errors["que"] = "Elija qué contiene el archivo."
    if archivo is None or not archivo.filename:
        errors["archivo"] = "Elija el archivo CSV."
    if errors or archivo is None:
        raise Invalid(errors=errors)
    stream = cast(BinaryIO, archivo.stream)
    _check_header(que, stream)
    return Upload(stream=stream, archivo=read_file_name(archivo.filename or "", MAX_NAME), que=que)


def read_que(args: Form) -> str:
    """Read which template is wanted; what there is not is the one of servidores."""
    que = args.get("que", "")
    return que if que in FILES else SERVIDORES


def servidores(alcance: Alcance) -> CsvImport[ServidorRecord]:
    """Return what is done with a file of servidores."""
    return CsvImport(
        required=REQUIRED,
        optional=OPTIONAL,
        reader=partial(_reader_of_servidores, alcance),
        key=lambda record: f"El DNI {record.dni}",
        register=partial(register_servidores, por=alcance.por),
        outcome="{changed} servidores nuevos o corregidos, {unchanged} sin cambios, "
        "{held} con la sede de su traslado",
    )


def anotaciones(tipo: TipoAnotacion, alcance: Alcance, motivo: str) -> CsvImport[Entrada]:
    """Return what is done with a file of entries of a kind; `motivo` is told by their history."""
    required, optional = columns_of(tipo)
    return CsvImport(
        required=required,
        optional=optional,
        reader=partial(_reader_of_entradas, tipo, alcance),
        register=partial(register_anotaciones, tipo, alcance=alcance, motivo=motivo),
        outcome="{changed} anotaciones nuevas, {unchanged} sin cambios",
    )


def columns_in(que: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the columns that a file must have, and those that it may have."""
    return (REQUIRED, OPTIONAL) if que == SERVIDORES else columns_of(TIPOS[que])


def template_of(que: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the header of a file, and a row that says what goes where."""
    required, optional = columns_in(que)
    header = (*required, *optional)
    if que == SERVIDORES:
        return header, EXAMPLE
    examples = {campo.clave: example_of(campo) for campo in TIPOS[que].campos}
    return header, [(examples | {DNI: EXAMPLE[0]})[column] for column in header]


def columns_explained(que: str) -> list[Columna]:
    """Return what each column of a file is, and what it may say."""
    if que != SERVIDORES:
        return explain(TIPOS[que])
    return [
        Columna(clave, clave in REQUIRED, *EXPLAINED[clave]) for clave in (*REQUIRED, *OPTIONAL)
    ]


def _check_header(que: str, stream: BinaryIO) -> None:
    """Refuse a file whose columns are not those of what it is said to hold."""
    try:
        open_table(stream, required=columns_in(que)[0])
    except Invalid as refusal:
        other = next((FILES[other] for other in FILES if _has_columns_of(other, stream)), "")
        hint = f" Parece un archivo de «{other}»." if other else ""
        raise Invalid(errors={"archivo": refusal.detail + hint}) from None
    finally:
        stream.seek(0)


def _has_columns_of(que: str, stream: BinaryIO) -> bool:
    stream.seek(0)
    try:
        open_table(stream, required=columns_in(que)[0])
    except Invalid:
        return False
    return True


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
