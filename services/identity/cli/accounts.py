"""`ayni identity accounts …`: the register Evaluación Docente, and links by hand."""

import csv
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import AppGroup

from chassis.csv_rows import BadRow, Row, open_rows
from chassis.errors import Invalid, NotFound
from chassis.service import current_settings
from contracts.events import BATCH_SIZE
from services.identity.domain import Registration
from services.identity.forms import OPTIONAL, REQUIRED, read_registration
from services.identity.models import db
from services.identity.settings import Settings
from services.identity.usecases.accounts import register_accounts
from services.identity.usecases.passwords import make_link

Refuse = Callable[[BadRow], None]
"""What is done with a row that cannot be used."""

accounts = AppGroup("accounts", help="Las cuentas de las personas.")


@accounts.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Revisa los archivos y no guarda nada.")
@click.option(
    "--rejected",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Escribe ahí las filas rechazadas, con su error, para corregirlas e importarlas.",
)
def import_accounts(files: tuple[Path, ...], dry_run: bool, rejected: Path | None) -> None:
    """Agrega o corrige cuentas desde archivos CSV de Evaluación Docente."""
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


@accounts.command("link")
@click.argument("dni")
def link(dni: str) -> None:
    """Escribe un enlace de un solo uso para que la persona genere su contraseña."""
    try:
        click.echo(make_link(dni, current_settings(Settings)))
    except NotFound as refusal:
        raise click.ClickException(refusal.detail) from refusal


def _import(stream: BinaryIO, refuse: Refuse) -> Counter[str]:
    counts: Counter[str] = Counter()
    for batch in _batches(_read(stream)):
        people = [item for item in batch if isinstance(item, Registration)]
        for item in batch:
            if isinstance(item, BadRow):
                refuse(item)
        counts["rejected"] += len(batch) - len(people)
        counts.update(register_accounts(people)._asdict())
    return counts


def _read(stream: BinaryIO) -> Iterator[Registration | BadRow]:
    seen: dict[str, int] = {}
    for row in open_rows(stream, required=REQUIRED, optional=OPTIONAL):
        yield row if isinstance(row, BadRow) else _read_row(row, seen)


def _read_row(row: Row, seen: dict[str, int]) -> Registration | BadRow:
    try:
        registration = read_registration(row.values)
        first = seen.setdefault(registration.dni, row.line)
        if first != row.line:
            raise Invalid(f"El DNI {registration.dni} ya está en la línea {first}.")
    except Invalid as refusal:
        return BadRow(row.line, refusal.detail, tuple(row.values.values()))
    return registration


def _batches(items: Iterable[Registration | BadRow]) -> Iterator[list[Registration | BadRow]]:
    """Cut a stream in lists: each is one transaction."""
    stream = iter(items)
    while batch := list(itertools.islice(stream, BATCH_SIZE)):
        yield batch


def _open_refusals(path: Path | None, stack: ExitStack) -> Refuse:
    """Tell each refused row; write it as well, where the operator wants to correct it."""
    if path is None:
        return lambda row: click.echo(f"línea {row.line}: {row.reason}")
    columns = (*REQUIRED, *OPTIONAL)
    # With a byte order mark, so that a spreadsheet reads the accents.
    output = csv.writer(stack.enter_context(path.open("w", encoding="utf-8-sig", newline="")))
    output.writerow((*columns, "error"))

    def refuse(row: BadRow) -> None:
        click.echo(f"línea {row.line}: {row.reason}")
        missing = [""] * (len(columns) - len(row.cells))
        output.writerow((*row.cells, *missing, row.reason))

    return refuse


def _summary(counts: Counter[str]) -> str:
    return (
        f"{counts.total()} filas leídas, {counts['created']} cuentas nuevas, "
        f"{counts['corrected']} corregidas, {counts['unchanged']} sin cambios, "
        f"{counts['rejected']} rechazadas."
    )
