"""`ayni identity keys …`: the keys that sign tokens."""

import click
from flask.cli import AppGroup

from chassis.service import current_settings
from services.identity.settings import Settings
from services.identity.usecases.keys import rotate_keys

keys = AppGroup("keys", help="Las claves con que Passport firma.")


@keys.command("rotate")
def rotate() -> None:
    """Firma desde ahora con las claves siguientes; las anteriores se publican un día más."""
    for kid in rotate_keys(current_settings(Settings).key_secret):
        click.echo(f"Ahora firma la clave {kid}.")
