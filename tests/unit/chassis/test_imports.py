"""The loop that all imports of CSV files share."""

import io
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from chassis.csv_rows import BadRow
from chassis.errors import Invalid
from chassis.imports import CsvImport, each, import_rows
from contracts.events import BATCH_SIZE


class Kept(NamedTuple):
    new: int
    known: int = 0


@pytest.fixture
def batches():
    """Remember the batches that were registered."""
    return []


@pytest.fixture
def numbers(batches):
    """Import numbers, none of them twice in a file."""

    def read(cells):
        if not cells["number"].isdigit():
            raise Invalid(f"«{cells['number']}» no es un número.")
        return int(cells["number"])

    def register(records):
        batches.append(list(records))
        return Kept(new=len(records))

    return CsvImport(
        required=["number"],
        reader=each(read),
        key=lambda number: f"El número {number}",
        register=register,
        outcome="{new} nuevos, {known} conocidos",
    )


def test_good_rows_are_registered_and_bad_ones_refused(numbers, batches):
    refused: list[BadRow] = []

    counts = import_rows(numbers, io.BytesIO(b"number\n1\nx\n2\n1\n"), refused.append)

    assert batches == [[1, 2]]
    assert counts == {"read": 4, "refused": 2, "new": 2, "known": 0}
    assert [(row.line, row.reason, row.cells) for row in refused] == [
        (3, "«x» no es un número.", ("x",)),
        (5, "El número 1 ya está en la línea 2.", ("1",)),
    ]


def test_a_batch_is_registered_before_the_next_one_is_read(numbers, batches):
    class Lines(io.BytesIO):
        def __init__(self, lines: Iterator[bytes]) -> None:
            self.lines = lines

        def read(self, _size: int | None = -1, /) -> bytes:
            return next(self.lines, b"")

    def lines():
        yield b"number\n"
        for number in range(2 * BATCH_SIZE):
            assert len(batches) == number // BATCH_SIZE
            yield b"%d\n" % number

    import_rows(numbers, Lines(lines()), pytest.fail)

    assert [len(batch) for batch in batches] == [BATCH_SIZE, BATCH_SIZE]


def test_an_empty_file_counts_nothing(numbers, batches):
    counts = import_rows(numbers, io.BytesIO(b"number\n"), pytest.fail)

    assert numbers.outcome.format_map(counts) == "0 nuevos, 0 conocidos"
    assert batches == []
