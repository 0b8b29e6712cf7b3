"""The empty planillas to fill in are planillas themselves."""

import pytest
from openpyxl import load_workbook

from services.boleta.formats import plantilla
from services.boleta.formats.planilla_csv import OPTIONAL, REQUIRED
from tests.support.planillas import facts, read_one


def test_both_say_the_same_and_are_read_without_a_warning():
    from_csv, from_xlsx = read_one(plantilla.as_csv()), read_one(plantilla.as_xlsx())

    assert facts(from_csv) == facts(from_xlsx)
    assert from_csv.warnings == ()
    assert from_csv.liquido == 3_172_67


def test_every_column_that_is_read_is_explained():
    assert {*REQUIRED, *OPTIONAL} <= plantilla.COLUMNS.keys()


@pytest.mark.parametrize("sheet", ["Planilla", "Ayuda"])
def test_the_workbook_has_a_sheet_to_fill_in_and_one_of_help(sheet: str, tmp_path):
    path = tmp_path / "plantilla.xlsx"
    path.write_bytes(plantilla.as_xlsx())

    workbook = load_workbook(path)

    assert sheet in workbook.sheetnames
    assert workbook["Planilla"]["B2"].number_format == "@"
