"""What holds of every planilla: it reads back as it was written, and no bytes break the reader."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from deploy.demo.pay import Boleta
from deploy.demo.people import CANCHIS, Person
from deploy.demo.plazas import PLAZAS
from deploy.demo.print_file import page
from services.boleta.formats import BadRecord, Record
from tests.support.planillas import kept, read, read_one, someone

WORDS = st.text("AEIOUÁÉÍÓÚÑÜKLMQRT'-.,()/1=+", min_size=1, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
CODES = st.text("aZ19ñ_./-+", max_size=8).map("c{}".format)
CONCEPTS = st.lists(CODES, min_size=1, max_size=2).map(" ".join)
AMOUNTS = st.integers(min_value=0, max_value=9_999_999)
DAYS = st.dates(min_value=date(1920, 1, 1), max_value=date(2030, 12, 31))


@st.composite
def boletas(draw: st.DrawFn) -> Boleta:
    income = draw(st.lists(st.tuples(st.just("+"), CONCEPTS, AMOUNTS), min_size=1, max_size=12))
    rest = sum(centimos for _, _, centimos in income)
    deductions = []
    for name in draw(st.lists(CONCEPTS, max_size=12)):
        deductions.append(
            ("-", name, draw(st.integers(min_value=0, max_value=min(rest, 9_999_999))))
        )
        rest -= deductions[-1][2]
    person = Person(
        dni=f"{draw(st.integers(min_value=1, max_value=999)):08}",
        apellidos=draw(NAMES),
        nombres=draw(NAMES),
        correo="",
        sede=CANCHIS,
        plaza=draw(st.sampled_from(PLAZAS)),
        establecimiento=draw(NAMES),
        codigo_modular="",
        fecha_nacimiento=draw(DAYS),
        fecha_ingreso=draw(DAYS),
    )
    month = draw(DAYS)
    return Boleta(person, month.year * 100 + month.month, (*income, *deductions), 0)


@given(boletas())
def test_what_was_printed_reads_back_equal(boleta):
    record = read_one("\n".join(page(boleta, 1)) + "\n")

    assert record.lines == boleta.lines
    assert record.bruto == boleta.bruto
    assert record.descuentos == boleta.descuentos
    assert record.liquido == boleta.liquido
    assert record.periodo == boleta.periodo
    assert record.dni == boleta.person.dni
    assert record.apellidos == boleta.person.apellidos
    assert record.nombres == boleta.person.nombres
    assert record.establecimiento == boleta.person.establecimiento
    assert record.regimen == boleta.person.plaza.regimen
    assert record.fecha_nacimiento == boleta.person.fecha_nacimiento
    assert record.warnings == ()


@given(st.data())
def test_no_damage_to_a_page_raises_or_keeps_a_wrong_sum(data):
    raw = bytearray(someone(2).encode("latin-1"))
    for _ in range(data.draw(st.integers(min_value=1, max_value=20))):
        place = data.draw(st.integers(min_value=0, max_value=len(raw) - 1))
        raw[place : place + data.draw(st.integers(min_value=0, max_value=40))] = data.draw(
            st.binary(max_size=6)
        )

    found = read(someone(1).encode() + bytes(raw) + b"\n" + someone(3).encode())

    assert kept(found)[0] == "00000001"
    assert kept(found)[-1] == "00000003"
    for record in found:
        if isinstance(record, Record):
            assert abs(record.bruto - record.descuentos - record.liquido) <= 1


@given(st.binary(max_size=2000))
def test_no_bytes_raise_anything_but_invalid(content):
    for beginning in (b"", b" DRE CUSCO\n", b"periodo,dni,concepto\n"):
        try:
            found = read(beginning + content)
        except Invalid:
            continue

        assert all(isinstance(record, Record | BadRecord) for record in found)
