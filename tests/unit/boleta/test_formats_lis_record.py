"""How one page of the SUP's print file is read, and what is said of a wrong one."""

import re
from datetime import date

import pytest

from services.boleta.formats import Record
from tests.support.planillas import PAGE, facts, read_one, reason


def test_the_example_of_the_documentation_is_read():
    record = read_one(PAGE)

    assert record == Record(
        line=1,
        offset=0,
        length=len(PAGE),
        periodo=202512,
        dni="00000001",
        apellidos="QUISPE HUAMAN",
        nombres="ROSA ELENA",
        regimen="Ley Nro 30328",
        tipo_servidor="DOCENTE CONTRATADO",
        cargo="PROFESOR",
        establecimiento="I.E. 56001 (1234567)",
        fecha_nacimiento=date(1985, 2, 14),
        fecha_ingreso=date(2025, 3, 1),
        fecha_termino=date(2025, 12, 31),
        cuenta="CTA-04123456789",
        pension="AFP INTEGRA/000000RQHAA0",
        tiempo_servicio="00-06-00",
        estado="Habilitado",
        lines=(("+", "remcontrat", 350070), ("+", "ruralcont", 7000), ("-", "dl25897", 39803)),
        bruto=357070,
        descuentos=39803,
        liquido=317267,
        sede="080006",
    )


@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(PAGE.replace("\n", "\r\n"), id="CRLF"),
        pytest.param("\f" + PAGE, id="a form feed first"),
        pytest.param("\n\n" + PAGE + "\n\n", id="empty lines around"),
        pytest.param(PAGE.replace("               :", "\t:\t"), id="tabs"),
        pytest.param(re.sub(r"(?m)^ ", "      ", PAGE), id="moved to the right"),
        pytest.param(re.sub(r"(?m)^ +", "", PAGE), id="moved to the left"),
        pytest.param(PAGE.replace("Apellidos ", "APELLIDOS "), id="a label in capitals"),
        pytest.param(PAGE.replace("Regimen Laboral", "Régimen  Laboral"), id="a label with tilde"),
        pytest.param(
            PAGE.replace("Reg.Pensionario", "Reg. Pensionario"), id="a space after a point"
        ),
        pytest.param(PAGE.replace("QUISPE HUAMAN", "QUISPE   HUAMAN"), id="spaces within a value"),
        pytest.param(PAGE.replace("3,500.70   +", "3500.70\n +"), id="one concept a line"),
        pytest.param(
            PAGE.replace("remcontrat 3,", "remcontrat\n   3,"), id="broken before an amount"
        ),
        pytest.param(PAGE.replace("remcontrat 3,", "remcontrat S/. 3,"), id="S/. before an amount"),
        pytest.param(
            PAGE.replace("T-REMUN 3,570.70", "t-remun: S/ 3570.70"), id="totals otherwise"
        ),
        pytest.param(PAGE.replace("Termino:", "Término : "), id="an inner label with tilde"),
        pytest.param(PAGE.replace("DICIEMBRE - 2025", "diciembre 2025"), id="the month otherwise"),
        pytest.param(PAGE.replace(" Mensajes :\n", ""), id="no messages"),
        pytest.param(PAGE.replace(" DRE CUSCO", "\x0f DRE CUSCO", 1), id="codes for the printer"),
        pytest.param(
            PAGE.replace("QUISPE HUAMAN\n Nombres    ", "QUISPE HUAMAN   Nombres"),
            id="two labels on a line",
        ),
    ],
)
def test_a_page_is_the_same_however_it_was_printed(variant):
    record = read_one(variant)

    assert facts(record) == facts(read_one(PAGE))


@pytest.mark.parametrize(
    "label",
    [
        *("Fecha de Nacimiento", "Establecimiento", "Cargo", "Tipo de Servidor"),
        *("Niv.Mag.", "Tiempo de Servicio", "Fecha de Registro", "Cta.", "Leyenda", "Reg.Pens"),
    ],
)
def test_a_page_without_an_optional_line_is_read(label):
    record = read_one(re.sub(rf"(?m)^ {re.escape(label)}.*\n", "", PAGE))

    assert record.liquido == 317267


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("DICIEMBRE - 2025", "", "Falta el periodo"),
        ("DICIEMBRE", "DICIEMBR", "Falta el periodo"),
        ("QUISPE HUAMAN", "", "Falta: Apellidos."),
        ("Nombres   ", "Nombre    ", "Falta: Nombres."),
        ("(Lib.Electoral o D.N.) 00000001", "", "Falta: Documento de Identidad."),
        ("00000001", "1", "El DNI «1» no tiene 8 dígitos."),
        ("00000001", "O0000001", "El DNI «O0000001» no tiene 8 dígitos."),
        ("00000001", "", "El DNI «» no tiene 8 dígitos."),
        ("LEY 30328", "", "Falta: Regimen Laboral."),
        ("T-LIQUI 3,172.67", "", "Falta el total T-LIQUI"),
        ("T-REMUN 3,570.70", "T-REMUN 3.570,70", "Falta el total T-REMUN"),
        (" 3,500.70   +", " +", "No se entiende «+remcontrat»"),
        ("398.03", "398,03", "No se entiende «-dl25897 398,03»"),
        ("398.03", "398.03x", "No se entiende «-dl25897 398.03x»"),
        ("-dl25897", "dl25897", "No se entiende «dl25897 398.03»"),
        ("70.00 ", "7,00.00 ", "No se entiende «+ruralcont 7,00.00»"),
        ("70.00 ", "-70.00 ", "No se entiende «+ruralcont -70.00»"),
        ("70.00 ", "99,999,999.99 ", "El monto S/ 99,999,999.99 es demasiado grande."),
        ("=" * 74, "", "Faltan las líneas de ====="),
    ],
)
def test_what_is_wrong_is_said_in_words(old, new, said):
    assert old in PAGE

    assert reason(PAGE.replace(old, new)).startswith(said)


