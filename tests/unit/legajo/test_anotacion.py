"""What the fields of an entry believe."""

from datetime import date

import pytest

from chassis.errors import Invalid
from services.legajo.domain.anotacion import (
    Diferencia,
    Margen,
    compare,
    day_of,
    read_valores,
    shown,
    typed_of,
)
from services.legajo.domain.secciones import TIPOS

MARGEN = Margen(nacimiento=date(1985, 2, 14), hoy=date(2026, 3, 2))

ESTUDIO = {
    "nivel": "Maestría",
    "grado": "Magíster en Educación",
    "especialidad": "Gestión educativa",
    "institucion": "Universidad Nacional de San Antonio Abad del Cusco",
    "fecha_emision": "2019-08-30",
}

CAPACITACION = {
    "tipo_estudio": "Curso",
    "tema": "Evaluación formativa",
    "institucion": "PerúEduca",
    "modalidad": "A distancia",
    "fecha_inicio": "2020-01-06",
    "fecha_fin": "2020-02-28",
    "fecha_emision": "2020-03-10",
    "horas": "120",
}


def mistakes(tipo, typed):
    with pytest.raises(Invalid) as refusal:
        read_valores(TIPOS[tipo], typed, MARGEN)
    return dict(refusal.value.errors)


def test_what_was_typed_becomes_values():
    valores = read_valores(TIPOS["capacitacion"], CAPACITACION, MARGEN)

    assert valores["horas"] == 120
    assert valores["fecha_inicio"] == "2020-01-06"
    assert "creditos" not in valores
    assert day_of(valores, "fecha_fin") == date(2020, 2, 28)


def test_values_are_shown_in_the_form_as_they_were_typed():
    for tipo, typed in (("estudio", ESTUDIO), ("capacitacion", CAPACITACION)):
        assert typed_of(TIPOS[tipo], read_valores(TIPOS[tipo], typed, MARGEN)) == typed


def test_everything_that_is_missing_is_told_at_once():
    found = mistakes("estudio", {})

    assert set(found) == set(ESTUDIO)
    assert found["nivel"] == "Elija una opción en «Nivel»."
    assert found["fecha_emision"] == "Complete «Fecha de expedición»."


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2026-03-03", "La fecha no puede ser futura."),
        ("1985-02-13", "La fecha es anterior a su nacimiento (14/02/1985)."),
        ("20226-01-01", "no es una fecha"),
        ("2019-02-30", "no existe en el calendario"),
        ("0019-02-20", "Revise el año: 19."),
    ],
)
def test_a_date_that_cannot_be_is_refused(typed, message):
    found = mistakes("estudio", ESTUDIO | {"fecha_emision": typed})

    assert message in found["fecha_emision"]


def test_a_date_may_be_written_as_people_do():
    valores = read_valores(TIPOS["estudio"], ESTUDIO | {"fecha_emision": "30/08/2019"}, MARGEN)

    assert valores["fecha_emision"] == "2019-08-30"


def test_a_parent_was_born_before_the_servidor():
    familiar = {
        "parentesco": "Madre",
        "tipo_identidad": "DNI",
        "numero_identidad": "00000077",
        "apellidos": "HUAMÁN CCORI",
        "nombres": "ELENA",
        "fecha_nacimiento": "1958-05-01",
        "sexo": "Femenino",
        "derechohabiente": "no",
        "con_discapacidad": "no",
        "fallecido": "no",
    }

    valores = read_valores(TIPOS["familiar"], familiar, MARGEN)

    assert valores["fecha_nacimiento"] == "1958-05-01"
    assert valores["fallecido"] is False


def test_an_end_is_not_before_its_beginning():
    ends_early = CAPACITACION | {"fecha_fin": "2020-01-05"}
    years = ESTUDIO | {"anio_inicio": "2018", "anio_fin": "2017"}

    assert "anterior" in mistakes("capacitacion", ends_early)["fecha_fin"]
    assert "anterior" in mistakes("estudio", years)["anio_fin"]


@pytest.mark.parametrize(
    ("tipo", "typed", "campo"),
    [
        ("capacitacion", CAPACITACION | {"horas": "0"}, "horas"),
        ("capacitacion", CAPACITACION | {"horas": "١٢"}, "horas"),
        ("capacitacion", CAPACITACION | {"tema": "x" * 201}, "tema"),
        ("capacitacion", CAPACITACION | {"modalidad": "Por radio"}, "modalidad"),
        ("estudio", ESTUDIO | {"anio_inicio": "1984"}, "anio_inicio"),
        ("estudio", ESTUDIO | {"anio_inicio": "2027"}, "anio_inicio"),
    ],
)
def test_what_no_field_holds_is_refused(tipo, typed, campo):
    assert list(mistakes(tipo, typed)) == [campo]


@pytest.mark.parametrize("typed", ["-1", "1.005", "NaN", "Infinity", "mil", "99999999"])
def test_an_amount_is_soles_with_two_decimals(typed):
    asignacion = {
        "concepto": "Crédito devengado",
        "documento": "Resolución directoral",
        "numero_documento": "R.D. 1-2020",
        "fecha_documento": "2020-01-01",
    }

    assert list(mistakes("asignacion", asignacion | {"monto": typed})) == ["monto"]
    assert read_valores(TIPOS["asignacion"], asignacion | {"monto": "1,250.5"}, MARGEN)[
        "monto"
    ] == ("1250.50")


def test_before_and_after_are_told_field_by_field():
    tipo = TIPOS["estudio"]
    antes = read_valores(tipo, ESTUDIO, MARGEN)
    despues = antes | {"fecha_emision": "2019-08-31", "pais": "Chile"}

    changed = [each for each in compare(tipo, antes, despues) if each.is_other]

    assert changed == [
        Diferencia("País", "", "Chile"),
        Diferencia("Fecha de expedición", "30/08/2019", "31/08/2019"),
    ]


def test_values_are_shown_as_people_read_them():
    campos = {campo.clave: campo for tipo in TIPOS.values() for campo in tipo.campos}

    assert shown(campos["monto"], "1250.50") == "S/ 1,250.50"
    assert shown(campos["fallecido"], False) == "No"
    assert shown(campos["fecha_inicio"], None) == ""


def test_an_entry_is_named_by_what_tells_it_from_others():
    assert TIPOS["estudio"].sumilla(ESTUDIO) == "Magíster en Educación · Gestión educativa"
