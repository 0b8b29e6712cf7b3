"""Time of service, in years, months and days of the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.legajo.domain import months_later, tiempo_de_servicio

DAYS = st.dates(min_value=date(1940, 1, 1), max_value=date(2060, 12, 31))


@pytest.mark.parametrize(
    ("ingreso", "today", "said"),
    [
        (date(2010, 3, 1), date(2010, 3, 1), "0 años, 0 meses y 0 días"),
        (date(2010, 3, 1), date(2026, 2, 28), "15 años, 11 meses y 27 días"),
        (date(2010, 3, 1), date(2026, 3, 1), "16 años, 0 meses y 0 días"),
        (date(2025, 1, 31), date(2025, 2, 28), "0 años, 1 mes y 0 días"),
        (date(2025, 1, 31), date(2025, 3, 1), "0 años, 1 mes y 1 día"),
        (date(2024, 2, 29), date(2025, 2, 28), "1 año, 0 meses y 0 días"),
        (date(2026, 3, 1), date(2026, 2, 1), "0 años, 0 meses y 0 días"),
    ],
)
def test_it_is_counted_as_people_count(ingreso, today, said):
    assert str(tiempo_de_servicio(ingreso, today)) == said


@given(DAYS, DAYS)
def test_added_to_the_day_of_entry_it_gives_today(ingreso, today):
    ingreso, today = sorted((ingreso, today))

    years, months, days = tiempo_de_servicio(ingreso, today)

    assert months_later(ingreso, years * 12 + months) + timedelta(days) == today
    assert 0 <= months < 12
    assert 0 <= days < 31


@given(DAYS, DAYS)
def test_it_never_goes_back(ingreso, today):
    assert tiempo_de_servicio(ingreso, today) <= tiempo_de_servicio(
        ingreso, today + timedelta(days=1)
    )
