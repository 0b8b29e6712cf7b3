"""The figures of the law by command: `ayni boleta parametros import FILE…` (docs/formats.md)."""

from pathlib import Path
from typing import TextIO

from flask.cli import AppGroup

from chassis.imports import CsvImport, each, import_files, import_options
from services.boleta.forms.catalogo import OPTIONAL, REQUIRED, read_row
from services.boleta.models import db
from services.boleta.usecases.catalogo import register_valores

PARAMETROS = CsvImport(
    required=REQUIRED,
    optional=OPTIONAL,
    reader=each(read_row),
    key=lambda nuevo: f"El parámetro {nuevo.parametro} desde {nuevo.desde:%d/%m/%Y}",
    register=register_valores,
    outcome="{changed} valores nuevos o corregidos, {unchanged} sin cambios",
)
"""The file of values."""

parametros = AppGroup("parametros", help="Las cifras de la ley: UIT, ONP, AFP…")


@parametros.command("import")
@import_options
def import_parametros(files: tuple[Path, ...], dry_run: bool, rejected: TextIO | None) -> None:
    """Agrega o corrige cifras de la ley desde archivos CSV."""
    import_files(PARAMETROS, db, files, dry_run=dry_run, rejected=rejected)
