"""One boleta as a PDF: twenty lines, a QR, two faces of an embedded font, one page of A4."""

import base64
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import segno
from asn1crypto import keys, x509  # type: ignore[import-untyped]
from fpdf import FPDF
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm
from pyhanko_certvalidator.registry import SimpleCertificateStore

from chassis.issuing.seal import load_seal
from deploy.certificates import trial_seal
from services.boleta.documents import pdf
from services.boleta.domain import BoletaDocument, Linea, TipoConcepto
from services.legajo.documents import informe
from services.legajo.documents.informe import Emision
from services.legajo.domain.informe import servicio_of
from tests.performance.bench import CPU, Scoreboard, Way, at_least, at_most, installed
from tests.support.builders.boleta import a_document
from tests.support.builders.informe import a_contenido, a_vinculo
from uikit.brand import BRAND
from uikit.filters import soles
from uikit.paper import Verification
from uikit.paper.faces import STYLES, font_file
from uikit.paper.qr import MASK
from uikit.paper.sheet import HALF_MARK

DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
"""Where Debian has the whole of DejaVu: the package fonts-dejavu-core."""


SEAL = Verification(
    code="K7QW-93MD-XT5B-2HRC",
    address="HTTPS://AYNI.EXAMPLE.PE/V/K7QW-93MD-XT5B-2HRC",
    page="https://ayni.example.pe/v/",
)


CURSO = {
    "tipo_estudio": "Curso",
    "institucion": "DRE CUSCO",
    "modalidad": "A distancia",
    "fecha_inicio": "2015-04-01",
    "fecha_fin": "2015-06-30",
    "fecha_emision": "2015-07-05",
    "horas": 120,
}
"""What an entry of an informe says of a course."""

TRIAL = trial_seal()
"""A key, and its certificates."""


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
        Way(run=lambda: pdf.render(boleta, _seal()), times=50),
        installed(in_the_tutorial, is_there=DEJAVU.exists()),
        installed(with_reportlab, module="reportlab"),
        clock=CPU,
    )
    benchmark.figure(
        "one boleta PDF, size", len(pdf.render(boleta, SEAL)) / 1024, "KB", at_most(30, " KB")
    )


def test_one_informe(benchmark: Scoreboard):
    contenido = a_contenido(
        *(a_vinculo(f"20{year}-03-01", f"20{year}-12-31") for year in range(10, 22)),
        *(("capacitacion", CURSO | {"tema": f"Evaluación en el aula {n}"}) for n in range(12)),
    )
    emision = Emision(
        numero="000042-2026",
        tipo="Otros",
        motivo="Concurso, ascenso o evaluación",
        is_de_oficio=False,
        issued_at=datetime.now(UTC),
        vence_el=date(2027, 5, 22),
    )

    def draw() -> bytes:
        return informe.render(
            contenido, servicio_of(contenido, date(2026, 11, 22)), emision, _seal()
        )

    benchmark.compare("one informe of 24 entries, CPU", Way(run=draw, times=20), clock=CPU)
    size = len(draw()) / 1024
    benchmark.figure("one informe of 24 entries, size", size, "KB", at_most(40, " KB"))


def _boleta_of_twenty_lines() -> BoletaDocument:
    signs = [TipoConcepto.INGRESO] * 12 + [TipoConcepto.DESCUENTO] * 8
    lineas = tuple(
        Linea(tipo, f"con{number:02}", f"Asignación o aporte {number}", 100_00 + number)
        for number, tipo in enumerate(signs)
    )
    return a_document(lineas=lineas)


def _seal() -> Verification:
    """Return a code that no QR was drawn for yet."""
    _numbers.append(0)
    return SEAL._replace(address=f"{SEAL.address[:-6]}{len(_numbers):06}")


_numbers: list[int] = []


