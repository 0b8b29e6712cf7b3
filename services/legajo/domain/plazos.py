"""Working days of Peru: by which day something must be done, and how many are left.

The day on which something happens is not counted; the last one counts until midnight (TUO of Ley
27444, articles 144 and 145). What must be done, and in how many days, `workflow` says.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from holidays.countries.peru import Peru

ONE_DAY = timedelta(days=1)

SATURDAY = 5
"""The first weekday, counted from Monday as 0, on which no office works."""


@cache
def holidays_of(year: int) -> frozenset[date]:
    """Return the national holidays of a year; days that a decree adds for offices are not known."""
    return frozenset(Peru(years=year))


def is_working_day(day: date) -> bool:
    """Tell whether offices work on that day."""
    return day.weekday() < SATURDAY and day not in holidays_of(day.year)


def working_day_after(day: date, count: int) -> date:
    """Return the working day that is so many of them after `day`."""
    following = _working_days_after(day)
    for _ in range(count - 1):
        next(following)
    return next(following)


def working_days_between(first: date, last: date) -> int:
    """Count the working days after `first`, up to `last`; below zero, those since `last`."""
    if last < first:
        return -working_days_between(last, first)
    return sum(
        is_working_day(first + timedelta(days=days)) for days in range(1, (last - first).days + 1)
    )


def _working_days_after(day: date) -> Iterator[date]:
    while True:
        day += ONE_DAY
        if is_working_day(day):
            yield day
