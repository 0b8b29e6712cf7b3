"""No cell that we write is run by a spreadsheet, and each is read back as it was."""

import io

import pytest

from chassis.csv_cells import guarded, unguarded
from chassis.csv_rows import Row, open_rows

FORMULAS = ["=1+1", "+51 987", "-5.00", "@SUM(A1)", "＝1", "  =1", '=HYPERLINK("x")']


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "QUISPE", "1-2", "'hola", "D'ANGELO", "'"])
def test_other_texts_are_as_they_were(text):
    assert guarded(text) == unguarded(text) == text


def test_a_file_of_refused_rows_says_what_the_first_one_said():
    ours = io.BytesIO(b"error,telefono\r\nMal.,'+51 987\r\n")
    theirs = io.BytesIO(b"telefono\r\n'+51 987\r\n")

    assert list(open_rows(ours, required=["telefono"])) == [Row(2, {"telefono": "+51 987"})]
    assert list(open_rows(theirs, required=["telefono"])) == [Row(2, {"telefono": "'+51 987"})]
