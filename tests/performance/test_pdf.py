"""One boleta as a PDF: twenty lines, two faces of an embedded font, one page of A4."""

import io
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from fpdf import FPDF

from services.boleta.documents import pdf
from services.boleta.domain import BoletaDocument, Linea, TipoConcepto
from tests.performance.bench import CPU, Scoreboard, Way, at_least, at_most, installed
from tests.support.builders.boleta import a_document
from uikit.filters import soles
from uikit.paper.faces import FONTS as OUR_FONTS

DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
"""Where Debian has the whole of DejaVu: the package fonts-dejavu-core."""


def test_one_boleta(benchmark: Scoreboard):
    boleta = _boleta_of_twenty_lines()
    in_the_tutorial = Way(
        name="fpdf2 as in its tutorial", run=lambda: _in_the_tutorial(boleta), goal=at_least(35)
    )
    with_reportlab = Way(
        name="reportlab", run=lambda: _with_reportlab(boleta), times=20, goal=at_least(4)
    )

    benchmark.compare(
        "one boleta PDF, CPU",
        Way(run=lambda: pdf.render(boleta), times=10),
        installed(in_the_tutorial, is_there=DEJAVU.exists()),
        installed(with_reportlab, module="reportlab"),
        clock=CPU,
    )
    benchmark.figure(
        "one boleta PDF, size", len(pdf.render(boleta)) / 1024, "KB", at_most(30, " KB")
    )


def _boleta_of_twenty_lines() -> BoletaDocument:
    signs = [TipoConcepto.INGRESO] * 12 + [TipoConcepto.DESCUENTO] * 8
    lineas = tuple(
        Linea(tipo, f"con{number:02}", f"Asignación o aporte {number}", 100_00 + number)
        for number, tipo in enumerate(signs)
    )
    return a_document(lineas=lineas)


def _texts(boleta: BoletaDocument) -> Iterator[list[str]]:
    """Give the same words as ours, a row after another."""
    yield from (list(pair) for pair in (*boleta.datos_personales, *boleta.datos_del_pago))
    yield from ([linea.label, soles(linea.centimos)] for linea in boleta.lineas)
    yield from ([name, soles(centimos)] for name, centimos in boleta.totales)
    yield ["Son", boleta.liquido_en_letras]


def _in_the_tutorial(boleta: BoletaDocument) -> bytes:
    """Do what https://py-pdf.github.io/fpdf2/ shows: add the font, fill a table."""
    paper = FPDF()
    paper.add_font("DejaVu", "", DEJAVU / "DejaVuSans.ttf")
    paper.add_font("DejaVu", "B", DEJAVU / "DejaVuSans-Bold.ttf")
    paper.add_page()
    paper.set_font("DejaVu", "B", 15)
    paper.cell(text=f"Boleta de pago · {boleta.entidad}", new_x="LMARGIN", new_y="NEXT")
    paper.set_font("DejaVu", "", 9)
    with paper.table(first_row_as_headings=False) as table:
        for texts in _texts(boleta):
            table.row(texts)
    return bytes(paper.output())


def _with_reportlab(boleta: BoletaDocument) -> bytes:
    """Draw the words on a canvas, with our small fonts."""
    fonts, canvases = (
        import_module("reportlab.pdfbase.pdfmetrics"),
        import_module("reportlab.pdfgen.canvas"),
    )
    font_file = import_module("reportlab.pdfbase.ttfonts").TTFont
    for name in ("DejaVuSans", "DejaVuSans-Bold"):
        if name not in fonts.getRegisteredFontNames():
            fonts.registerFont(font_file(name, OUR_FONTS / f"{name}.ttf"))
    content = io.BytesIO()
    canvas = canvases.Canvas(content)
    canvas.setFont("DejaVuSans-Bold", 15)
    canvas.drawString(45, 780, f"Boleta de pago · {boleta.entidad}")
    canvas.setFont("DejaVuSans", 9)
    for number, (left, right) in enumerate(_texts(boleta)):
        y = 750 - 14 * number
        canvas.drawString(45, y, left)
        canvas.drawRightString(550, y, right)
        canvas.line(45, y - 3, 550, y - 3)
    canvas.save()
    return content.getvalue()
