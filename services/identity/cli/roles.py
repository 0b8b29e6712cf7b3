"""`ayni identity roles …`: who is what, over which sede."""

import click
from flask.cli import AppGroup

from chassis.errors import NotFound
from contracts.access_token import Role
from contracts.sedes import NATIONAL, find_sede, name_of
from services.identity.queries import list_roles
from services.identity.usecases.accounts import grant_role, withdraw_role

roles = AppGroup("roles", help="Los roles que tiene cada persona.")

role_option = click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="El rol."
)


def _check_sede(_context: click.Context, _option: click.Parameter, code: str) -> str:
    if code != NATIONAL and find_sede(code) is None:
        raise click.BadParameter(f"La sede {code} no existe.")
    return code


sede_option = click.option(
    "--sede",
    required=True,
    callback=_check_sede,
    help=f"El código de la UGEL o DRE; {NATIONAL} es todo el país.",
)


@roles.command("grant")
@click.argument("dni")
@role_option
@sede_option
def grant(dni: str, role: str, sede: str) -> None:
    """Da un rol a una persona sobre una sede."""
    try:
        is_new = grant_role(dni, Role(role), sede)
    except NotFound as refusal:
        raise click.ClickException(refusal.detail) from refusal
    click.echo(f"{_described(role, sede)}: {'rol dado' if is_new else 'ya tenía el rol'}.")


@roles.command("withdraw")
@click.argument("dni")
@role_option
@sede_option
def withdraw(dni: str, role: str, sede: str) -> None:
    """Quita a una persona un rol sobre una sede."""
    try:
        was_held = withdraw_role(dni, Role(role), sede)
    except NotFound as refusal:
        raise click.ClickException(refusal.detail) from refusal
    click.echo(f"{_described(role, sede)}: {'rol retirado' if was_held else 'no tenía el rol'}.")


@roles.command("list")
@click.argument("dni")
def show(dni: str) -> None:
    """Escribe los roles de una persona."""
    try:
        held = list_roles(dni)
    except NotFound as refusal:
        raise click.ClickException(refusal.detail) from refusal
    for grant in held:
        click.echo(_described(grant.role, grant.sede))
    click.echo(f"{len(held)} roles.")


def _described(role: str, sede: str) -> str:
    return f"{Role(role).label}, {name_of(sede)} ({sede})"
