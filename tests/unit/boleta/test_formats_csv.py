"""How a planilla in CSV is read: the rows of each person make a boleta."""

from datetime import date

import pytest

from chassis.errors import Invalid
from services.boleta.formats import BadRecord, Record
from services.boleta.formats.record import SHOWN
from tests.support.planillas import kept, read, read_one, reason, refused

HEADER = "periodo,dni,apellidos,nombres,regimen,tipo,concepto,monto"
ROSA = "2025-12,00000001,QUISPE HUAMAN,ROSA ELENA,Ley Nro 30328"
JUAN = "2025-12,00000002,ÑAHUI,JUAN,LEY 29944"
INES = "2025-12,00000003,NÚÑEZ,INÉS,CAS"


def planilla(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def test_the_rows_of_a_person_make_a_boleta():
    rows = [f'{ROSA},+,remcontrat,"3,500.70"', f"{ROSA},+,ruralcont,70", f"{ROSA},-,dl25897,398.03"]

    record = read_one(planilla(*rows, f"{ROSA},=,essalud,315.06"))

    assert record == Record(
        line=2,
        periodo=202512,
        dni="00000001",
        apellidos="QUISPE HUAMAN",
        nombres="ROSA ELENA",
        regimen="Ley Nro 30328",
        lines=(
            ("+", "remcontrat", 350070),
            ("+", "ruralcont", 7000),
            ("-", "dl25897", 39803),
            ("=", "essalud", 31506),
        ),
        bruto=357070,
        descuentos=39803,
        liquido=317267,
    )


def test_what_else_is_known_is_taken_from_the_first_row():
    header = f"{HEADER},tipo_servidor,cargo,establecimiento,fecha_ingreso"
    rows = [
        f"{ROSA},+,a,1.00,DOCENTE CONTRATADO,PROFESOR,I.E. 56001,01/03/2025",
        f"{ROSA},+,b,1.00,,,,",
    ]

    record = read_one(planilla(*rows, header=header))

    assert record.tipo_servidor == "DOCENTE CONTRATADO"
    assert record.cargo == "PROFESOR"
    assert record.establecimiento == "I.E. 56001"
    assert record.fecha_ingreso == date(2025, 3, 1)


def test_each_person_has_their_own_boleta_with_the_line_where_it_begins():
    rows = [f"{ROSA},+,a,1.00", f"{ROSA},+,b,1.00", f"{JUAN},+,a,1.00", f"{INES},+,a,1.00"]

    found = read(planilla(*rows))

    assert kept(found) == ["00000001", "00000002", "00000003"]
    assert [record.line for record in found] == [2, 4, 5]
    assert [record.regimen for record in found if isinstance(record, Record)] == [
        "Ley Nro 30328",
        "Ley Nro 29944",
        "D.Leg. 1057 (CAS)",
    ]


def with_liquido(*told: str) -> bytes:
    rows = [f"{ROSA},+,a,10.00,", f"{ROSA},-,b,2.50,", f"{ROSA},+,c,0.50,"]
    return planilla(
        *(row + text for row, text in zip(rows, told, strict=True)), header=HEADER + ",liquido"
    )


@pytest.mark.parametrize("told", [("8.00", "8.00", "8.00"), ("8.00", "", ""), ("", "", "")])
def test_the_net_amount_may_be_told_in_some_rows_or_in_none(told):
    record = read_one(with_liquido(*told))

    assert record.liquido == 800
    assert record.warnings == ()


def test_a_net_amount_that_is_a_centimo_off_is_kept_and_told():
    record = read_one(with_liquido("8.01", "", ""))

    assert record.liquido == 801
    assert record.warnings == (
        "Los ingresos menos los descuentos dan S/ 8.00 y el total dice S/ 8.01:"
        " difieren en un céntimo.",
    )


def test_a_net_amount_that_is_further_off_is_refused():
    assert reason(with_liquido("8.02", "", "")) == (
        "Los ingresos menos los descuentos dan S/ 8.00, pero el total dice S/ 8.02."
    )


def test_two_net_amounts_are_refused():
    assert reason(with_liquido("8.00", "9.00", "")) == (
        "El líquido cambia dentro del mismo DNI: 8.00, 9.00."
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{JUAN},*,a,1.00", "Línea 4: el tipo «*» debe ser +, - o =."),
        (f'{JUAN},+,a,"1,5"', "Línea 4: «1,5» no es un monto: escríbalo como 2,760.12."),
        (f"{JUAN},+,a,-1.00", "Línea 4: «-1.00» no es un monto"),
        (f"{JUAN},+,a,99999999.00", "Línea 4: El monto S/ 99,999,999.00 es demasiado grande."),
        (f"{JUAN},+,a,9999999.99", "El monto S/ 10,000,000.99 es demasiado grande."),
        (f"{JUAN},-,a,5.00", "Los descuentos son mayores que los ingresos."),
        (f"{JUAN},+,,1.00", "Línea 4: Falta: concepto."),
        (f"{JUAN},+,a", "Línea 4: Tiene 7 celdas y el encabezado tiene 8: revise los separadores."),
        (JUAN.replace("JUAN", "INÉS") + ",+,a,1.00", "Línea 4: la columna nombres cambia"),
        (JUAN.replace("29944", "30328") + ",+,a,1.00", "Línea 4: la columna regimen cambia"),
        (JUAN.replace("-12", "-11") + ",+,a,1.00", "Línea 4: la columna periodo cambia"),
        ("basura", "Línea 4: Tiene 1 celdas y el encabezado tiene 8: revise los separadores."),
    ],
)
def test_a_wrong_row_spoils_the_boleta_of_its_person_and_no_other(row, said):
    good = f"{JUAN},+,a,1.00"

    found = read(planilla(f"{ROSA},+,a,1.00", good, row, f"{INES},+,a,1.00"))

    assert kept(found) == ["00000001", "00000003"]
    (bad,) = refused(found)
    assert bad.line == 3
    assert bad.reason.startswith(said)
    assert "ÑAHUI" in bad.text


