"""The boletas of a whole month as a workbook: half a million rows in a few megabytes of memory.

XlsxWriter makes all but the rows: each of these is one text, put straight into the file where it
would put its own (`constant_memory`), many times quicker than cell by cell.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from uikit.brand import BRAND
from uikit.workbook import MONEY, PETROL

COLUMNS = (
    *(("DNI", 11), ("Apellidos", 28), ("Nombres", 24), ("Entidad", 28), ("Tipo de régimen", 20)),
    *(("Tipo de servidor", 24), ("Cargo", 22), ("Planilla", 12), ("Estado boleta", 14)),
    *(("Monto Bruto", 15), ("Total Descuentos", 16), ("Monto a pagar", 15)),
)
"""What each column is called, and how wide it is."""

AMOUNTS = 3
"""How many of them, the last ones, are amounts."""

ROWS_ON_A_SHEET = 1_000_000
"""After so many rows a new sheet begins; Excel has room for 48,576 more."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML can hold (XML 1.0 §2.2)."""


class Fila(NamedTuple):
    """A boleta in the workbook; amounts in céntimos."""

    dni: str
    apellidos: str
    nombres: str
    entidad: str
    regimen: str
    tipo_servidor: str
    cargo: str
    planilla: str
    estado: str
    bruto: int
    descuentos: int
    liquido: int


class Rows(Worksheet):  # type: ignore[misc]
    """A sheet into which rows are put as they are to stand in the file."""

    def put(self, row: int, xml: str) -> None:
        """Add what XML says of the rows up to that one."""
        self.row_data_fh.write(xml)
        self.dim_rowmin, self.dim_rowmax = 0, row
        self.dim_colmin, self.dim_colmax = 0, len(COLUMNS) - 1


class Month:
    """The workbook of a month while it is written."""

    def __init__(self, path: Path, *, title: str, created_at: datetime) -> None:
        self._book = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
        self._book.set_properties(
            {
                "title": title,
                "author": BRAND.platform,
                "company": BRAND.authority,
                "created": created_at.replace(tzinfo=None),
            }
        )
        add = self._book.add_format
        self._heading = add({"bold": True, "bg_color": PETROL, "font_color": "#FFFFFF"})
        self._money = add({"num_format": MONEY})
        self._sum = add({"bold": True, "top": 1})
        self._sum_money = add({"bold": True, "top": 1, "num_format": MONEY})
        self._sheets = 0
        self._row = 0
        self._begin_sheet()

    def add(self, filas: Iterable[Fila]) -> None:
        """Add some boletas; a thousand or so at a time take little memory."""
        style = _index(self._money)
        row = self._row
        written: list[str] = []
        for fila in filas:
            if row - 1 == ROWS_ON_A_SHEET:
                self._sheet.put(row - 1, "".join(written))
                self._end_sheet(row)
                self._begin_sheet()
                row, written = self._row, []
            row += 1
            written.append(_row_xml(row, fila, style))
            self._count(fila)
        self._sheet.put(row - 1, "".join(written))
        self._row = row

    def close(self, about: Sequence[tuple[str, str]]) -> None:
        """Write the sums and what the workbook is, and finish the file."""
        self._end_sheet(self._row)
        sheet = self._book.add_worksheet("Acerca de")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 80)
        for row, (name, value) in enumerate(about):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, value)
        self._book.close()

    def _begin_sheet(self) -> None:
        self._sheets += 1
        name = "Boletas" if self._sheets == 1 else f"Boletas {self._sheets}"
        self._sheet: Rows = self._book.add_worksheet(name, worksheet_class=Rows)
        for column, (_, width) in enumerate(COLUMNS):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(1, 3)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_footer("&RPágina &P de &N")
        style = _index(self._heading)
        heads = "".join(
            f'<c r="{xl_col_to_name(column)}1" s="{style}" t="inlineStr"><is><t>{name}</t></is></c>'
            for column, (name, _) in enumerate(COLUMNS)
        )
        self._sheet.put(0, f'<row r="1">{heads}</row>')
        self._row = 1
        self._sums = [0] * AMOUNTS

    def _count(self, fila: Fila) -> None:
        sums = self._sums
        sums[0] += fila.bruto
        sums[1] += fila.descuentos
        sums[2] += fila.liquido

    def _end_sheet(self, last: int) -> None:
        """Put the sums under the rows: as formulas, with their values."""
        first = len(COLUMNS) - AMOUNTS
        self._sheet.autofilter(0, 0, max(1, last - 1), len(COLUMNS) - 1)
        row, style = last + 2, _index(self._sum_money)
        cells = [f'<c r="A{row}" s="{_index(self._sum)}" t="inlineStr"><is><t>Total</t></is></c>']
        for column, centimos in enumerate(self._sums, first):
            name = xl_col_to_name(column)
            formula = f"SUM({name}2:{name}{max(2, last)})"
            cells.append(
                f'<c r="{name}{row}" s="{style}"><f>{formula}</f><v>{_soles(centimos)}</v></c>'
            )
        self._sheet.put(row - 1, f'<row r="{row}">{"".join(cells)}</row>')


def _row_xml(row: int, fila: Fila, style: int) -> str:
    """Write a boleta as XML: cells follow each other, so none need say where it is."""
    dni, apellidos, nombres, *work, bruto, descuentos, liquido = fila
    return (
        f'<row r="{row}"><c t="inlineStr"><is><t>{dni}</t></is></c>'
        f'<c t="inlineStr"><is><t>{_text(apellidos)}</t></is></c>'
        f'<c t="inlineStr"><is><t>{_text(nombres)}</t></is></c>{_work(*work)}'
        f'<c s="{style}"><v>{bruto // 100}.{bruto % 100:02}</v></c>'
        f'<c s="{style}"><v>{descuentos // 100}.{descuentos % 100:02}</v></c>'
        f'<c s="{style}"><v>{liquido // 100}.{liquido % 100:02}</v></c></row>'
    )


@lru_cache(2048)
def _work(*texts: str) -> str:
    """Write what a boleta has in common with many others."""
    return "".join(f'<c t="inlineStr"><is><t>{_text(text)}</t></is></c>' for text in texts)


@lru_cache(2048)
def _text(text: str) -> str:
    """Write a text as XML; what no XML can hold is left out."""
    if not text.isprintable():
        text = FORBIDDEN.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _soles(centimos: int) -> str:
    return f"{centimos // 100}.{centimos % 100:02}"


def _index(form: Format) -> int:
    """Return the number by which cells name a format."""
    index: int = form._get_xf_index()
    return index
