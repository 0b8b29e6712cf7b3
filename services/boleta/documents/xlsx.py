"""The list of boletas, and the year of a person, as workbooks: true numbers, true dates, totals."""

from collections.abc import Sequence
from datetime import date

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from services.boleta.documents.listado import COUNTED, Listado, estado_of
from services.boleta.domain import BoletaDocument, TipoConcepto
from services.boleta.domain.resumen import Fila, HojaAnual
from uikit.filters import MESES, fecha_hora, periodo
from uikit.workbook import Book, amount

COLUMNS = (
    *(("Periodo", 12), ("Tipo de régimen", 24), ("Planilla", 13), ("Estado boleta", 14)),
    *(("Versión", 9), ("Entidad", 30), ("Monto Bruto", 16), ("Total Descuentos", 17)),
    ("Monto a pagar", 16),
)
"""What each column of the list is called, and how wide it is."""

ESTADO, FIRST_AMOUNT = 3, 6

NOTES = (
    "Los montos son números y los periodos son fechas: puede ordenar, filtrar y sumar.",
    f"El total cuenta las boletas cuyo estado es {COUNTED}: no las reemplazadas ni las anuladas.",
    "Este archivo es para su uso: ante terceros vale el PDF de cada boleta, con su código.",
)


def render_list(listado: Listado, documents: Sequence[BoletaDocument]) -> bytes:
    """Write a list, the concepts of its boletas month by month, and what this is."""
    book = Book(title="Boletas de pago", created_at=listado.created_at)
    _list_sheet(book, listado)
    if documents:
        _detail_sheet(book, listado, documents)
    book.about(
        [
            ("Servidor", listado.nombre),
            ("D.N.I.", listado.dni),
            ("Boletas", listado.filtro),
            ("Filas", str(len(listado.boletas))),
            ("Generado el", fecha_hora(listado.created_at)),
        ],
        NOTES,
    )
    return book.bytes()


def render_year(hoja: HojaAnual, documents: Sequence[BoletaDocument]) -> bytes:
    """Write a year of a person: concepts by months, with their totals."""
    person = documents[-1]
    book = Book(title=f"Hoja anual {hoja.anio}", created_at=person.published_at)
    sheet = book.sheet(str(hoja.anio), [38, *[13] * 12, 15], footer=_who(person))
    for column, name in enumerate((f"Año {hoja.anio}", *map(str.capitalize, MESES), "Total")):
        sheet.write_string(0, column, name, book.heading)
    sheet.freeze_panes(1, 1)
    row = 1
    for seccion in hoja.secciones:
        sheet.write_string(row, 0, seccion.titulo, book.bold)
        first = row + 1
        for row, fila in enumerate(seccion.filas, first):
            _year_row(book, sheet, row, fila, book.money)
        row += 1
        _year_row(book, sheet, row, seccion.total, book.sum_money)
        row += 2
    _year_row(book, sheet, row, hoja.liquido, book.sum_money)
    book.about(
        [("Servidor", person.nombre_completo), ("D.N.I.", person.dni), ("Año", str(hoja.anio))],
        NOTES,
    )
    return book.bytes()


def _list_sheet(book: Book, listado: Listado) -> None:
    footer = f"{listado.nombre} · D.N.I. {listado.dni}"
    sheet = book.sheet("Boletas", [width for _, width in COLUMNS], footer=footer)
    last = max(1, len(listado.boletas))
    sheet.add_table(
        *(0, 0, last, len(COLUMNS) - 1),
        {
            "name": "Boletas",
            "style": "Table Style Light 9",
            "columns": [{"header": name} for name, _ in COLUMNS],
        },
    )
    sheet.freeze_panes(1, 1)
    for row, boleta in enumerate(listado.boletas, 1):
        year, month = divmod(boleta.periodo, 100)
        sheet.write_datetime(row, 0, date(year, month, 1), book.month)
        texts = (boleta.regimen, boleta.tipo.label, estado_of(boleta))
        for column, text in enumerate(texts, 1):
            sheet.write_string(row, column, text)
        sheet.write_number(row, 4, boleta.version)
        sheet.write_string(row, 5, boleta.entidad)
        amounts = (boleta.bruto, boleta.descuentos, boleta.liquido)
        for column, centimos in enumerate(amounts, FIRST_AMOUNT):
            amount(sheet, row, column, centimos, book.money)
    _totals(book, sheet, last, listado)


def _totals(book: Book, sheet: Worksheet, last: int, listado: Listado) -> None:
    """Add up what counts: as formulas, with their values for who does not work formulas out."""
    row = last + 2
    sheet.write_string(row, 0, "Total", book.sum)
    for column in range(1, FIRST_AMOUNT):
        sheet.write_blank(row, column, None, book.sum)
    estados = _range(ESTADO, last)
    sums = (listado.total.bruto, listado.total.descuentos, listado.total.liquido)
    for column, centimos in enumerate(sums, FIRST_AMOUNT):
        formula = f'=SUMIFS({_range(column, last)},{estados},"{COUNTED}")'
        sheet.write_formula(row, column, formula, book.sum_money, centimos / 100)


def _detail_sheet(book: Book, listado: Listado, documents: Sequence[BoletaDocument]) -> None:
    """Lay out the concepts of the boletas, one column for each boleta."""
    widths = [10, 38, *[14] * len(documents), 15]
    sheet = book.sheet("Detalle", widths, footer=f"{listado.nombre} · D.N.I. {listado.dni}")
    sheet.freeze_panes(1, 2)
    heads = ("Tipo", "Concepto", *(periodo(each.periodo) for each in documents), "Total")
    for column, name in enumerate(heads):
        sheet.write_string(0, column, name, book.heading)
    found: dict[tuple[TipoConcepto, str], dict[int, int]] = {}
    for column, document in enumerate(documents, 2):
        for linea in document.lineas:
            cells = found.setdefault((linea.tipo, linea.label), {})
            cells[column] = cells.get(column, 0) + linea.centimos
    order = list(TipoConcepto)
    for row, ((tipo, label), cells) in enumerate(
        sorted(found.items(), key=lambda each: order.index(each[0][0])), 1
    ):
        sheet.write_string(row, 0, tipo.name.capitalize())
        sheet.write_string(row, 1, label)
        for column, centimos in cells.items():
            amount(sheet, row, column, centimos, book.money)
        _row_sum(book, sheet, row, (2, len(documents) + 1), sum(cells.values()))


def _year_row(book: Book, sheet: Worksheet, row: int, fila: Fila, form: object) -> None:
    is_sum = form is book.sum_money
    name = f"{fila.nombre} ({fila.codigo})" if fila.codigo not in {"", fila.nombre} else fila.nombre
    sheet.write_string(row, 0, name, book.sum if is_sum else None)
    for column, centimos in enumerate(fila.montos, 1):
        amount(sheet, row, column, centimos, form)
    _row_sum(book, sheet, row, (1, 12), fila.total)


def _row_sum(
    book: Book, sheet: Worksheet, row: int, columns: tuple[int, int], centimos: int
) -> None:
    first, last = (xl_col_to_name(column) for column in columns)
    formula = f"=SUM({first}{row + 1}:{last}{row + 1})"
    sheet.write_formula(row, columns[1] + 1, formula, book.sum_money, centimos / 100)


def _range(column: int, last: int) -> str:
    name = xl_col_to_name(column)
    return f"{name}2:{name}{last + 1}"


def _who(person: BoletaDocument) -> str:
    return f"{person.nombre_completo} · D.N.I. {person.dni}"
