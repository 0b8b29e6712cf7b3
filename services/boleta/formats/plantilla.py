"""The empty planillas to fill in: the headings of docs/formats.md with an example, as CSV and XLSX.

The example is of a person who does not exist. Whoever uploads it unchanged is told so by nothing
but the report: DNI 00000001 is nobody's.
"""

import csv
import io

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from services.boleta.formats.planilla_csv import OPTIONAL, REQUIRED
from services.boleta.formats.planilla_xlsx import SHEET

COLUMNS = {
    "periodo": ("Año y mes, igual en todo el archivo: 2026-01.", 10),
    "dni": ("8 cifras; los ceros de la izquierda también cuentan.", 11),
    "apellidos": ("Apellido paterno y materno.", 24),
    "nombres": ("Todos los nombres.", 20),
    "regimen": ("Ley Nro 29944, Ley Nro 30328, D.Leg. 276, D.Leg. 1057 (CAS)…", 20),
    "tipo": ("+ es un ingreso, - un descuento, = un aporte del empleador.", 7),
    "concepto": ("El nombre corto de la planilla: remcontrat, dl25897…", 16),
    "monto": ("En soles, con punto y dos decimales: 2760.12.", 12),
    "tipo_servidor": ("Docente Nombrado, Docente Contratado…", 22),
    "cargo": ("PROFESOR, DIRECTOR IE…", 16),
    "establecimiento": ("La institución educativa o la oficina.", 22),
    "fecha_ingreso": ("dd/mm/aaaa.", 14),
    "liquido": ("El monto a pagar de la boleta: así se nota si se perdió una fila.", 12),
    "sede": ("El código de la UGEL o DRE, si la planilla es de varias.", 9),
}
"""What each column is, and how wide it is shown."""

EXAMPLE = {
    "periodo": "2026-01",
    "dni": "00000001",
    "apellidos": "QUISPE HUAMÁN",
    "nombres": "ROSA ELENA",
    "regimen": "Ley Nro 30328",
    "tipo_servidor": "DOCENTE CONTRATADO",
    "cargo": "PROFESOR",
    "establecimiento": "I.E. 56001",
    "fecha_ingreso": "01/03/2025",
    "liquido": "3172.67",
}
"""Who stands in the example."""

LINES = (
    ("+", "remcontrat", "3500.70"),
    ("+", "ruralcont", "70.00"),
    ("-", "dl25897", "398.03"),
)
"""What they are paid."""

RULES = (
    "Cada fila es un concepto de una persona; las filas de una persona van juntas.",
    "Borre las filas del ejemplo antes de llenar las suyas.",
    "Una fila equivocada deja fuera la boleta de esa persona; las demás se importan.",
    "Los ingresos menos los descuentos deben dar el monto a pagar.",
    "No cambie los encabezados; el orden de las columnas da igual.",
)
"""What whoever fills it in should know."""

AMOUNTS = frozenset({"monto", "liquido"})
"""The columns whose cells are numbers in a workbook."""


def columns() -> list[str]:
    """Return the headings, those that must be filled in first."""
    return [*REQUIRED, *OPTIONAL]


def as_csv() -> bytes:
    """Write the empty planilla as CSV, with the byte order mark by which Excel knows UTF-8."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(columns())
    rows.writerows(_example())
    return text.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    """Write the empty planilla as a workbook: a sheet to fill in, and one of help."""
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        text = workbook.add_format({"num_format": "@"})
        formats = {"text": text, "amount": workbook.add_format({"num_format": "0.00"})}
        heading = workbook.add_format({"bold": True, "bg_color": "#D6E8EB", "bottom": 1})
        sheet = workbook.add_worksheet(SHEET)
        sheet.freeze_panes(1, 0)
        for position, name in enumerate(columns()):
            # The whole column is text: else a spreadsheet takes the zeros off a DNI.
            form = formats["amount" if name in AMOUNTS else "text"]
            sheet.set_column(position, position, COLUMNS[name][1], form)
            sheet.write_string(0, position, name, heading)
        for number, row in enumerate(_example(), 1):
            _write(sheet, number, row)
        _help(workbook.add_worksheet("Ayuda"), heading)
    return written.getvalue()


def _example() -> list[list[str]]:
    said = [{"tipo": tipo, "concepto": name, "monto": monto} for tipo, name, monto in LINES]
    return [[(EXAMPLE | line).get(name, "") for name in columns()] for line in said]


def _write(sheet: Worksheet, number: int, row: list[str]) -> None:
    for position, (name, value) in enumerate(zip(columns(), row, strict=True)):
        if name in AMOUNTS:
            sheet.write_number(number, position, float(value))
        else:
            sheet.write_string(number, position, value)


def _help(sheet: Worksheet, heading: object) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 70)
    for position, name in enumerate(("Columna", "Obligatoria", "Qué se escribe")):
        sheet.write_string(0, position, name, heading)
    for number, name in enumerate(columns(), 1):
        sheet.write_string(number, 0, name)
        sheet.write_string(number, 1, "Sí" if name in REQUIRED else "No")
        sheet.write_string(number, 2, COLUMNS[name][0])
    for number, rule in enumerate(RULES, len(columns()) + 2):
        sheet.write_string(number, 0, rule)
