"""How our workbooks look, and how they keep what they are told: texts stay texts."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from uikit.brand import BRAND

MONEY = '"S/" #,##0.00;[Red]-"S/" #,##0.00'

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
"""A text that begins like a formula or an address is a text."""

PETROL = "#0B3440"
PALE = "#EDF5F6"


class Book:
    """A workbook of ours while it is written; the same content gives the same bytes."""

    def __init__(self, *, title: str, created_at: datetime, dates: str = "mmm yyyy") -> None:
        self._file = io.BytesIO()
        self.workbook = Workbook(self._file, OPTIONS | {"default_date_format": dates})
        self.workbook.set_properties(
            {
                "title": title,
                "author": BRAND.platform,
                "company": BRAND.authority,
                "created": created_at.replace(tzinfo=None),
            }
        )
        add = self.workbook.add_format
        self.money = add({"num_format": MONEY})
        self.month = add({"num_format": "mmm yyyy", "align": "left"})
        self.bold = add({"bold": True})
        self.heading = add(
            {"bold": True, "bg_color": PETROL, "font_color": "#FFFFFF", "text_wrap": True}
        )
        self.sum = add({"bold": True, "bg_color": PALE, "top": 1})
        self.sum_money = add({"bold": True, "bg_color": PALE, "top": 1, "num_format": MONEY})
        self.wrapped = add({"text_wrap": True, "valign": "top"})

    def sheet(self, name: str, widths: Sequence[float], *, footer: str) -> Worksheet:
        """Add a sheet that prints on A4, lying, one page wide, under its headings."""
        sheet: Worksheet = self.workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&L{footer}&RPágina &P de &N")
        return sheet

    def about(self, pairs: Sequence[tuple[str, str]], notes: Sequence[str]) -> None:
        """Add the sheet that says what this is, and how to read it."""
        sheet: Worksheet = self.workbook.add_worksheet("Acerca de")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        for row, (name, value) in enumerate(pairs):
            sheet.write_string(row, 0, name, self.bold)
            sheet.write_string(row, 1, value, self.wrapped)
        for row, note in enumerate(notes, len(pairs) + 1):
            sheet.write_string(row, 1, note, self.wrapped)

    def bytes(self) -> bytes:
        """Finish the workbook."""
        self.workbook.close()
        return self._file.getvalue()


def amount(sheet: Worksheet, row: int, column: int, centimos: int | None, form: Any) -> None:
    """Write an amount as a true number; what is not known stays empty."""
    if centimos is None:
        sheet.write_blank(row, column, None, form)
    else:
        sheet.write_number(row, column, centimos / 100, form)
