"""How a row of a file becomes an entry of a legajo."""

from datetime import date

import pytest

from chassis.errors import Invalid
from services.legajo.domain.importacion import (
    Alcance,
    Entrada,
    Titular,
    as_typed,
    columns_of,
    example_of,
    read_entrada,
)
from services.legajo.domain.secciones import TIPOS

TODAY = date(2026, 3, 2)
CANCHIS, CUSCO = "080006", "080001"

TITULARES = {
    "00000001": Titular(date(1985, 2, 14), CANCHIS, has_legajo=True),
    "00000002": Titular(date(1985, 2, 14), CUSCO, has_legajo=True),
    "00000003": Titular(date(1985, 2, 14), CANCHIS, has_legajo=False),
    "00000900": Titular(date(1980, 1, 1), CANCHIS, has_legajo=True),
}

OPERATOR = Alcance()
ESPECIALISTA = Alcance(por="00000900", sedes=frozenset({CANCHIS}))

ROW = {
    "dni": "00000001",
    "parentesco": "Hijo o hija",
    "tipo_identidad": "DNI",
    "numero_identidad": "00000077",
    "apellidos": "QUISPE",
    "nombres": "ANA",
    "fecha_nacimiento": "05/06/2010",
    "sexo": "Femenino",
    "derechohabiente": "sí",
    "con_discapacidad": "NO",
    "fallecido": "n",
}


def read(alcance=OPERATOR, **cells):
    return read_entrada(TIPOS["familiar"], ROW | cells, TITULARES, alcance, TODAY)


def refusal(alcance=OPERATOR, **cells):
    with pytest.raises(Invalid) as refused:
        read(alcance, **cells)
    return refused.value.detail


def test_a_row_becomes_what_the_form_would_have_kept():
    entrada = read(parentesco="HIJO O HIJA", sexo=" femenino")

    assert isinstance(entrada, Entrada)
    assert entrada.valores["parentesco"] == "Hijo o hija"
    assert entrada.valores["sexo"] == "Femenino"
    assert entrada.valores["fecha_nacimiento"] == "2010-06-05"
    assert (entrada.valores["derechohabiente"], entrada.valores["fallecido"]) == (True, False)


def test_a_date_may_be_written_either_way():
    assert read(fecha_nacimiento="2010-06-05") == read()


def test_every_column_that_is_wrong_is_told():
    told = refusal(fecha_nacimiento="31/02/2010", sexo="X")

    assert "fecha_nacimiento: La fecha «31/02/2010» no existe" in told
    assert "sexo: Elija una opción de la lista." in told


@pytest.mark.parametrize(
    ("dni", "reason"),
    [
        ("1", "Debe tener 8 dígitos"),
        ("00000099", "no está entre los servidores del registro"),
        ("00000003", "todavía no tiene legajo"),
    ],
)
def test_an_entry_needs_a_legajo(dni, reason):
    assert reason in refusal(dni=dni)


@pytest.mark.parametrize("dni", ["00000002", "00000099", "00000900"])
def test_a_specialist_writes_into_no_other_legajo_and_never_into_their_own(dni):
    told = refusal(ESPECIALISTA, dni=dni)

    assert "no está entre los servidores de las sedes que usted atiende" in told


def test_a_specialist_writes_into_those_that_they_attend():
    assert read(ESPECIALISTA) == read()


@pytest.mark.parametrize("tipo", TIPOS.values(), ids=list(TIPOS))
def test_the_example_of_each_kind_can_be_read(tipo):
    required, optional = columns_of(tipo)
    row = {campo.clave: example_of(campo) for campo in tipo.campos} | {"dni": "00000001"}

    entrada = read_entrada(tipo, row, TITULARES, OPERATOR, TODAY)

    assert set(entrada.valores) == {*required, *optional} - {"dni"}
    assert not {"error", "dni"} & set(entrada.valores), "columns that mean something else"


def test_what_is_no_option_stays_as_it_was_typed():
    (regimen,) = (campo for campo in TIPOS["vinculo"].campos if campo.clave == "regimen")

    assert as_typed(regimen, "ley 29944") == "Ley 29944"
    assert as_typed(regimen, "Ley 1") == "Ley 1"
