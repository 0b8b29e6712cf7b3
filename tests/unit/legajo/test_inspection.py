"""What may come in as a document: its content decides, and every refusal says what to do."""

from io import BytesIO

import pytest
from PIL import Image

from chassis.errors import Conflict, Invalid
from services.legajo.documents import inspection
from services.legajo.documents.antivirus import Antivirus
from services.legajo.documents.inspection import JPEG, PDF, PNG, inspect
from services.legajo.documents.preview import Undrawable, preview
from tests.support.builders import files


def refusal_of(content: bytes, max_mb: int = 5) -> str:
    with pytest.raises(Invalid) as refusal:
        inspect(BytesIO(content), max_mb=max_mb)
    return refusal.value.detail


@pytest.mark.parametrize(
    ("content", "tipo", "paginas"),
    [
        (files.a_pdf(3), PDF, 3),
        (files.a_picture("JPEG"), JPEG, 1),
        (files.a_picture("PNG"), PNG, 1),
    ],
    ids=["PDF", "JPG", "PNG"],
)
def test_the_content_says_what_a_file_is(content, tipo, paginas):
    stream = BytesIO(content)

    assert inspect(stream, max_mb=5) == (tipo, paginas)
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "está vacío"),
        (b"PK\x03\x04 a document of Word", "guárdelo como PDF"),
        (b"MZ a program", "no lo es aunque su nombre lo diga"),
        (files.an_encrypted_pdf(), "sin contraseña"),
        (files.a_pdf_with_script(), "JavaScript"),
        (files.a_pdf_that_launches(), "abrir otro programa"),
        (files.a_pdf_with_a_file(), "otros archivos adentro"),
        (files.a_pdf(0), "no tiene ninguna página"),
        (files.a_pdf(501), "entre 1 y 500"),
        (b"%PDF-1.7 and then nothing", "dañado o incompleto"),
        (files.a_pdf()[:200], "dañado o incompleto"),
        (files.a_picture("PNG", (800, 800))[:-200], "dañado o incompleto"),
        (files.a_picture("JPEG", (800, 800))[:900], "dañado o incompleto"),
    ],
)
def test_what_is_no_document_is_refused_with_what_to_do(content, words):
    assert words in refusal_of(content)


def test_a_script_is_found_however_its_name_is_written():
    content = files.a_pdf_with_script().replace(b"/JavaScript", b"/J#61vaScript")

    assert "JavaScript" in refusal_of(content)


def test_a_file_that_is_too_large_is_refused_before_it_is_opened():
    assert "más de 1 MB" in refusal_of(b"x" * (1024 * 1024 + 1), max_mb=1)


def test_a_picture_of_too_many_pixels_is_not_opened():
    huge = BytesIO()
    Image.new("1", (10_000, 7_000)).save(huge, "PNG")

    assert "menor resolución" in refusal_of(huge.getvalue())


def test_a_pdf_that_takes_too_long_to_look_into_is_given_up(monkeypatch):
    monkeypatch.setattr(inspection, "MAX_SECONDS", 0)

    assert "demasiado complejo" in refusal_of(files.a_pdf(100))


def test_a_preview_is_small_and_drawn_anew():
    sent = files.a_picture("PNG", (2000, 1000)) + b"<script>alert(1)</script>"

    drawn = preview(BytesIO(sent), PNG, who="00000001")

    with Image.open(BytesIO(drawn)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (320, 160)
    assert b"script" not in drawn


@pytest.mark.parametrize(
    ("content", "page"),
    [(files.an_encrypted_pdf(), 1), (b"%PDF-1.7\nnothing", 1), (files.a_pdf(), 2), (b"", 1)],
    ids=["encrypted", "broken", "no such page", "empty"],
)
def test_what_cannot_be_drawn_does_no_harm(content, page):
    with pytest.raises(Undrawable):
        preview(BytesIO(content), PDF, page, who="00000001")


def test_without_an_antivirus_files_are_believed():
    antivirus = Antivirus("")

    antivirus.check(BytesIO(b"anything"))

    assert not antivirus.is_on


def test_nothing_is_taken_in_while_the_antivirus_is_away(tmp_path):
    antivirus = Antivirus(f"{tmp_path}/clamd.sock")

    with pytest.raises(Conflict, match="unos minutos"):
        antivirus.check(BytesIO(b"anything"))
