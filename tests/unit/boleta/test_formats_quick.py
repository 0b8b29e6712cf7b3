"""The quick reader of CSV finds what the careful one finds, whatever stands in the file."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.csv_rows import open_rows
from services.boleta.formats import BadRecord, Found, Record, read_slice, scan_planilla
from services.boleta.formats.planilla_csv import OPTIONAL, REQUIRED, people_in, read_person
from services.boleta.formats.quick_csv import read_csv

COLUMNS = (*REQUIRED, *OPTIONAL)

cells = {
    "periodo": st.sampled_from(["2022-06", "2022-07", " 2022-06", "junio", ""]),
    "dni": st.sampled_from(["00000001", "00000002", " 00000001", "1", ""]),
    "apellidos": st.sampled_from(["QUISPE", "QUISPE  HUAMÁN", " QUISPE", ""]),
    "nombres": st.sampled_from(["ROSA", "ROSA\u00a0ELENA"]),
    "regimen": st.sampled_from(["CAS", "LEY 29944"]),
    "tipo": st.sampled_from(["+", "-", "=", "+ ", "*"]),
    "concepto": st.sampled_from(["rem", "dl 25897", "rem ", ""]),
    "monto": st.sampled_from(["100.00", "1,200.50", "S/ 3", "12,5", "99999999.99", ""]),
    "fecha_ingreso": st.sampled_from(["", "01/03/2020", "31/02/2020"]),
    "liquido": st.sampled_from(["", "100.00", " ", "200.00"]),
    "sede": st.sampled_from(["", "080006", "150108"]),
}
"""What may stand in each column: what is right is more likely."""

plain = dict.fromkeys(COLUMNS, "") | {
    "periodo": "2022-06",
    "dni": "00000001",
    "apellidos": "QUISPE",
    "nombres": "ROSA",
    "regimen": "CAS",
    "tipo": "+",
    "concepto": "rem",
    "monto": "100.00",
}


ODD = [
    *('"+",rem,100.00', '+,rem,"1,200.50"', '+,"re,m",100.00', '+,"re""m",1', '+,"rem\nx",1'),
    *(
        '+,rem,"100.00',
        '+,"rem,100.00',
        '+,re"m,"1',
        '+,rem,"1"0',
        "+,rem,1\r",
        "+,rem",
        "",
        "+,rem,1,1",
    ),
]
"""What may stand where tipo, concepto and monto should, as a file may have it."""


@st.composite
def rows(draw: st.DrawFn) -> list[str]:
    """Draw a row that is plain but for some cells, and for how many there are."""
    odd = draw(st.lists(st.sampled_from(sorted(cells)), max_size=2))
    row = plain | {"dni": draw(st.sampled_from(["00000001", "00000002"]))}
    row |= {name: draw(cells[name]) for name in odd}
    in_quotes = draw(st.sampled_from(["", "", "", *COLUMNS]))
    written = [
        '"' + row[name] + '"' if "," in row[name] or name == in_quotes else row[name]
        for name in COLUMNS
    ]
    first = COLUMNS.index("tipo")
    if draw(st.integers(0, 4)) == 0:
        written[first : first + 3] = [draw(st.sampled_from(ODD))]
    return draw(st.sampled_from([written] * 9 + [written[:-1], [*written, "x"], [""], ['"']]))


def with_care(content: bytes) -> list[Record | BadRecord]:
    read = open_rows(io.BytesIO(content), required=REQUIRED, optional=OPTIONAL)
    return [read_person(person) for person in people_in(read)]


@given(st.lists(rows(), max_size=12))
@settings(max_examples=400, deadline=None)
def test_both_readers_find_the_same(given_rows: list[list[str]]):
    lines = [",".join(COLUMNS), *(",".join(row) for row in given_rows)]
    content = "\n".join(lines).encode()

    assert list(read_csv(io.BytesIO(content))) == with_care(content)


@given(st.lists(st.sampled_from(["00000001", "00000002", "00000003"]), max_size=12))
@settings(deadline=None)
def test_a_slice_that_the_scan_found_is_the_boleta_that_the_reader_finds(dnis: list[str]):
    people = [plain | {"dni": dni} for dni in dnis]
    lines = [",".join(COLUMNS), *(",".join(row.values()) for row in people)]
    stream = io.BytesIO("\r\n".join(lines).encode())

    found = list(scan_planilla(stream, 202206)) if dnis else []

    wanted = list(read_csv(io.BytesIO(stream.getvalue())))
    slices = [
        read_slice(stream, place.offset, place.length)
        for place in found
        if isinstance(place, Found)
    ]
    assert [record._replace(line=0) for (record,) in slices] == [
        record._replace(line=0) for record in wanted
    ]
