"""`ayni identity clients …`: the programs with which people sign in."""

import click
from flask.cli import AppGroup

from services.identity.opaque import new_token
from services.identity.queries import list_clients
from services.identity.usecases.clients import register_client

clients = AppGroup("clients", help="Los programas que piden a Passport que identifique a alguien.")


@clients.command("create")
@click.argument("client_id")
@click.option("--redirect-uri", required=True, multiple=True, help="Dirección de vuelta, exacta.")
def create(client_id: str, redirect_uri: tuple[str, ...]) -> None:
    """Registra un cliente y escribe su secreto, que no se verá otra vez."""
    secret = new_token()
    register_client(client_id, secret, redirect_uri)
    click.echo(secret)


@clients.command("list")
def show() -> None:
    """Escribe los clientes que hay."""
    for client in list_clients():
        click.echo(f"{client.id}: {', '.join(client.grant_types)}; {' '.join(client.scopes)}")