def test_a_row_with_too_many_cells_is_of_the_person_whose_dni_it_has():
    found = read(planilla(f"{ROSA},+,a,1.00", f"{JUAN},+,a,1,000.00", f"{JUAN},+,b,1.00"))

    assert kept(found) == ["00000001"]
    assert [bad.line for bad in refused(found)] == [3]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROSA.replace("00000001", "1") + ",+,a,1.00", "El DNI «1» no tiene 8 dígitos."),
        (ROSA.replace("00000001", "") + ",+,a,1.00", "Línea 2: Falta: dni."),
        (ROSA.replace("-12", "-13") + ",+,a,1.00", "El periodo «2025-13» no está escrito como"),
        (ROSA.replace("2025-12", "12/2025") + ",+,a,1.00", "El periodo «12/2025» no está escrito"),
    ],
)
def test_a_person_that_is_not_told_well_is_refused(row, said):
    found = read(planilla(row, f"{JUAN},+,a,1.00"))

    assert kept(found) == ["00000002"]
    assert refused(found)[0].reason.startswith(said)


def test_a_date_that_is_none_is_told_and_the_boleta_kept():
    header = f"{HEADER},fecha_ingreso"

    record = read_one(planilla(f"{ROSA},+,a,1.00,2025", header=header))

    assert record.fecha_ingreso is None
    assert record.warnings == ("«2025» no es una fecha: escríbala como dd/mm/aaaa.",)


def test_a_planilla_of_two_months_keeps_the_first():
    found = read(planilla(f"{ROSA},+,a,1.00", JUAN.replace("-12", "-11") + ",+,a,1.00"))

    assert [type(record) for record in found] == [Record, BadRecord]
    assert found[1].reason == (
        "Es de NOVIEMBRE 2025 y la planilla es de DICIEMBRE 2025: impórtela en otro archivo."
    )


def test_a_person_without_end_is_refused_before_it_fills_the_memory():
    found = read(planilla(*[f"{ROSA},+,a,1.00"] * 20_000, f"{JUAN},+,a,1.00"))

    assert kept(found) == ["00000002"]
    assert refused(found)[0].reason == "Tiene más de 500 conceptos."
    assert len(refused(found)[0].text) <= SHOWN


def test_a_name_that_was_broken_in_its_cell_is_one_line():
    row = ROSA.replace("QUISPE HUAMAN", '"QUISPE\n  HUAMAN"')

    record = read_one(planilla(f"{row},+,a,1.00"))

    assert record.apellidos == "QUISPE HUAMAN"


def test_missing_columns_are_named():
    with pytest.raises(Invalid, match="Faltan las columnas: regimen, monto"):
        read(b"periodo,dni,apellidos,nombres,tipo,concepto\n")


def test_an_establishment_named_as_a_dre_does_not_make_it_a_print_file():
    header = f"establecimiento,{HEADER}"

    record = read_one(planilla(f"DRE CUSCO,{ROSA},+,a,1.00", header=header))

    assert record.establecimiento == "DRE CUSCO"
