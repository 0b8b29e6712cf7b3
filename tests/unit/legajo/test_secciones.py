"""The catalogue of sections: ten in their order, and kinds of entry that hold together."""

import pytest

from services.legajo.domain.secciones import SECCIONES, SECCIONES_SERVIR, TIPOS, Clase

ALL = list(TIPOS.values())


def test_there_are_the_ten_sections_of_the_norm_in_their_order():
    assert list(SECCIONES) == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
    assert SECCIONES["II"].titulo == "II. Situación académica"


def test_the_ten_sections_cover_the_twelve_of_servir():
    covered = {numero for seccion in SECCIONES.values() for numero in seccion.servir}

    assert covered == set(SECCIONES_SERVIR)
    assert len(SECCIONES_SERVIR) == 12


@pytest.mark.parametrize("seccion", SECCIONES.values(), ids=list(SECCIONES))
def test_every_section_has_kinds_of_entry(seccion):
    assert seccion.tipos
    assert {tipo.servir for tipo in seccion.tipos} <= set(seccion.servir)


@pytest.mark.parametrize("tipo", ALL, ids=list(TIPOS))
def test_a_kind_speaks_only_of_its_own_fields(tipo):
    campos = {campo.clave: campo for campo in tipo.campos}

    dates = [clave for clave in (tipo.desde, tipo.hasta) if clave]
    assert tipo.seccion in SECCIONES
    assert set(tipo.resumen) <= set(campos)
    assert all(campos[clave].clase is Clase.FECHA for clave in dates)
    assert all(bool(campo.opciones) == (campo.clase is Clase.OPCION) for campo in tipo.campos)
    assert tipo.seccion == "VI" or any(campo.es_obligatorio for campo in tipo.campos)


def test_nobody_asks_for_a_sanction_of_their_own_and_few_see_one():
    sancion = TIPOS["sancion"]

    assert sancion.is_de_oficio
    assert sancion.es_reservado
    assert SECCIONES["VIII"].es_reservada
