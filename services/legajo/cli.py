"""The commands of legajo's operators: `ayni legajo servidores import FILE…` (docs/formats.md)."""

import csv
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import AppGroup

from chassis.csv_rows import BadRow, Row, open_rows
from chassis.errors import Invalid
from contracts.events import BATCH_SIZE
from services.legajo.domain import LIMA, ServidorRecord
from services.legajo.forms import OPTIONAL, REQUIRED, read_servidor
from services.legajo.models import db
from services.legajo.usecases import register_servidores

Refuse = Callable[[BadRow], None]
"""What is done with a row that cannot be used."""

servidores = AppGroup("servidores", help="El registro de servidores.")


@servidores.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Revisa los archivos y no guarda nada.")
@click.option(
    "--rejected",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Escribe ahí las filas rechazadas, con su error, para corregirlas e importarlas.",
)
def import_servidores(files: tuple[Path, ...], dry_run: bool, rejected: Path | None) -> None:
    """Agrega o corrige servidores desde archivos CSV."""
    with ExitStack() as stack:
        refuse = _open_refusals(rejected, stack)
        stack.enter_context(db.rehearsal() if dry_run else nullcontext())
        for file in files:
            try:
                with file.open("rb") as stream:
                    counts = _import(stream, refuse)
            except (Invalid, OSError) as error:
                reason = error.detail if isinstance(error, Invalid) else "no se puede leer."
                raise click.ClickException(f"{file}: {reason}") from error
            click.echo(f"{file}: {_summary(counts)}")
    if dry_run:
        click.echo("Fue un ensayo: no se guardó nada.")


def _import(stream: BinaryIO, refuse: Refuse) -> Counter[str]:
    counts: Counter[str] = Counter()
    for batch in _batches(_read(stream), BATCH_SIZE):
        records = [item for item in batch if isinstance(item, ServidorRecord)]
        for item in batch:
            if isinstance(item, BadRow):
                refuse(item)
        counts["leidas"] += len(batch)
        counts["validas"] += len(records)
        counts["cambiadas"] += register_servidores(records)
    return counts


def _read(stream: BinaryIO) -> Iterator[ServidorRecord | BadRow]:
    today = datetime.now(LIMA).date()
    seen: dict[str, int] = {}
    for row in open_rows(stream, required=REQUIRED, optional=OPTIONAL):
        yield row if isinstance(row, BadRow) else _read_row(row, seen, today)


def _read_row(row: Row, seen: dict[str, int], today: date) -> ServidorRecord | BadRow:
    try:
        record = read_servidor(row.values, today)
        first = seen.setdefault(record.dni, row.line)
        if first != row.line:
            raise Invalid(f"El DNI {record.dni} ya está en la línea {first}.")
    except Invalid as refusal:
        return BadRow(row.line, refusal.detail, tuple(row.values.values()))
    return record


def _batches(
    items: Iterable[ServidorRecord | BadRow], size: int
) -> Iterator[list[ServidorRecord | BadRow]]:
    """Cut a stream in lists: each is one transaction."""
    stream = iter(items)
    while batch := list(itertools.islice(stream, size)):
        yield batch


def _open_refusals(path: Path | None, stack: ExitStack) -> Refuse:
    """Tell each refused row; write it as well, where the operator wants to correct it."""
    if path is None:
        return lambda row: click.echo(f"línea {row.line}: {row.reason}")
    # With a byte order mark, so that a spreadsheet reads the accents.
    output = csv.writer(stack.enter_context(path.open("w", encoding="utf-8-sig", newline="")))
    output.writerow(("error", *REQUIRED, *OPTIONAL))

    def refuse(row: BadRow) -> None:
        click.echo(f"línea {row.line}: {row.reason}")
        # The error stands first: a row with a cell too many, or too few, stays as wrong as it was.
        output.writerow((row.reason, *row.cells))

    return refuse


def _summary(counts: Counter[str]) -> str:
    return (
        f"{counts['leidas']} filas leídas, {counts['cambiadas']} servidores nuevos o corregidos, "
        f"{counts['validas'] - counts['cambiadas']} sin cambios, "
        f"{counts['leidas'] - counts['validas']} rechazadas."
    )
