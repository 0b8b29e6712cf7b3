"""How a month stands to the one before it."""

import json

import pytest

from services.boleta.domain.diferencias import (
    Cambio,
    Comparacion,
    Grupo,
    cambio_of,
    percent,
    previous_month,
)


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


def test_a_comparison_is_written_down_and_read_again():
    comparacion = Comparacion(
        anterior=202205, boletas=3, total=100, grupos={Cambio.SUBE: Grupo(1, 10, 20)}
    )

    read = Comparacion.from_json(json.loads(json.dumps(comparacion.to_json())))

    assert read == comparacion
    assert read.of(Cambio.SUBE).ahora == 20
    assert read.of(Cambio.BAJA) == Grupo(0, 0, 0)
