"""The commands of boleta's operators: `ayni boleta …`."""

from flask import Flask

from services.boleta.cli.parametros import parametros
from services.boleta.cli.planilla import planilla
from services.boleta.cli.rebuild import rebuild


def register(app: Flask) -> None:
    """Give the app the commands of boleta."""
    for command in (planilla, parametros, rebuild):
        app.cli.add_command(command)
