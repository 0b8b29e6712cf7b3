"""What somebody should look at before a month is approved."""

from datetime import date

import pytest

from services.boleta.domain.avisos import Clase, Pago, avisos_of, clase_of


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
