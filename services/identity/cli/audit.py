"""`ayni identity audit …`: the audit trail, taken out and kept no longer than it must be."""

import csv
import sys
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from services.identity.queries.audit import Filters, stream_trail
from services.identity.usecases.audit import LEAST_YEARS, trim_trail
from services.identity.wording import TRAIL_HEADER, trail_row

audit = AppGroup("audit", help="La auditoría: qué se hizo, quién y por qué.")


@audit.command("export")
@click.option("--dni", default="", help="Solo lo que toca a esa persona.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Desde ese día (UTC).")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Hasta antes de ese día (UTC).")
def export(dni: str, since: datetime | None, until: datetime | None) -> None:
    """Escribe la auditoría en CSV, de lo más reciente a lo más antiguo."""
    output = csv.writer(sys.stdout)
    output.writerow(TRAIL_HEADER)
    utc = [moment and moment.replace(tzinfo=UTC) for moment in (since, until)]
    for told in stream_trail(None, Filters(dni=dni, since=utc[0], until=utc[1])):
        output.writerow(trail_row(told))


@audit.command("trim")
@click.option(
    "--years",
    type=click.IntRange(min=LEAST_YEARS),
    required=True,
    help=f"Cuántos años se conservan; {LEAST_YEARS} como mínimo.",
)
def trim(years: int) -> None:
    """Borra lo más antiguo que esos años; lo demás no lo puede borrar nadie."""
    click.echo(f"{trim_trail(years):,} registros borrados.")
