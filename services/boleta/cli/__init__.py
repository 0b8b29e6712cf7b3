"""The commands of boleta's operators: `ayni boleta …`."""

from flask import Flask

from chassis.files_cli import file_commands
from services.boleta.cli.parametros import parametros
from services.boleta.cli.planilla import planilla
from services.boleta.cli.rebuild import rebuild
from services.boleta.queries.files import kept_files


def register(app: Flask) -> None:
    """Give the app the commands of boleta."""
    for command in (planilla, parametros, rebuild, file_commands(kept_files)):
        app.cli.add_command(command)
