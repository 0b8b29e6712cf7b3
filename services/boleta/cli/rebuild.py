"""The replica of the servidores, made anew: `ayni boleta rebuild`."""

import sys

import click
from flask.cli import with_appcontext

from chassis.http import Unavailable
from chassis.service import current_settings
from services.boleta.legajo_client import LegajoClient
from services.boleta.settings import Settings
from services.boleta.usecases.servidores import remember_servidores


@click.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Pedir a legajo todos los servidores y guardar lo que dice de cada uno."""
    total = 0
    try:
        for page in LegajoClient(current_settings(Settings)).servidores():
            remember_servidores(page)
            total += len(page)
    except Unavailable as error:
        sys.exit(f"Se guardaron {total} servidores y legajo dejó de responder: {error}")
    click.echo(f"{total} servidores al día.")
