"""What of a legajo is reserved, as the catalogue marks it: sections, kinds and fields."""

import pytest

from chassis.errors import Invalid
from services.legajo.domain.reserva import (
    RESERVED,
    check_motivo,
    documents_are_reserved,
    is_reserved,
    reserved_campos,
    without_reserved,
)
from services.legajo.domain.secciones import TIPOS

LICENCIA = TIPOS["licencia"]

CESE = TIPOS["cese"]

SAID = {"goce": "Con goce", "detalle_salud": "Fractura"}


def test_a_kind_is_reserved_by_itself_or_by_its_section():
    assert is_reserved(TIPOS["domicilio"])
    assert is_reserved(TIPOS["sancion"])
    assert not is_reserved(TIPOS["estudio"])
    assert {"sancion", "retencion", "familiar", "discapacidad"} <= RESERVED


def test_a_reserved_field_is_left_out_and_the_rest_stays():
    assert without_reserved(LICENCIA, SAID) == {"goce": "Con goce"}
    assert [campo.clave for campo in reserved_campos(LICENCIA, SAID)] == ["detalle_salud"]


def test_a_reserved_field_that_says_nothing_hides_nothing():
    assert reserved_campos(LICENCIA, {"goce": "Con goce"}) == ()
    assert not documents_are_reserved(LICENCIA, {"goce": "Con goce"})


def test_the_documents_are_as_reserved_as_what_they_support():
    assert documents_are_reserved(LICENCIA, SAID)
    assert documents_are_reserved(TIPOS["sancion"], {})


@pytest.mark.parametrize("tipo", TIPOS.values(), ids=list(TIPOS))
def test_what_names_an_entry_in_a_list_is_never_reserved_by_itself(tipo):
    reserved = {campo.clave for campo in tipo.campos if campo.es_reservado}

    assert reserved.isdisjoint(tipo.resumen)
    assert reserved.isdisjoint({tipo.desde, tipo.hasta})


@pytest.mark.parametrize("motivo_cese", ["Destitución", "Incapacidad permanente"])
def test_a_cese_that_is_a_sanction_or_tells_of_health_does_not_say_why(motivo_cese):
    said = {"motivo_cese": motivo_cese, "fecha_inicio": "2020-03-01", "anotaciones": "Por faltas"}

    assert without_reserved(CESE, said) == {"fecha_inicio": "2020-03-01"}
    assert documents_are_reserved(CESE, said)
    assert CESE.sumilla(without_reserved(CESE, said)) == ""


def test_any_other_cese_says_why():
    said = {"motivo_cese": "Renuncia", "anotaciones": "Por viaje"}

    assert without_reserved(CESE, said) == said
    assert not documents_are_reserved(CESE, said)


@pytest.mark.parametrize("tipo", TIPOS.values(), ids=list(TIPOS))
def test_what_is_reserved_by_an_option_is_reserved_by_one_that_there_is(tipo):
    for campo in tipo.campos:
        assert set(campo.opciones_reservadas) <= set(campo.opciones)
        assert not (campo.opciones_reservadas and campo.es_reservado)


@pytest.mark.parametrize("motivo", ["", "informe"])
def test_a_reason_that_says_nothing_is_no_reason(motivo):
    with pytest.raises(Invalid) as refused:
        check_motivo(motivo)

    assert "motivo_reserva" in refused.value.errors


def test_a_reason_opens():
    check_motivo("Informe para el expediente 123-2026")
