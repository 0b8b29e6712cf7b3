"""Planillas by command: `ayni boleta planilla import FILE…`."""

import csv
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from chassis.errors import Conflict, Invalid
from contracts.sedes import NATIONAL, find_sede
from services.boleta.domain.planilla import TipoPlanilla
from services.boleta.models import Planilla, db
from services.boleta.queries.planillas import all_rechazos
from services.boleta.usecases.importing import import_planilla
from services.boleta.usecases.registering import register_planilla
from uikit import filters

SHOWN = 20
"""How many refused records are printed for each file; all are in the report."""

planilla = AppGroup("planilla", help="Planillas: los meses que pagan las UGEL y DRE.")


@planilla.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "--sede",
    required=True,
    help="Código de la UGEL o DRE que paga: 080006; de todo el país, 000000.",
)
@click.option(
    "--tipo",
    type=click.Choice([*map(str, TipoPlanilla)]),
    default=str(TipoPlanilla.HABERES),
    help="Qué se paga con ella.",
)
@click.option(
    "--register",
    is_flag=True,
    help="Solo registrar un mes histórico: cada persona carga su boleta cuando la pide.",
)
@click.option("--notify/--no-notify", default=True, help="Avisar por correo a cada servidor.")
@click.option("--dry-run", is_flag=True, help="Ensayar: decir lo que pasaría y no guardar nada.")
@click.option("--rejected", type=click.File("x", encoding="utf-8-sig", lazy=False), metavar="FILE",
              help="Escribir aquí, en CSV, los registros rechazados y su error.")  # fmt: skip
def import_planillas(
    *,
    files: tuple[Path, ...],
    sede: str,
    tipo: str,
    register: bool,
    notify: bool,
    dry_run: bool,
    rejected: TextIO | None,
) -> None:
    """Leer planillas, .lis del SUP o CSV: cada archivo entra entero o no entra."""
    if sede != NATIONAL and find_sede(sede) is None:
        sys.exit(f"No hay ninguna UGEL o DRE con el código {sede}.")
    report = _Report(rejected)
    take = register_planilla if register else partial(import_planilla, notify=notify)
    with db.rehearsal() if dry_run else nullcontext():
        for path in files:
            try:
                with path.open("rb") as stream:
                    found = take(stream, archivo=path.name, sede=sede, tipo=TipoPlanilla(tipo))
            except (Invalid, Conflict) as refusal:
                report.refuse(path, refusal.detail, is_failure=isinstance(refusal, Invalid))
            except OSError as error:
                report.refuse(path, error.strerror or str(error), is_failure=True)
            else:
                report.add(found)
    report.close(dry_run=dry_run)


class _Report:
    """Tells the operator what became of each file, and of all."""

    def __init__(self, rejected: TextIO | None) -> None:
        self._rejected = csv.writer(rejected) if rejected else None
        self._write(("archivo", "linea", "error", "registro"))
        self._boletas = self._registros = self._rechazos = self._advertencias = 0
        self._failures = 0

    def add(self, planilla: Planilla) -> None:
        """Tell what a planilla brought, and what was wrong with it."""
        self._boletas += planilla.boletas
        self._registros += planilla.registros
        self._rechazos += planilla.rechazos
        self._advertencias += planilla.advertencias
        counts = _counts(
            planilla.boletas, planilla.registros, planilla.rechazos, planilla.advertencias
        )
        where = f"{filters.periodo(planilla.periodo)}, {planilla.entidad}"
        click.echo(f"{planilla.archivo}: {where}: {counts}.")
        for number, bad in enumerate(all_rechazos(planilla), 1):
            self._write((planilla.archivo, bad.line, bad.motivo, bad.texto))
            if number <= SHOWN:
                click.echo(f"  línea {bad.line}: {bad.motivo}")
        if planilla.rechazos > SHOWN:
            click.echo(f"  … y {planilla.rechazos - SHOWN} más.")

    def refuse(self, path: Path, detail: str, *, is_failure: bool) -> None:
        """Tell why nothing of a file was kept."""
        click.echo(f"{path.name}: {detail}", err=is_failure)
        self._failures += is_failure

    def close(self, *, dry_run: bool) -> None:
        """Tell the sums; end the command with 1 when a file could not be read."""
        counts = _counts(self._boletas, self._registros, self._rechazos, self._advertencias)
        click.echo(f"{'Ensayo, no se guardó nada' if dry_run else 'Total'}: {counts}.")
        if self._failures:
            sys.exit(1)

    def _write(self, cells: Iterable[object]) -> None:
        if self._rejected:
            self._rejected.writerow(cells)


def _counts(boletas: int, registros: int, rechazos: int, advertencias: int) -> str:
    counted = [(rechazos, "rechazada"), (advertencias, "advertencia")]
    if boletas or not registros:
        counted.insert(0, (boletas, "boleta"))
    if registros:
        counted.insert(0, (registros, "registrada"))
    return ", ".join(f"{number} {noun}{'s' * (number != 1)}" for number, noun in counted)
