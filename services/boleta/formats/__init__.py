"""The formats in which a month of boletas arrives, and the one way to read them all.

`read_planilla` tells the SUP's print file, CSV and XLSX apart by their content and gives each
boleta as a `Record`, or as a `BadRecord` that says why it is none. It knows no table: what becomes
of a record is for the import to say. The formats are written down in docs/formats.md.
"""

from collections.abc import Iterator
from typing import BinaryIO

from chassis.errors import Invalid
from services.boleta.formats.lis import is_lis, read_lis
from services.boleta.formats.lis_record import read_lis_record
from services.boleta.formats.planilla_csv import REQUIRED
from services.boleta.formats.planilla_xlsx import as_csv, is_xlsx
from services.boleta.formats.quick_csv import read_csv
from services.boleta.formats.record import BadRecord, Linea, Record
from uikit import filters

__all__ = ["BadRecord", "Linea", "Record", "read_lis_record", "read_planilla"]

BEGINNING = 64 * 1024
"""How much of a file is looked at to tell its format, in bytes."""


def read_planilla(stream: BinaryIO, periodo: int | None = None) -> Iterator[Record | BadRecord]:
    """Tell the format now, from the beginning of the file; give the boletas one by one.

    Those of another month are refused: a planilla is one month, `periodo` or that of its first.
    """
    stream.seek(0)
    beginning = stream.read(BEGINNING)
    stream.seek(0)
    if is_xlsx(beginning):
        return _of_one_month(_read_xlsx(stream), periodo)
    header = beginning.lstrip().partition(b"\n")[0].lower()
    if is_lis(beginning) and b"concepto" not in header:
        return _of_one_month(read_lis(stream), periodo)
    if b"," in header or b";" in header:
        return _of_one_month(read_csv(stream), periodo)
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
                yield _of_another_month(record, periodo)
                continue
        yield record


def _of_another_month(record: Record, periodo: int) -> BadRecord:
    reason = (
        f"Es de {filters.periodo(record.periodo)} y la planilla es de {filters.periodo(periodo)}:"
        " impórtela en otro archivo."
    )
    return BadRecord(record.line, reason, f"{record.dni} {record.apellidos}, {record.nombres}")
