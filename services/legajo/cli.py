"""The commands of legajo's operators: `ayni legajo servidores import FILE…` (docs/formats.md)."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO

from flask.cli import AppGroup

from chassis.imports import CsvImport, import_files, import_options
from services.legajo.domain import LIMA, ServidorRecord
from services.legajo.forms import OPTIONAL, REQUIRED, read_servidor
from services.legajo.models import db
from services.legajo.usecases import register_servidores


def _read(cells: Mapping[str, str]) -> ServidorRecord:
    return read_servidor(cells, datetime.now(LIMA).date())


SERVIDORES = CsvImport(
    required=REQUIRED,
    optional=OPTIONAL,
    read=_read,
    key=lambda record: f"El DNI {record.dni}",
    register=register_servidores,
    outcome="{changed} servidores nuevos o corregidos, {unchanged} sin cambios",
)
"""The file of servidores."""

servidores = AppGroup("servidores", help="El registro de servidores.")


@servidores.command("import")
@import_options
def import_servidores(files: tuple[Path, ...], dry_run: bool, rejected: TextIO | None) -> None:
    """Agrega o corrige servidores desde archivos CSV."""
    import_files(SERVIDORES, db, files, dry_run=dry_run, rejected=rejected)
