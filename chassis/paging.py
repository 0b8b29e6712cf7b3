"""Which part of a long list is shown, and how long that is: counted as far as anybody cares.

To count all of a list takes PostgreSQL through all of it, however few of its rows are shown.
"""

from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import Session

MOST = 10_000
"""A longer list is not counted to its end: who looks through so many will rather filter them."""


class Part(NamedTuple):
    """A part of a list."""

    page: int
    """Counted from 1; of what lies behind the end, the last."""
    pages: int
    """At least so many there are."""
    total: int
    """So many rows were counted."""
    is_more: bool
    """Whether there are more rows than that."""


def part_of(session: Session, rows: Select[Any], page: int, size: int) -> Part:
    """Count the rows of a list, or `MOST` of them, but always whether another page follows."""
    most = max(MOST, page * size)
    one_each: Select[Any] = rows.with_only_columns(literal_column("1"), maintain_column_froms=True)
    some = one_each.limit(most + 1).subquery()
    counted = session.scalar(select(func.count()).select_from(some)) or 0
    total = min(counted, most)
    is_more = counted > most
    pages = max(-(-counted // size), 1)
    return Part(min(max(page, 1), pages), pages, total, is_more)
