"""Imports CSV files: rows become records, batches are registered, what is refused is told.

It is the loop that all imports share, and knows no noun of theirs: a `CsvImport` says what its
columns are, what a row means and what becomes of a batch. Memory holds one batch and the keys of
one file.
"""

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Generic, NamedTuple, TextIO, TypeVar

import click

from chassis.csv_cells import guarded
from chassis.csv_rows import ERROR, BadRow, Row, open_rows
from chassis.database import Database
from chassis.errors import Invalid
from contracts.events import BATCH_SIZE

R = TypeVar("R")
C = TypeVar("C", bound=Callable[..., Any])

Cells = Mapping[str, str]
"""The cells of a row, by column."""

Refuse = Callable[[BadRow], None]
"""What is done with a row that cannot be used."""


@dataclass(frozen=True, kw_only=True)
class CsvImport(Generic[R]):
    """What one kind of file is, and what is done with its rows."""

    required: Sequence[str]
    """The columns that the file must have, and fill."""

    optional: Sequence[str] = ()
    """The columns that it may have."""

    reader: Callable[[Sequence[Cells]], Callable[[Cells], R]]
    """Looks up, for all rows of a batch at once, what reading them needs; returns what makes a
    record of the cells of one, or raises `Invalid`."""

    key: Callable[[R], str] | None = None
    """Says what may not come twice in a file, as the refusal begins: `El DNI 00000001`."""

    register: Callable[[Sequence[R]], NamedTuple]
    """The use case that keeps a batch, in one transaction; returns what it did, as counts."""

    batch: int = BATCH_SIZE
    """How many rows of the file are one batch."""

    outcome: str
    """How those counts are told: `{created} cuentas nuevas, {unchanged} sin cambios`."""


def import_options(command: C) -> C:
    """Give a command what `import_files` asks for: FILE…, --dry-run and --rejected."""
    file = click.Path(path_type=Path)
    files = click.argument("files", metavar="FILE…", nargs=-1, required=True, type=file)
    dry_run = click.option("--dry-run", is_flag=True, help="Revisa los archivos y no guarda nada.")
    rejected = click.option(
        "--rejected",
        metavar="FILE",
        # With a byte order mark, so that a spreadsheet reads the accents; never over a file that
        # is there: it may be the very one that is imported.
        type=click.File("x", encoding="utf-8-sig", lazy=False),
        help="Escribe ahí las filas rechazadas, con su error, para corregirlas e importarlas.",
    )
    return files(dry_run(rejected(command)))


def import_files(
    csv_import: CsvImport[R],
    db: Database,
    files: Sequence[Path],
    *,
    dry_run: bool,
    rejected: TextIO | None,
) -> None:
    """Import files for an operator; tell each refused row, and what became of each file."""
    refuse = _refusals(csv_import, rejected)
    with db.rehearsal() if dry_run else nullcontext():
        for file in files:
            try:
                with file.open("rb") as stream:
                    counts = import_rows(csv_import, stream, refuse)
            except (Invalid, OSError) as error:
                reason = error.detail if isinstance(error, Invalid) else "no se puede leer."
                raise click.ClickException(f"{file}: {reason}") from error
            outcome = csv_import.outcome.format_map(counts)
            click.echo(
                f"{file}: {counts['read']} filas leídas, {outcome}, {counts['refused']} rechazadas."
            )
    if dry_run:
        click.echo("Fue un ensayo: no se guardó nada.")


def import_rows(csv_import: CsvImport[R], stream: BinaryIO, refuse: Refuse) -> Counter[str]:
    """Register the good rows of a file; count those `read` and `refused`, and what was done."""
    counts: Counter[str] = Counter()
    lines: dict[str, int] = {}
    rows = open_rows(stream, required=csv_import.required, optional=csv_import.optional)
    while batch := list(islice(rows, csv_import.batch)):
        items = _read(csv_import, batch, lines)
        for item in items:
            if isinstance(item, BadRow):
                refuse(item)
        records = [item for item in items if not isinstance(item, BadRow)]
        counts.update(read=len(batch), refused=len(batch) - len(records))
        counts.update(csv_import.register(records)._asdict())
    return counts


def each(read: Callable[[Cells], R]) -> Callable[[Sequence[Cells]], Callable[[Cells], R]]:
    """Say that rows are read one by one: nothing is looked up for a batch."""
    return lambda _: read


def _read(
    csv_import: CsvImport[R], batch: Sequence[Row | BadRow], lines: dict[str, int]
) -> list[R | BadRow]:
    """Make records of the rows of a batch; `lines` remembers where each key came first."""
    read = csv_import.reader([row.values for row in batch if isinstance(row, Row)])
    items: list[R | BadRow] = []
    for row in batch:
        if isinstance(row, BadRow):
            items.append(row)
            continue
        try:
            record = read(row.values)
            if csv_import.key:
                _check_first(csv_import.key(record), row.line, lines)
        except Invalid as refusal:
            items.append(BadRow(row.line, refusal.detail, tuple(row.values.values())))
        else:
            items.append(record)
    return items


def _check_first(key: str, line: int, lines: dict[str, int]) -> None:
    """Refuse a key that came before; `lines` remembers where each came first."""
    first = lines.setdefault(key, line)
    if first != line:
        raise Invalid(f"{key} ya está en la línea {first}.")


def _refusals(csv_import: CsvImport[Any], rejected: TextIO | None) -> Refuse:
    """Tell each refused row; write it as well, where the operator wants to correct it."""
    if rejected is None:
        return _tell
    output = csv.writer(rejected)
    output.writerow((ERROR, *csv_import.required, *csv_import.optional))

    def tell_and_write(row: BadRow) -> None:
        _tell(row)
        # The error stands first: a row with a cell too many, or too few, stays as wrong as it was.
        output.writerow(map(guarded, (row.reason, *row.cells)))

    return tell_and_write


def _tell(row: BadRow) -> None:
    click.echo(f"línea {row.line}: {row.reason}")
