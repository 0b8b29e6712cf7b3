"""How a planilla in XLSX is read: as the CSV that says the same."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from chassis.errors import Invalid
from tests.support.planillas import kept, read, read_one, reason, refused

HEADER = ("periodo", "dni", "apellidos", "nombres", "regimen", "tipo", "concepto", "monto")
ROSA = ("2025-12", "00000001", "QUISPE HUAMAN", "ROSA ELENA", "Ley Nro 30328")


def a_workbook(*rows: Sequence[Any], title: str = "Planilla", before: int = 0) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in [*[[]] * before, *rows]:
        sheet.append(list(row))
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def test_a_workbook_says_what_its_csv_would_say():
    book = a_workbook(HEADER, (*ROSA, "+", "remcontrat", 3500.7), (*ROSA, "-", "dl25897", "398.03"))

    record = read_one(book)

    assert record.lines == (("+", "remcontrat", 350070), ("-", "dl25897", 39803))
    assert (record.dni, record.periodo, record.liquido) == ("00000001", 202512, 310267)


def test_a_dni_that_became_a_number_gets_its_zeros_back():
    book = a_workbook(HEADER, ("2025-12", 1, *ROSA[2:], "+", "a", 1))

    assert kept(read(book)) == ["00000001"]


def test_a_month_that_became_a_date_is_the_month():
    book = a_workbook(HEADER, (date(2025, 12, 1), *ROSA[1:], "+", "a", 1))

    assert read_one(book).periodo == 202512


def test_the_noise_of_a_sum_is_taken_off_and_a_third_decimal_is_refused():
    noisy = a_workbook(HEADER, (*ROSA, "+", "a", 0.1 + 0.2))
    odd = a_workbook(HEADER, (*ROSA, "+", "a", 10.125))

    assert read_one(noisy).bruto == 30
    assert "«10.125» no es un monto" in reason(odd)


def test_a_refused_row_is_told_by_its_row_in_the_sheet():
    book = a_workbook(
        HEADER, (*ROSA, "+", "a", 1), [], ("2025-12", "00000002", *ROSA[2:], "?", "a", 1), before=2
    )

    (bad,) = refused(read(book))

    assert bad.line == 6
    assert "el tipo «?» debe ser" in bad.reason


def test_columns_may_come_in_any_order_and_others_are_ignored():
    header = ("Observación", *reversed(HEADER), None)
    row = ("revisada\npor RRHH", *reversed((*ROSA, "+", "a", 1)), None)

    assert kept(read(a_workbook(header, row))) == ["00000001"]


def test_a_sheet_of_another_name_is_read_when_it_is_the_first():
    assert kept(read(a_workbook(HEADER, (*ROSA, "+", "a", 1), title="Diciembre")))


@pytest.mark.parametrize("broken", [b"PK\x03\x04 is all there is", a_workbook(HEADER)[:900]])
def test_a_workbook_that_cannot_be_read_is_told_with_its_remedy(broken: bytes):
    with pytest.raises(Invalid, match="guárdelo como «Libro de Excel"):
        read(broken)


def test_a_workbook_without_its_columns_is_told_which_are_missing():
    with pytest.raises(Invalid, match="Faltan las columnas: dni, apellidos"):
        read(a_workbook(("periodo",), ("2025-12",)))


def test_a_workbook_of_an_old_excel_and_an_empty_file_are_told_as_what_they_are():
    with pytest.raises(Invalid, match="antiguo"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(Invalid, match="vacío"):
        read(b"")


@pytest.mark.parametrize("limit", ["MAX_UNZIPPED", "MAX_BESIDES"])
def test_what_unzips_to_too_much_is_not_unzipped(limit: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(f"services.boleta.formats.planilla_xlsx.{limit}", 50)

    with pytest.raises(Invalid, match="demasiado grande"):
        read(a_workbook(HEADER))
