"""The commands of legajo's operators: what enters from files (docs/formats.md)."""

import csv
import sys
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from chassis.imports import import_files, import_options
from services.legajo.domain.secciones import TIPOS
from services.legajo.forms import importaciones
from services.legajo.models import db

BY_AN_OPERATOR = "Importado de un archivo por un operador"
"""Why an entry is there, as its history says."""

servidores = AppGroup("servidores", help="El registro de servidores.")

anotaciones = AppGroup("anotaciones", help="Lo que dicen los legajos, sección por sección.")

tipo_argument = click.argument("tipo", metavar="TIPO", type=click.Choice(list(TIPOS)))


@servidores.command("import")
@import_options
def import_servidores(files: tuple[Path, ...], dry_run: bool, rejected: TextIO | None) -> None:
    """Agrega o corrige servidores desde archivos CSV."""
    kind = importaciones.servidores(importaciones.OPERATOR)
    import_files(kind, db, files, dry_run=dry_run, rejected=rejected)


@anotaciones.command("import")
@tipo_argument
@import_options
def import_anotaciones(
    tipo: str, files: tuple[Path, ...], dry_run: bool, rejected: TextIO | None
) -> None:
    """Agrega anotaciones de un TIPO desde archivos CSV."""
    kind = importaciones.anotaciones(TIPOS[tipo], importaciones.OPERATOR, BY_AN_OPERATOR)
    import_files(kind, db, files, dry_run=dry_run, rejected=rejected)


@anotaciones.command("plantilla")
@tipo_argument
def print_template(tipo: str) -> None:
    """Escribe el encabezado de los archivos de un TIPO, y una fila de ejemplo."""
    csv.writer(sys.stdout).writerows(importaciones.template_of(tipo))
