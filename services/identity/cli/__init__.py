"""What an operator does with identity: `ayni identity …`."""

import click
from flask import Flask
from flask.cli import with_appcontext

from chassis.service import current_settings
from services.identity.cli.accounts import accounts
from services.identity.cli.audit import audit
from services.identity.cli.clients import clients
from services.identity.cli.keys import keys
from services.identity.cli.roles import roles
from services.identity.settings import Settings
from services.identity.usecases.clients import register_platform_clients
from services.identity.usecases.keys import ensure_keys


def register_commands(app: Flask) -> None:
    """Give the app its commands."""
    for command in (setup, accounts, roles, audit, clients, keys):
        app.cli.add_command(command)


@click.command
@with_appcontext
def setup() -> None:
    """Crea las claves de firma y los clientes de la plataforma; repetirlo no cambia nada."""
    settings = current_settings(Settings)
    ensure_keys(settings.key_secret)
    register_platform_clients(settings)
    click.echo("Passport está listo: claves de firma, y los clientes gateway y boleta.")
