"""How a CSV file is read: its form, its mistakes, and where they are."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.csv_rows import MAX_LINE, BadRow, Row, open_rows, read_date
from chassis.errors import Invalid

PEOPLE = ("dni", "apellidos")


def rows(content: bytes | str, *, required=PEOPLE, optional=()) -> list[Row | BadRow]:
    raw = content.encode() if isinstance(content, str) else content
    return list(open_rows(io.BytesIO(raw), required=required, optional=optional))


def test_rows_come_with_their_line_and_stripped_values():
    content = "dni,apellidos\n00000001, QUISPE HUAMAN \n00000002,ÑAHUI\n"

    found = rows(content)

    assert found == [
        Row(2, {"dni": "00000001", "apellidos": "QUISPE HUAMAN"}),
        Row(3, {"dni": "00000002", "apellidos": "ÑAHUI"}),
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbfdni,apellidos\n1,A\n", id="byte order mark"),
        pytest.param(b"dni;apellidos\r\n1;A\r\n", id="semicolons and CRLF, as Excel in Spanish"),
        pytest.param(b"apellidos,dni\nA,1\n", id="columns in another order"),
        pytest.param(b"dni,telefono,apellidos\n1,999,A\n", id="a column that nobody asked for"),
        pytest.param(b" DNI , Apellidos \n1,A\n", id="a header in capitals and spaces"),
        pytest.param(b'"dni","apellidos"\n"1","A"', id="quotes, and no line break at the end"),
        pytest.param(b"dni,apellidos,,\n1,A,,\n", id="empty columns at the end"),
    ],
)
def test_the_forms_in_which_people_save_a_file_give_the_same_row(content):
    found = rows(content)

    assert [row.values for row in found] == [{"dni": "1", "apellidos": "A"}]


def test_a_row_that_spans_lines_counts_from_where_it_begins():
    content = '\n\ndni,apellidos\n1,"QUISPE\nHUAMAN"\n\n,\n2,MAMANI\n'

    found = rows(content)

    assert found == [
        Row(4, {"dni": "1", "apellidos": "QUISPE\nHUAMAN"}),
        Row(8, {"dni": "2", "apellidos": "MAMANI"}),
    ]


def test_an_optional_column_that_is_not_there_is_empty():
    assert rows("dni\n1\n", required=["dni"], optional=["sede"]) == [
        Row(2, {"dni": "1", "sede": ""})
    ]


def test_a_wrong_row_is_told_and_the_others_are_kept():
    content = "dni,apellidos\n1\n2,A,B\n,C\n3,D\n"

    few, many, empty, good = rows(content)

    assert few == BadRow(
        2, "Tiene 1 celdas y el encabezado tiene 2: revise los separadores.", ("1",)
    )
    assert many.line == 3
    assert many.cells == ("2", "A", "B")
    assert empty == BadRow(4, "Falta: dni.", ("", "C"))
    assert good == Row(5, {"dni": "3", "apellidos": "D"})


def test_a_row_that_lacks_something_keeps_its_cells_in_the_order_that_was_asked_for():
    content = "apellidos,edad,dni\nA,40,\n"

    (empty,) = rows(content)

    assert empty == BadRow(2, "Falta: dni.", ("", "A"))


def test_a_row_of_the_wrong_width_never_has_as_many_cells_as_were_asked_for():
    content = "dni,apellidos\nQUISPE, ROSA,1\n"

    (shifted,) = rows(content, optional=["sede"])

    assert shifted == BadRow(
        2,
        "Tiene 3 celdas y el encabezado tiene 2: revise los separadores.",
        ("QUISPE", " ROSA", "1", ""),
    )


def test_a_line_that_is_no_csv_is_told_and_the_others_are_kept():
    content = b"dni,apellidos\n1,A\rB\n2,C\n"

    broken, good = rows(content)

    assert broken == BadRow(2, "No se entiende esta línea: revise sus comillas.", ())
    assert good == Row(3, {"dni": "2", "apellidos": "C"})


def test_missing_columns_are_named_with_the_ones_that_were_found():
    with pytest.raises(Invalid) as refused:
        rows("documento,apellidos\n1,A\n", required=["dni", "apellidos", "correo"])

    assert refused.value.detail == (
        "Faltan las columnas: dni, correo. Se encontraron: documento, apellidos."
    )


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n"])
def test_an_empty_file_says_which_columns_it_should_have(content):
    with pytest.raises(Invalid, match=r"vacío\. Sus columnas deben ser: dni, apellidos"):
        rows(content)


def test_a_column_that_is_there_twice_is_refused():
    with pytest.raises(Invalid, match="más de una vez: dni"):
        rows("dni,apellidos,dni\n")


def test_a_header_of_a_hundred_thousand_columns_takes_no_minutes():
    names = ",".join(f"{number:x}" for number in range(100_000))

    (row,) = rows(f"dni,apellidos,{names}\n1,A,{',' * 99_999}\n")

    assert row.values == {"dni": "1", "apellidos": "A"}


def test_the_header_is_checked_before_any_row_is_asked_for():
    with pytest.raises(Invalid):
        open_rows(io.BytesIO(b"x\n"), required=PEOPLE)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("dni,apellidos\n1,A\n2,ÑAHUI\n".encode("latin-1"), id="latin-1"),
        pytest.param(b"dni,apellidos\n1,A\n2,B\0\n", id="a null byte"),
    ],
)
def test_a_file_that_is_not_utf_8_says_its_line_and_what_to_do(content):
    with pytest.raises(
        Invalid, match=r"línea 3 no está en UTF-8\. Guarde el archivo como «CSV UTF"
    ):
        rows(content)


def test_a_file_saved_as_utf_16_is_refused_at_its_first_line():
    with pytest.raises(Invalid, match="línea 1 no está en UTF-8"):
        rows("dni,apellidos\n".encode("utf-16"))


def test_letters_written_in_two_parts_are_joined():
    (row,) = rows("dni,apellidos\n1,N\u0303AHUI\n")

    assert row.values["apellidos"] == "ÑAHUI"


def test_a_file_without_line_breaks_is_refused_before_it_fills_the_memory():
    with pytest.raises(Invalid, match="línea 2 es demasiado larga"):
        rows(b"dni,apellidos\n" + b"x" * 3 * MAX_LINE)


class Endless(io.RawIOBase):
    """A file that never ends, to prove that rows are given before it does."""

    def read(self, size: int | None = -1) -> bytes:
        return b"dni,apellidos\n" if self.count_reads() == 0 else b"1,A\n"

    def count_reads(self) -> int:
        self.reads = getattr(self, "reads", -1) + 1
        return self.reads


def test_rows_are_given_while_the_file_is_still_being_read():
    found: Iterator[Row | BadRow] = open_rows(Endless(), required=PEOPLE)

    assert [next(found).line for _ in range(3)] == [2, 3, 4]


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_invalid(content):
    try:
        found = rows(b"dni,apellidos\n" + content)
    except Invalid:
        return

    assert [row.line for row in found] == sorted({row.line for row in found})


@pytest.mark.parametrize("text", ["01/03/2025", "1/3/2025", "2025-03-01", " 01/03/2025 "])
def test_a_date_is_read_in_both_forms(text):
    assert read_date(text) == date(2025, 3, 1)


@pytest.mark.parametrize("text", ["", "2025", "01/03/25", "01-03-2025", "2025-3-1", "mañana"])
def test_what_is_not_a_date_is_refused_with_the_form_to_use(text):
    with pytest.raises(Invalid, match="dd/mm/aaaa"):
        read_date(text)


def test_a_day_that_does_not_exist_is_refused():
    with pytest.raises(Invalid, match="no existe en el calendario"):
        read_date("30/02/2025")
