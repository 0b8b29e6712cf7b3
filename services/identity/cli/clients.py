"""`ayni identity clients …`: the programs with which people sign in."""

import json
import sys
from typing import Any, TextIO

import click
from flask.cli import AppGroup

from chassis.errors import Refusal
from services.identity import queries
from services.identity.domain import AuthMethod
from services.identity.models import Client
from services.identity.usecases.clients import (
    ALLOWED_SCOPES,
    SCOPES,
    Credentials,
    Registration,
    disable_client,
    enable_client,
    read_public_keys,
    register_client,
    rotate_secret,
)

clients = AppGroup("clients", help="Los programas que piden a Passport que identifique a alguien.")

as_json = click.option("--json", "as_json", is_flag=True, help="Escribe JSON en vez de líneas.")


@clients.command("create")
@click.option("--name", required=True, help="Como lo conoce la gente; se muestra al pedir permiso.")
@click.option("--redirect-uri", required=True, multiple=True, help="Dirección de vuelta, exacta.")
@click.option(
    "--post-logout-redirect-uri", multiple=True, help="Adónde ir después de cerrar la sesión."
)
@click.option("--backchannel-logout-uri", help="Dónde avisarle que una sesión terminó.")
@click.option(
    "--auth",
    type=click.Choice([method.value for method in AuthMethod]),
    default=AuthMethod.BASIC.value,
    show_default=True,
    help="Cómo demuestra quién es.",
)
@click.option("--jwks", type=click.File(), help="Sus claves públicas, para private_key_jwt.")
@click.option(
    "--scope",
    type=click.Choice(ALLOWED_SCOPES),
    multiple=True,
    default=SCOPES,
    show_default=True,
    help="Qué puede saber de las personas.",
)
@click.option("--first-party", is_flag=True, help="Es de la plataforma: no se pide permiso.")
@click.option(
    "--id-token-alg", type=click.Choice(["RS256", "ES256"]), default="RS256", show_default=True
)
@as_json
def create(auth: str, jwks: TextIO | None, as_json: bool, **given: Any) -> None:
    """Registra un cliente y escribe sus credenciales, que no se verán otra vez."""
    try:
        credentials = register_client(
            Registration(
                name=given["name"],
                redirect_uris=given["redirect_uri"],
                post_logout_redirect_uris=given["post_logout_redirect_uri"],
                backchannel_logout_uri=given["backchannel_logout_uri"],
                auth_method=AuthMethod(auth),
                jwks=read_public_keys(jwks.read()) if jwks else None,
                scopes=("openid", *given["scope"]),
                is_first_party=given["first_party"],
                id_token_alg=given["id_token_alg"],
            )
        )
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from refusal
    _tell(credentials, as_json=as_json)


@clients.command("list")
@as_json
def show(as_json: bool) -> None:
    """Escribe los clientes que hay."""
    found = [_described(client) for client in queries.list_clients()]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for client in found:
        state = "" if client["enabled"] else " (desactivado)"
        click.echo(f"{client['client_id']}: {client['name']}{state}; {client['auth']}")
        click.echo(f"    {' '.join(client['grants'])}; {' '.join(client['scopes'])}")
        for uri in client["redirect_uris"]:
            click.echo(f"    {uri}")


@clients.command("rotate-secret")
@click.argument("client_id")
@as_json
def rotate(client_id: str, as_json: bool) -> None:
    """Da un secreto nuevo; el anterior deja de valer."""
    try:
        credentials = rotate_secret(client_id)
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from refusal
    _tell(credentials, as_json=as_json)


@clients.command("disable")
@click.argument("client_id")
def disable(client_id: str) -> None:
    """Deja de atender a un cliente: nadie entra con él y no recibe más tokens."""
    try:
        disable_client(client_id)
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from refusal
    click.echo(f"{client_id}: desactivado.")


@clients.command("enable")
@click.argument("client_id")
def enable(client_id: str) -> None:
    """Vuelve a atender a un cliente desactivado."""
    try:
        enable_client(client_id)
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from refusal
    click.echo(f"{client_id}: activado.")


def _tell(credentials: Credentials, *, as_json: bool) -> None:
    told = {"client_id": credentials.client_id}
    if credentials.secret:
        told["client_secret"] = credentials.secret
    if as_json:
        click.echo(json.dumps(told))
    else:
        click.echo("\n".join(f"{name}={value}" for name, value in told.items()))
    if credentials.secret and sys.stderr.isatty():
        click.echo("Guarde el secreto ahora: no se puede ver otra vez.", err=True)


def _described(client: Client) -> dict[str, Any]:
    return {
        "client_id": client.id,
        "name": client.name,
        "enabled": client.disabled_at is None,
        "first_party": client.is_first_party,
        "auth": client.auth_method.value,
        "grants": client.grant_types,
        "scopes": client.scopes,
        "redirect_uris": client.redirect_uris,
        "post_logout_redirect_uris": client.post_logout_redirect_uris,
        "backchannel_logout_uri": client.backchannel_logout_uri,
    }
