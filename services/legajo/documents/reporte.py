"""The report of a period as a workbook: true numbers, true dates, and texts that stay texts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter.worksheet import Worksheet

from services.legajo.domain import LIMA
from services.legajo.domain.reporte import Detalle, Fila, Periodo, total_of
from uikit.filters import fecha, fecha_hora
from uikit.workbook import Book

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What kind of file a workbook is."""

TITLE = "Reporte de escalafón"
"""What the workbook is called."""

SUMMARY = (
    *(("DRE o UGEL", 34), ("Entraron", 11), ("Atendidas", 11), ("Atendidas en parte", 12)),
    *(("Rechazadas", 12), ("Sin terminar", 12), ("Por atender", 12), ("Vencidas", 11)),
    ("Días hábiles en promedio", 14),
)
"""What each column of the first sheet is called, and how wide it is."""

DETAIL = (
    *(("Expediente", 18), ("DRE o UGEL", 30), ("Sección", 44), ("Estado", 22)),
    *(("Presentada", 13), ("Vence", 13), ("Terminada", 13), ("Días hábiles", 13)),
)
"""What each column of the second sheet is called, and how wide it is."""

NOTES = (
    "Entraron: se presentaron en el periodo. Atendidas, atendidas en parte, rechazadas y sin"
    " terminar (desistidas o no presentadas): terminaron en el periodo.",
    "Por atender y vencidas: las que esperan al equipo de Escalafón el día en que se generó.",
    "Los días hábiles se cuentan desde el siguiente al de la presentación, sin feriados.",
)


def render_report(
    filas: Sequence[Fila], detalle: Sequence[Detalle], periodo: Periodo, created_at: datetime
) -> bytes:
    """Write a row for each sede, one for each solicitud, and what all of it means."""
    book = Book(title=TITLE, created_at=created_at, dates="dd/mm/yyyy")
    _summary(_sheet(book, "Resumen", SUMMARY), filas, book.sum)
    _detail(_sheet(book, "Solicitudes", DETAIL), detalle)
    book.about(
        (
            ("Periodo", f"{fecha(periodo.desde)} a {fecha(periodo.hasta)}"),
            ("Generado el", fecha_hora(created_at)),
        ),
        NOTES,
    )
    return book.bytes()


def _sheet(book: Book, name: str, columns: Sequence[tuple[str, float]]) -> Worksheet:
    """Add a sheet with its headings, which stay in sight."""
    sheet = book.sheet(name, [width for _, width in columns], footer=TITLE)
    for column, (heading, _) in enumerate(columns):
        sheet.write_string(0, column, heading, book.heading)
    sheet.freeze_panes(1, 1)
    return sheet


def _summary(sheet: Worksheet, filas: Sequence[Fila], style: Any) -> None:
    for row, fila in enumerate(filas, 1):
        _fila(sheet, row, fila, None)
    _fila(sheet, len(filas) + 1, total_of(list(filas)), style)


def _fila(sheet: Worksheet, row: int, fila: Fila, style: Any) -> None:
    sheet.write_string(row, 0, fila.sede or "Total", style)
    counts = (fila.entraron, fila.atendidas, fila.en_parte, fila.rechazadas, fila.sin_terminar)
    for column, count in enumerate((*counts, fila.por_atender, fila.vencidas), 1):
        sheet.write_number(row, column, count, style)
    if fila.promedio is not None:
        sheet.write_number(row, len(SUMMARY) - 1, float(fila.promedio), style)


def _detail(sheet: Worksheet, detalle: Sequence[Detalle]) -> None:
    for row, each in enumerate(detalle, 1):
        for column, text in enumerate((each.expediente, each.sede, each.seccion, each.estado)):
            sheet.write_string(row, column, text)
        for column, day in enumerate((each.submitted_at, each.vence_el, each.finished_at), 4):
            _day(sheet, row, column, day)
        if each.dias_habiles is not None:
            sheet.write_number(row, len(DETAIL) - 1, each.dias_habiles)


def _day(sheet: Worksheet, row: int, column: int, day: date | None) -> None:
    if isinstance(day, datetime):
        day = day.astimezone(LIMA).date()
    if day:
        sheet.write_datetime(row, column, day)
