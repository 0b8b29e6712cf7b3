"""`ayni identity accounts …`: the register Evaluación Docente, and links by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from chassis.errors import Refusal
from chassis.imports import import_files, import_options
from chassis.service import current_settings
from services.identity.forms import REGISTER
from services.identity.models import db
from services.identity.queries.accounts import find_account_id
from services.identity.settings import Settings
from services.identity.usecases.accounts import (
    end_all_sessions,
    reinstate_account,
    suspend_account,
)
from services.identity.usecases.passwords import make_link

accounts = AppGroup("accounts", help="Las cuentas de las personas.")

sessions = AppGroup("sessions", help="Lo que una persona tiene abierto.")
accounts.add_command(sessions)

reason_option = click.option("--reason", required=True, help="El motivo: queda en la auditoría.")


@accounts.command("import")
@import_options
def import_accounts(files: tuple[Path, ...], dry_run: bool, rejected: TextIO | None) -> None:
    """Agrega o corrige cuentas desde archivos CSV de Evaluación Docente."""
    import_files(REGISTER, db, files, dry_run=dry_run, rejected=rejected)


@accounts.command("link")
@click.argument("dni")
def link(dni: str) -> None:
    """Escribe un enlace de un solo uso para que la persona genere su contraseña."""
    with _told():
        click.echo(make_link(dni, current_settings(Settings)))


@accounts.command("suspend")
@click.argument("dni")
@reason_option
def suspend(dni: str, reason: str) -> None:
    """Suspende una cuenta y cierra todo lo que tiene abierto."""
    with _told():
        suspend_account(None, find_account_id(dni), reason)
    click.echo(f"La cuenta {dni} está suspendida.")


@accounts.command("reinstate")
@click.argument("dni")
@reason_option
def reinstate(dni: str, reason: str) -> None:
    """Reactiva una cuenta suspendida, con la contraseña que tenía."""
    with _told():
        reinstate_account(None, find_account_id(dni), reason)
    click.echo(f"La cuenta {dni} está reactivada.")


@sessions.command("end")
@click.argument("dni")
@reason_option
def end_sessions(dni: str, reason: str) -> None:
    """Cierra todas las sesiones de una persona."""
    with _told():
        ended = end_all_sessions(None, find_account_id(dni), reason)
    click.echo(f"{ended} sesiones cerradas.")


@contextmanager
def _told() -> Iterator[None]:
    """Tell an operator why something was refused."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from refusal
