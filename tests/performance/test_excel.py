"""A month of boletas as Excel: twelve columns, nine of texts and three of amounts."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from itertools import islice
from pathlib import Path

from xlsxwriter import Workbook

from services.boleta.documents.month import Fila, Month
from tests.performance.bench import CPU, Scoreboard, Way, at_least, at_most, installed
from uikit.workbook import MONEY

ROWS = 20_000

NATIONAL = 500_000
"""How many boletas a national month has."""

ROOT = Path(__file__).parents[2]

PEAK = """
import re, sys
sys.path.insert(0, ".")
from pathlib import Path
from tests.performance.test_excel import ours
ours(Path(sys.argv[1]), int(sys.argv[2]))
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
"""Writes a workbook, and tells the most memory that it held in KB."""


def test_a_month(benchmark: Scoreboard, tmp_path: Path):
    path = tmp_path / "month.xlsx"
    plainly = Way(
        name="XlsxWriter constant_memory",
        run=lambda: _plainly(path),
        units=ROWS,
        goal=at_least(5),
    )
    in_rust = Way(
        name="rustpy-xlsxwriter", run=lambda: _in_rust(path), units=ROWS, goal=at_least(0.65)
    )

    benchmark.compare(
        "a row of 12 as Excel, CPU",
        Way(run=lambda: ours(path), units=ROWS),
        plainly,
        installed(in_rust, module="rustpy_xlsxwriter"),
        clock=CPU,
        rounds=3,
    )


def test_a_national_month(benchmark: Scoreboard, tmp_path: Path):
    path = tmp_path / "month.xlsx"

    told = subprocess.run(
        [sys.executable, "-c", PEAK, str(path), str(NATIONAL)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )

    peak = int(told.stdout) / 1024
    benchmark.figure("500,000 rows as Excel, memory", peak, "MB", at_most(40, " MB"))
    benchmark.figure(
        "500,000 rows as Excel, size", path.stat().st_size / 1024**2, "MB", at_most(40, " MB")
    )


def ours(path: Path, rows: int = ROWS) -> None:
    """Write rows as the export of a month does."""
    month = Month(path, title="Boletas", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    filas = _filas(rows)
    while part := list(islice(filas, 1000)):
        month.add(part)
    month.close([("Filas", str(rows))])


def _filas(rows: int) -> Iterator[Fila]:
    work = ("UGEL CANCHIS", "Ley Nro 29944", "DOCENTE NOMBRADO", "PROFESOR", "Haberes", "Activo")
    for number in range(rows):
        name = (f"{number:08}", f"QUISPE MAMANI {number % 9999}", f"ROSA ELENA {number % 7777}")
        yield Fila(*name, *work, 276012 + number, 34287, 241725 + number)


def _plainly(path: Path) -> None:
    with Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        money = book.add_format({"num_format": MONEY})
        for row, fila in enumerate(_filas(ROWS), 1):
            for column, text in enumerate(fila[:9]):
                sheet.write_string(row, column, text)
            for column, centimos in enumerate(fila[9:], 9):
                sheet.write_number(row, column, centimos / 100, money)


def _in_rust(path: Path) -> None:
    write = import_module("rustpy_xlsxwriter").write_worksheet
    rows = [fila._asdict() for fila in _filas(ROWS)]
    write(rows, str(path), sheet_name="Boletas")
