"""The informe escalafonario: what goes into it, how long somebody has served, how long it holds."""

from datetime import date
from typing import Any

import pytest

from services.legajo.domain.informe import (
    MOTIVOS,
    SECCIONES_INFORME,
    TIPOS_INFORME,
    EstadoInforme,
    estado_of,
    format_numero,
    registro_of,
    servicio_of,
    vence_el,
)
from services.legajo.domain.secciones import TIPOS
from tests.support.builders.informe import a_contenido, a_vinculo

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "tipo",
    [
        *("domicilio", "familiar", "contacto", "discapacidad"),
        *("retencion", "pago_indebido", "bienestar", "relaciones", "experiencia"),
    ],
)
def test_what_is_nobodys_business_goes_into_no_informe(tipo):
    assert not TIPOS[tipo].is_in_informe


def test_an_informe_speaks_of_these_sections_and_of_no_other():
    numbers = [seccion.numero for seccion in SECCIONES_INFORME]

    assert numbers == ["II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]


def test_a_licence_says_its_reason_and_never_the_diagnosis():
    registro = registro_of(
        "licencia",
        {
            "goce": "Con goce",
            "motivo_licencia": "Incapacidad temporal",
            "detalle_salud": "CITT 123",
            "numero_documento": "R.D. 1",
            "fecha_inicio": "2020-05-01",
            "fecha_fin": "2020-05-30",
        },
    )

    assert registro.sumilla == "Con goce · Incapacidad temporal"
    assert registro.detalle == "Sustento: R.D. 1"
    assert (registro.desde, registro.hasta) == (date(2020, 5, 1), date(2020, 5, 30))


def test_every_motivo_belongs_to_a_kind_of_informe():
    assert {motivo.tipo for motivo in MOTIVOS.values()} == set(TIPOS_INFORME)


def test_a_number_is_written_as_the_ministry_does():
    assert format_numero(2026, 42) == "000042-2026"
    assert format_numero(2026, 1_000_000) == "1000000-2026"


def test_what_supports_an_entry_is_said_in_one_piece_and_no_is_not_said():
    registro = registro_of(
        "vinculo",
        {
            "accion": "Contrato",
            "documento": "Resolución directoral",
            "numero_documento": "R.D. 5-2010",
            "fecha_documento": "2010-02-26",
            "jornada": 30,
            "mandato_judicial": False,
        },
    )

    assert registro.detalle == (
        "Jornada laboral (horas semanales): 30;"
        " Sustento: Resolución directoral R.D. 5-2010, del 26/02/2010"
    )


@pytest.mark.parametrize(
    ("issued_on", "last"),
    [(date(2026, 1, 15), date(2026, 7, 15)), (date(2026, 8, 31), date(2027, 2, 28))],
)
def test_an_informe_holds_for_six_months(issued_on, last):
    assert vence_el(issued_on) == last
    assert estado_of(last, has_changed=False, today=last) is EstadoInforme.VIGENTE


def test_an_informe_ends_with_its_date_or_when_the_legajo_changes():
    last = date(2026, 7, 15)

    assert estado_of(last, has_changed=True, today=last) is EstadoInforme.DESACTUALIZADO
    assert estado_of(last, has_changed=True, today=date(2026, 7, 16)) is EstadoInforme.VENCIDO


def test_the_same_entries_in_another_order_are_the_same_content():
    one, other = a_vinculo("2010-03-01"), a_vinculo("2015-03-01", cargo="Director")

    assert a_contenido(one, other).huella == a_contenido(other, one).huella
    assert a_contenido(one).huella != a_contenido(one, other).huella
    assert a_contenido(one).huella != a_contenido(one, cargo="DIRECTOR").huella


def test_what_is_kept_of_a_content_depends_on_no_words_of_ours():
    assert a_contenido(a_vinculo("2010-03-01")).huella == (
        "b485ec0b14bcd74d3aae79cd57f8774196c063d4857b6317698f2f951cd73ffb"
    )


def test_service_is_counted_until_today():
    servicio = servicio_of(a_contenido(), TODAY)

    assert servicio.total == (16, 8, 21)
    assert servicio.hasta == TODAY
    assert (servicio.cargo, servicio.en_el_cargo) == ("PROFESOR", None)


def test_the_last_cargo_counts_from_the_first_of_the_contracts_that_say_it():
    contenido = a_contenido(
        a_vinculo("2018-03-01", "2018-12-31", cargo="Auxiliar"),
        a_vinculo("2019-03-01", "2019-12-31"),
        a_vinculo("2020-03-01", "2020-12-31"),
        a_vinculo("2021-03-01"),
    )

    servicio = servicio_of(contenido, TODAY)

    assert servicio.cargo == "Profesor"
    assert servicio.en_el_cargo == (7, 8, 21)


def test_a_cargo_that_has_ended_is_not_the_last_one():
    contenido = a_contenido(
        a_vinculo("2010-03-01"), a_vinculo("2022-01-01", "2023-12-31", cargo="Director")
    )

    servicio = servicio_of(contenido, TODAY)

    assert servicio.cargo == "Profesor"


def test_who_left_has_served_until_then():
    cese = ("cese", {"motivo_cese": "Renuncia", "fecha_inicio": "2020-03-01"})

    servicio = servicio_of(a_contenido(a_vinculo("2010-03-01"), cese), TODAY)

    assert servicio.hasta == date(2020, 3, 1)
    assert servicio.total == servicio.en_el_cargo == (10, 0, 0)


def test_who_came_back_serves_until_today():
    cese = ("cese", {"motivo_cese": "Renuncia", "fecha_inicio": "2020-03-01"})
    back = a_vinculo("2022-03-01")

    assert servicio_of(a_contenido(cese, back), TODAY).hasta == TODAY


def test_days_of_licence_without_pay_are_told_until_today():
    def a_licencia(goce: str, since: str, until: str) -> Any:
        return ("licencia", {"goce": goce, "fecha_inicio": since, "fecha_fin": until})

    contenido = a_contenido(
        a_licencia("Sin goce", "2020-05-01", "2020-05-30"),
        a_licencia("Sin goce", "2026-11-21", "2026-12-31"),
        a_licencia("Sin goce", "2027-01-01", "2027-01-31"),
        a_licencia("Con goce", "2021-05-01", "2021-05-30"),
    )

    assert servicio_of(contenido, TODAY).sin_goce == 32
