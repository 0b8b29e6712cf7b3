"""`ayni identity roles …`: who is what, over which sede."""

import csv
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import click
from flask.cli import AppGroup

from chassis.errors import Refusal
from contracts.access_token import Role
from contracts.sedes import NATIONAL, find_sede
from services.identity import wording
from services.identity.queries.accounts import find_account_id
from services.identity.queries.roles import list_roles, stream_holders
from services.identity.usecases.roles import grant_role, withdraw_role

Decide = Callable[[None, UUID, Role, str, str], bool]

roles = AppGroup("roles", help="Los roles que tiene cada persona.")

role_option = click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="El rol."
)

reason_option = click.option("--reason", default="", help="El motivo, que queda en la auditoría.")


def _check_sede(_context: click.Context, _option: click.Parameter, code: str) -> str:
    if code and code != NATIONAL and find_sede(code) is None:
        raise click.BadParameter(f"La sede {code} no existe.")
    return code


def sede_option(**options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the option --sede, which must exist."""
    text = f"El código de la UGEL o DRE; {NATIONAL} es todo el país."
    return click.option("--sede", callback=_check_sede, help=text, **options)


@roles.command("grant")
@click.argument("dni")
@role_option
@sede_option(required=True)
@reason_option
def grant(dni: str, role: str, sede: str, reason: str) -> None:
    """Da un rol a una persona sobre una sede."""
    is_new = _decide(grant_role, dni, role, sede, reason)
    click.echo(f"{_described(role, sede)}: {'rol dado' if is_new else 'ya tenía el rol'}.")


@roles.command("withdraw")
@click.argument("dni")
@role_option
@sede_option(required=True)
@reason_option
def withdraw(dni: str, role: str, sede: str, reason: str) -> None:
    """Quita a una persona un rol sobre una sede."""
    was_held = _decide(withdraw_role, dni, role, sede, reason)
    click.echo(f"{_described(role, sede)}: {'rol retirado' if was_held else 'no tenía el rol'}.")


@roles.command("list")
@click.argument("dni")
def show(dni: str) -> None:
    """Escribe los roles de una persona."""
    try:
        held = list_roles(find_account_id(dni))
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from refusal
    for grant in held:
        click.echo(_described(grant.role, grant.sede))
    click.echo(f"{len(held)} roles.")


@roles.command("export")
@sede_option(default="")
def export(sede: str) -> None:
    """Escribe en CSV quién tiene qué rol, en una sede o en todas."""
    output = csv.writer(sys.stdout)
    output.writerow(("dni", "apellidos", "nombres", "rol", "sede"))
    for holder in stream_holders(None, sede, None):
        output.writerow(holder[1:])


def _decide(decide: Decide, dni: str, role: str, sede: str, reason: str) -> bool:
    try:
        return decide(None, find_account_id(dni), Role(role), sede, reason)
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from refusal


def _described(role: str, sede: str) -> str:
    return f"{Role(role).label}, {wording.sede(sede)} ({sede})"