def test_a_page_without_concepts_is_refused():
    assert reason(re.sub(r"(?m)^ \+.*\n", "", PAGE)) == "No tiene ningún concepto."


def test_a_total_that_is_a_centimo_off_is_kept_and_told():
    record = read_one(PAGE.replace("T-LIQUI 3,172.67", "T-LIQUI 3,172.66"))

    assert record.liquido == 317266
    assert record.warnings == (
        "Los ingresos menos los descuentos dan S/ 3,172.67 y el total dice S/ 3,172.66:"
        " difieren en un céntimo.",
    )


def test_a_total_that_is_further_off_is_refused():
    assert reason(PAGE.replace("T-DSCTO 398.03", "T-DSCTO 398.05")) == (
        "Los descuentos dan S/ 398.03, pero el total dice S/ 398.05."
    )


def test_a_page_that_takes_more_than_it_gives_is_refused():
    owing = PAGE.replace("398.03", "4,000.00").replace("T-LIQUI 3,172.67", "T-LIQUI -429.30")

    assert reason(owing) == "Los descuentos son mayores que los ingresos."


def test_a_date_that_is_none_is_told_and_the_boleta_kept():
    record = read_one(PAGE.replace("14/02/1985", "31/02/1985").replace("31/12/2025", "00/00/0000"))

    assert record.fecha_nacimiento is None
    assert record.fecha_termino is None
    assert record.warnings == ("La fecha «31/02/1985» no existe en el calendario.",)


def test_setiembre_may_be_written_with_p():
    assert read_one(PAGE.replace("DICIEMBRE", "SEPTIEMBRE")).periodo == 202509


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("LEY 29944", "Ley Nro 29944"),
        ("Ley Nº 30493", "Ley Nro 30493"),
        ("D. LEG. 276", "D.Leg. 276"),
        ("DL 1057", "D.Leg. 1057 (CAS)"),
        ("CAS", "D.Leg. 1057 (CAS)"),
        ("D.L. 20530", "D.L. 20530"),
        ("SERVICIO CIVIL", "SERVICIO CIVIL"),
    ],
)
def test_a_regimen_is_called_as_in_the_guides(written, name):
    assert read_one(PAGE.replace("LEY 30328", written)).regimen == name


def test_a_concept_may_have_spaces_digits_and_signs_in_its_name():
    concepts = (
        " +RIM_Ley 29944 3,500.70 +REAJ. DS 003-2014-EF   70.00\n -INCR.28449/DS 017-05-EF 398.03"
    )

    record = read_one(re.sub(r"(?m)^ \+.*$", concepts, PAGE))

    assert [name for _, name, _ in record.lines] == [
        "RIM_Ley 29944",
        "REAJ. DS 003-2014-EF",
        "INCR.28449/DS 017-05-EF",
    ]


def test_messages_on_many_lines_are_one_text():
    record = read_one(
        PAGE.replace("Mensajes :", "Mensajes : FELIZ DÍA\n   DEL MAESTRO: 6 DE JULIO")
    )

    assert record.mensajes == "FELIZ DÍA DEL MAESTRO: 6 DE JULIO"


def test_words_of_a_value_that_look_like_a_label_do_not_replace_it():
    record = read_one(PAGE.replace("RD 0123-2025 ", "RD 0123-2025 Cargo: DIRECTOR "))

    assert record.cargo == "PROFESOR"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_letters_of_peru_are_read_in_latin_1_and_when_saved_again_in_utf_8(encoding):
    text = PAGE.replace("QUISPE HUAMAN", "ÑAHUI NÚÑEZ").replace("ROSA ELENA", "D'ANGELO GÜERE")

    record = read_one(text.encode(encoding))

    assert (record.apellidos, record.nombres) == ("ÑAHUI NÚÑEZ", "D'ANGELO GÜERE")


def test_no_control_character_reaches_a_value():
    text = PAGE.replace("QUISPE HUAMAN", "QUISPE\0\x85HUAMAN")

    assert read_one(text).apellidos == "QUISPE HUAMAN"
