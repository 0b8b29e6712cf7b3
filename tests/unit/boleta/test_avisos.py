"""What somebody should look at before a month is approved."""

from datetime import date

import pytest

from services.boleta.domain.avisos import (
    Cambio,
    Clase,
    Pago,
    avisos_of,
    cambio_of,
    clase_of,
    percent,
    previous_month,
)


def a_pago(**said) -> Pago:
    usual = {"dni": "00000001", "periodo": 202206, "bruto": 2_760_12, "liquido": 2_417_25}
    return Pago(**(usual | said))


def clases(**said) -> list[Clase]:
    return [aviso.clase for aviso in avisos_of(a_pago(**said))]


def test_a_usual_boleta_needs_no_look():
    assert clases(fecha_termino=date(2022, 12, 31), middle=2_500_00) == []


@pytest.mark.parametrize(
    ("said", "clase"),
    [
        ({"dni": "11111111"}, Clase.DNI),
        ({"is_known": False}, Clase.DNI),
        ({"namesakes": 2}, Clase.REPETIDA),
        ({"fecha_termino": date(2022, 5, 31)}, Clase.CESADA),
        ({"tipo_servidor": "Docente Cesante"}, Clase.CESADA),
        ({"sin_nombre": ("xyz",)}, Clase.CONCEPTO),
        ({"bruto": 0, "liquido": 0}, Clase.ATIPICO),
        ({"liquido": 0}, Clase.ATIPICO),
        ({"middle": 400_00}, Clase.ATIPICO),
        ({"middle": 13_000_00}, Clase.ATIPICO),
    ],
)
def test_what_is_odd_is_told_by_its_kind(said: dict, clase: Clase):
    assert clases(**said) == [clase]


def test_who_leaves_in_the_month_itself_is_rightly_paid():
    assert clases(fecha_termino=date(2022, 6, 1)) == []


def test_what_the_reading_warned_of_has_its_group():
    assert clase_of("Los ingresos dan S/ 1 y …: difieren en un céntimo.") is Clase.TOTAL
    assert clase_of("La fecha «31/02/1985» no existe en el calendario.") is Clase.OTRO


def test_the_month_before_january_is_december():
    assert (previous_month(202201), previous_month(202212)) == (202112, 202211)


@pytest.mark.parametrize(
    ("before", "now", "cambio"),
    [
        (None, 100, Cambio.NUEVA),
        (100, None, Cambio.FALTA),
        (100, 119, None),
        (100, 120, Cambio.SUBE),
        (100, 80, Cambio.BAJA),
        (0, 0, None),
        (0, 1, Cambio.SUBE),
        (None, None, None),
    ],
)
def test_a_change_counts_from_the_threshold_on(before, now, cambio):
    assert cambio_of(before, now, 20) is cambio


def test_a_change_is_told_in_percent_of_what_was():
    assert percent(200, 150) == -25
    assert percent(0, 150) is None
    assert percent(100, None) is None