def _qr(address: str) -> list[tuple[int, int]]:
    """Return the dark squares of a QR, as references draw them."""
    matrix = segno.make_qr(address, error="m", mask=MASK).matrix
    return [(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark]


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
    for x, y in _qr(_seal().address):
        paper.rect(20 + x * 0.8, 250 + y * 0.8, 0.8, 0.8, style="F")
    return bytes(paper.output())


def _with_reportlab(boleta: BoletaDocument) -> bytes:
    """Draw the words on a canvas, with our small fonts."""
    fonts, canvases = (
        import_module("reportlab.pdfbase.pdfmetrics"),
        import_module("reportlab.pdfgen.canvas"),
    )
    font_of = import_module("reportlab.pdfbase.ttfonts").TTFont
    for style in STYLES:
        if style not in fonts.getRegisteredFontNames():
            fonts.registerFont(font_of(style, str(font_file(style, "usual"))))
    content = io.BytesIO()
    canvas = canvases.Canvas(content)
    _frame_with_reportlab(canvas)
    canvas.setFont("Bold", 15)
    canvas.drawString(45, 780, f"Boleta de pago · {boleta.entidad}")
    canvas.setFont("Regular", 9)
    for number, (left, right) in enumerate(_texts(boleta)):
        y = 750 - 14 * number
        canvas.drawString(45, y, left)
        canvas.drawRightString(550, y, right)
        canvas.line(45, y - 3, 550, y - 3)
    squares = canvas.beginPath()
    for x, y in _qr(_seal().address):
        squares.rect(45 + 2 * x, 20 + 2 * y, 2, 2)
    canvas.drawPath(squares, stroke=0, fill=1)
    canvas.save()
    return content.getvalue()


def _frame_with_reportlab(canvas: Any) -> None:
    """Draw what stands around the words: mark, head, titles, boxes, foot."""
    for half in (HALF_MARK, [(48 - x, 48 - y) for x, y in HALF_MARK]):
        mark = canvas.beginPath()
        mark.moveTo(*half[0])
        for corner in half[1:]:
            mark.lineTo(*corner)
        canvas.setFillColorRGB(0.16, 0.58, 0.63)
        canvas.drawPath(mark, stroke=0, fill=1)
    canvas.setFillColorRGB(0.04, 0.2, 0.25)
    for x, y, size, text in (
        *((80, 800, 15, BRAND.name), (80, 790, 8, BRAND.platform), (400, 800, 9, BRAND.authority)),
        *((45, 700, 9, "Datos personales"), (45, 640, 9, "Datos del pago")),
        *((45, 560, 9, "INGRESOS"), (300, 560, 9, "DESCUENTOS"), (200, 560, 7, "Monto")),
        *((45, 30, 7, BRAND.help_email), (500, 30, 7, "Página 1 de 1"), (120, 80, 14, SEAL.code)),
        *((120, 70, 8, SEAL.page), (120, 60, 8, "Publicada el 16/06/2022 10:00:00 a.m.")),
    ):
        canvas.setFont("Bold", size)
        canvas.drawString(x, y, text)
    for number in range(6):
        canvas.rect(45 + 80 * number, 200, 70, 30, fill=1, stroke=0)


def test_sealing(benchmark: Scoreboard):
    content = pdf.render(_boleta_of_twenty_lines(), SEAL)
    seal = load_seal(*TRIAL)
    as_it_comes = Way(name="pyHanko's own signer", run=lambda: _sealed_plainly(content), times=5)

    benchmark.compare(
        "one boleta sealed, CPU",
        Way(run=lambda: seal.put_on(content, reason="Boleta de pago"), times=10),
        as_it_comes,
        clock=CPU,
    )
    benchmark.figure(
        "one sealed boleta, size",
        len(seal.put_on(content, reason="Boleta de pago")) / 1024,
        "KB",
        at_most(40, " KB"),
    )


def test_many_boletas(benchmark: Scoreboard):
    boletas = [(_boleta_of_twenty_lines(), _seal()) for _ in range(24)]

    benchmark.compare(
        "a boleta of 24 in one PDF, CPU",
        Way(run=lambda: pdf.render_many(boletas, "Boletas de pago"), units=24),
        clock=CPU,
    )


def _sealed_plainly(content: bytes) -> bytes:
    """Do what https://docs.pyhanko.eu shows, with the same key and certificates."""
    key, chain = (base64.b64decode(part) for part in (TRIAL[0], TRIAL[1].split(",")[0]))
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(chain),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),
    )
    metadata = PdfSignatureMetadata(
        field_name="Sello", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    sealed = io.BytesIO()
    PdfSigner(metadata, signer).sign_pdf(writer, output=sealed)
    return sealed.getvalue()
