"""Working days of Peru: around holidays, weekends and the end of the year."""

from datetime import date

import pytest

from services.legajo.domain.plazos import (
    is_working_day,
    working_day_after,
    working_days_between,
)


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 1, 1),
        date(2026, 4, 2),
        date(2026, 4, 3),
        date(2026, 5, 1),
        date(2024, 6, 7),
        date(2026, 6, 29),
        date(2026, 7, 23),
        date(2026, 7, 28),
        date(2026, 7, 29),
        date(2026, 8, 6),
        date(2027, 8, 30),
        date(2026, 10, 8),
        date(2027, 11, 1),
        date(2026, 12, 8),
        date(2026, 12, 9),
        date(2026, 12, 25),
    ],
)
def test_offices_rest_on_every_holiday_of_peru(day):
    assert day.weekday() < 5
    assert not is_working_day(day)


def test_offices_rest_on_saturdays_and_sundays():
    week = [date(2026, 3, 2 + number) for number in range(7)]

    assert [is_working_day(day) for day in week] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2024, 6, 6), 1, date(2024, 6, 10)),
        (date(2026, 7, 22), 1, date(2026, 7, 24)),
        (date(2026, 7, 22), 5, date(2026, 8, 3)),
        (date(2026, 8, 5), 1, date(2026, 8, 7)),
        (date(2026, 12, 7), 1, date(2026, 12, 10)),
        (date(2026, 12, 23), 5, date(2026, 12, 31)),
        (date(2026, 12, 28), 5, date(2027, 1, 5)),
        (date(2026, 4, 1), 2, date(2026, 4, 7)),
    ],
    ids=[
        "the next day",
        "over a weekend",
        "from a Friday",
        "from a Saturday",
        "over 7 June, a Friday",
        "over 23 July",
        "over 23, 28 and 29 July",
        "over 6 August",
        "over 8 and 9 December",
        "over Christmas",
        "over the end of the year",
        "over Holy Week",
    ],
)
def test_a_deadline_is_counted_from_the_next_day_in_working_days(day, count, last):
    assert working_day_after(day, count) == last


def test_what_is_left_of_a_deadline_is_counted_in_working_days():
    assert working_days_between(date(2026, 7, 22), date(2026, 8, 3)) == 5
    assert working_days_between(date(2026, 8, 2), date(2026, 8, 3)) == 1
    assert working_days_between(date(2026, 8, 3), date(2026, 8, 3)) == 0


def test_what_has_passed_since_a_deadline_is_below_zero():
    assert working_days_between(date(2026, 8, 5), date(2026, 8, 3)) == -2
    assert working_days_between(date(2026, 8, 9), date(2026, 8, 7)) == 0


@pytest.mark.parametrize("count", range(1, 40))
def test_the_last_day_of_a_deadline_is_as_far_as_its_days(count):
    day = date(2026, 6, 15)

    assert working_days_between(day, working_day_after(day, count)) == count
