"""The formats in which a month of boletas arrives, and the one way to read them all.

`read_planilla` tells the SUP's print file, CSV and XLSX apart by their content and gives each
boleta as a `Record`, or as a `BadRecord` that says why it is none. It knows no table: what becomes
of a record is for the import to say. The formats are written down in docs/formats.md.
"""

from collections.abc import Iterator
from enum import Enum
from io import BytesIO
from typing import BinaryIO

from chassis.errors import Invalid
from services.boleta.formats.lis import is_lis, read_lis
from services.boleta.formats.lis_record import read_lis_record
from services.boleta.formats.planilla_csv import REQUIRED
from services.boleta.formats.planilla_xlsx import as_csv, is_xlsx
from services.boleta.formats.quick_csv import read_csv
from services.boleta.formats.record import BadRecord, Linea, Record
from services.boleta.formats.scan import Found, header_of, scan_csv, scan_lis
from uikit import filters

__all__ = [
    "BadRecord",
    "Found",
    "Linea",
    "Record",
    "read_lis_record",
    "read_planilla",
    "read_slice",
    "scan_planilla",
]


class Formato(Enum):
    """How a planilla is written."""

    LIS = ".lis"
    CSV = "csv"
    XLSX = "xlsx"


OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How a workbook begins that Excel wrote before 2007."""

BEGINNING = 64 * 1024
"""How much of a file is looked at to tell its format, in bytes."""


def scan_planilla(stream: BinaryIO, periodo: int) -> Iterator[Found | BadRecord]:
    """Find out who is in a planilla of that month and where, without reading what they are paid."""
    match _format_of(stream):
        case Formato.LIS:
            found = scan_lis(stream, periodo)
        case Formato.CSV:
            found = scan_csv(stream)
        case Formato.XLSX:
            raise Invalid("Para registrar un mes, guarde el libro de Excel como «CSV UTF-8».")
    for record in found:
        if isinstance(record, Found) and record.periodo != periodo:
            yield _of_another_month(record.line, record.dni, record.periodo, periodo)
        else:
            yield record


def read_slice(stream: BinaryIO, offset: int, length: int) -> list[Record | BadRecord]:
    """Read what stands in a planilla at the place that `scan_planilla` told."""
    formato = _format_of(stream)
    header = header_of(stream) if formato is Formato.CSV else b""
    stream.seek(offset)
    raw = stream.read(length)
    if formato is Formato.CSV:
        return [*read_csv(BytesIO(header + raw))]
    return [read_lis_record(raw, offset=offset)]


def read_planilla(stream: BinaryIO, periodo: int | None = None) -> Iterator[Record | BadRecord]:
    """Tell the format now, from the beginning of the file; give the boletas one by one.

    Those of another month are refused: a planilla is one month, `periodo` or that of its first.
    """
    match _format_of(stream):
        case Formato.XLSX:
            return _of_one_month(_read_xlsx(stream), periodo)
        case Formato.LIS:
            return _of_one_month(read_lis(stream), periodo)
        case Formato.CSV:
            return _of_one_month(read_csv(stream), periodo)


def _format_of(stream: BinaryIO) -> Formato:
    """Tell the format of a planilla, and go to its beginning; refuse what is none."""
    stream.seek(0)
    beginning = stream.read(BEGINNING)
    stream.seek(0)
    header = beginning.lstrip().partition(b"\n")[0].lower()
    if is_xlsx(beginning):
        return Formato.XLSX
    if is_lis(beginning) and b"concepto" not in header:
        return Formato.LIS
    if b"," in header or b";" in header:
        return Formato.CSV
    if not beginning:
        raise Invalid("El archivo está vacío.")
    if beginning.startswith(OLD_EXCEL):
        raise Invalid(
            "Es un libro de Excel antiguo (.xls): ábralo, guárdelo como «Libro de Excel (.xlsx)» y"
            " vuelva a subirlo."
        )
    raise Invalid(
        "Este archivo no es una planilla: se espera el archivo .lis del SUP, o un CSV o libro de"
        f" Excel (.xlsx) con las columnas {', '.join(REQUIRED)}."
    )


def _read_xlsx(stream: BinaryIO) -> Iterator[Record | BadRecord]:
    with as_csv(stream) as rows:
        yield from read_csv(rows)


def _of_one_month(
    records: Iterator[Record | BadRecord], periodo: int | None
) -> Iterator[Record | BadRecord]:
    for record in records:
        if isinstance(record, Record):
            periodo = periodo or record.periodo
            if record.periodo != periodo:
                whose = f"{record.dni} {record.apellidos}, {record.nombres}"
                yield _of_another_month(record.line, whose, record.periodo, periodo)
                continue
        yield record


def _of_another_month(line: int, whose: str, found: int, periodo: int) -> BadRecord:
    reason = (
        f"Es de {filters.periodo(found)} y la planilla es de {filters.periodo(periodo)}:"
        " impórtela en otro archivo."
    )
    return BadRecord(line, reason, whose)
