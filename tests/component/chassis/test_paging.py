"""A long list is counted as far as anybody cares, and can be paged to its end all the same."""

import pytest
from sqlalchemy import column, func, select

from chassis.paging import MOST, Part, part_of

SIZE = 25


def part(chassis, length, page):
    rows = func.generate_series(1, length).table_valued(column("number"))
    return part_of(chassis.session, select(rows.c.number), page, SIZE)


@pytest.mark.parametrize(
    ("length", "pages"), [(0, 1), (1, 1), (SIZE, 1), (SIZE + 1, 2), (MOST, MOST // SIZE)]
)
def test_a_list_that_is_not_too_long_is_counted(chassis, length, pages):
    assert part(chassis, length, 1) == Part(1, pages, length, is_more=False)


def test_a_longer_one_is_not_counted_to_its_end(chassis):
    found = part(chassis, MOST + 1_000, 1)

    assert (found.total, found.is_more) == (MOST, True)


@pytest.mark.parametrize("page", [MOST // SIZE, MOST // SIZE + 1])
def test_its_pages_follow_each_other_all_the_same(chassis, page):
    found = part(chassis, MOST + 1_000, page)

    assert found.page == page < found.pages


def test_its_last_page_is_the_last(chassis):
    end = (MOST + 1_000) // SIZE

    assert part(chassis, MOST + 1_000, end) == Part(end, end, MOST + 1_000, is_more=False)


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (9, 2)])
def test_a_page_that_is_not_there_is_the_nearest_one(chassis, asked, given):
    assert part(chassis, SIZE + 1, asked).page == given
