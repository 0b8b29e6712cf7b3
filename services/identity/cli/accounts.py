"""`ayni identity accounts …`: the register Evaluación Docente, and links by hand."""

from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from chassis.errors import NotFound
from chassis.imports import CsvImport, import_files, import_options
from chassis.service import current_settings
from services.identity.forms import OPTIONAL, REQUIRED, read_registration
from services.identity.models import db
from services.identity.settings import Settings
from services.identity.usecases.accounts import register_accounts
from services.identity.usecases.passwords import make_link

REGISTER = CsvImport(
    required=REQUIRED,
    optional=OPTIONAL,
    read=read_registration,
    key=lambda registration: f"El DNI {registration.dni}",
    register=register_accounts,
    outcome="{created} cuentas nuevas, {corrected} corregidas, {unchanged} sin cambios",
)
"""The register Evaluación Docente."""

accounts = AppGroup("accounts", help="Las cuentas de las personas.")


@accounts.command("import")
@import_options
def import_accounts(files: tuple[Path, ...], dry_run: bool, rejected: TextIO | None) -> None:
    """Agrega o corrige cuentas desde archivos CSV de Evaluación Docente."""
    import_files(REGISTER, db, files, dry_run=dry_run, rejected=rejected)


@accounts.command("link")
@click.argument("dni")
def link(dni: str) -> None:
    """Escribe un enlace de un solo uso para que la persona genere su contraseña."""
    try:
        click.echo(make_link(dni, current_settings(Settings)))
    except NotFound as refusal:
        raise click.ClickException(refusal.detail) from refusal
