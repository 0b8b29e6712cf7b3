from datetime import UTC, date, datetime

import pytest

from uikit.filters import fecha, fecha_hora, periodo, soles


@pytest.mark.parametrize(
    ("centimos", "shown"),
    [
        (276012, "S/\xa02,760.12"),
        (0, "S/\xa00.00"),
        (5, "S/\xa00.05"),
        (123456789, "S/\xa01,234,567.89"),
        (-1050, "-S/\xa010.50"),
        (None, ""),
    ],
)
def test_an_amount_is_shown_in_soles_that_no_line_can_part(centimos, shown):
    assert soles(centimos) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (202212, "DICIEMBRE 2022"),
        ("2022-06", "JUNIO 2022"),
        (202209, "SETIEMBRE 2022"),
        (None, ""),
    ],
)
def test_a_periodo_is_a_month_in_the_spelling_of_peru(value, shown):
    assert periodo(value) == shown


def test_a_day_is_shown_day_first():
    assert fecha(date(2022, 1, 9)) == "09/01/2022"
    assert fecha(None) == ""


def test_a_moment_becomes_the_day_that_it_is_in_lima():
    assert fecha(datetime(2022, 4, 1, 3, 0, tzinfo=UTC)) == "31/03/2022"


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2022, 4, 1, 15, 28, 28, tzinfo=UTC), "01/04/2022 10:28:28\xa0a.m."),
        (datetime(2022, 4, 1, 17, 0, 0, tzinfo=UTC), "01/04/2022 12:00:00\xa0p.m."),
        (datetime(2022, 4, 1, 5, 5, 9, tzinfo=UTC), "01/04/2022 12:05:09\xa0a.m."),
        (None, ""),
    ],
)
def test_a_moment_is_shown_in_the_time_of_lima(moment, shown):
    assert fecha_hora(moment) == shown
