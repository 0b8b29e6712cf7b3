"""Small files of every kind that people send, and of those that they should not."""

from io import BytesIO

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def a_pdf(pages: int = 1, *, title: str = "") -> bytes:
    """Write a PDF of empty pages; `title` makes it another file."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if title:
        writer.add_metadata({"/Title": title})
    return written(writer)


def an_encrypted_pdf() -> bytes:
    """Write a PDF that asks for a password."""
    writer = PdfWriter(clone_from=BytesIO(a_pdf()))
    writer.encrypt("clave", algorithm="AES-256")
    return written(writer)


def a_pdf_with_script() -> bytes:
    """Write a PDF that runs JavaScript when it is opened."""
    writer = PdfWriter(clone_from=BytesIO(a_pdf()))
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('Hola');"),
        }
    )
    return written(writer)


def a_pdf_that_launches() -> bytes:
    """Write a PDF that starts a program when it is opened."""
    writer = PdfWriter(clone_from=BytesIO(a_pdf()))
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    )
    return written(writer)


def a_pdf_with_a_file() -> bytes:
    """Write a PDF that carries another file."""
    writer = PdfWriter(clone_from=BytesIO(a_pdf()))
    writer.add_attachment("hola.exe", b"MZ")
    return written(writer)


def a_diploma(name: str) -> bytes:
    """Draw what a scanned diploma looks like from afar; another name, another file."""
    sheet = Image.new("RGB", (840, 1188), "#fbf7ec")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, 800, 1148), outline="#8a6d2f", width=12)
    pen.ellipse((350, 120, 490, 260), fill="#8a6d2f")
    for row, width in enumerate((520, 600, 360, 0, 600, 600, 480, 0, 0, 240)):
        top = 340 + 70 * row
        pen.rectangle((420 - width // 2, top, 420 + width // 2, top + 22), fill="#3b3b3b")
    scanned = BytesIO()
    sheet.save(scanned, "PDF", title=name)
    return scanned.getvalue()


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """Draw a picture of one colour."""
    drawn = BytesIO()
    Image.new("RGB", size, "#0b3440").save(drawn, kind)
    return drawn.getvalue()


def a_picture_on_its_side(size: tuple[int, int] = (64, 48)) -> bytes:
    """Draw a picture that a telephone took lying: its EXIF says how to turn it."""
    drawn = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: a quarter to the right
    Image.new("RGB", size, "#0b3440").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def written(writer: PdfWriter) -> bytes:
    """Return what a writer writes."""
    file = BytesIO()
    writer.write(file)
    return file.getvalue()
