from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from uikit.paper import Column, Paper

PUBLISHED = datetime(2022, 6, 16, 14, 0, tzinfo=UTC)


def a_paper(title: str = "Boleta de JUNIO 2022") -> Paper:
    return Paper(title=title, subject="Boleta de pago", created_at=PUBLISHED)


def a_boleta(concepts: int = 2) -> Paper:
    paper = a_paper()
    paper.heading("BOLETA DE PAGO", "JUNIO 2022 · UGEL CANCHIS")
    paper.section("Datos personales")
    paper.pairs([("Nombre y apellidos", "ROSA ELENA QUISPE ÑAUPARI"), ("Cuenta", "")])
    paper.columns(
        Column("HABERES", [("RIM Ley 29944", 276012)] * concepts, ("Total haberes", 276012)),
        Column("DESCUENTOS", [("DL 25897 AFP", 34287)], ("Total descuentos", 34287)),
    )
    paper.totals([("Monto bruto", 276012), ("Monto a pagar", 241725)])
    paper.note("Conserve este documento.")
    return paper


def read(paper: Paper) -> PdfReader:
    return PdfReader(BytesIO(paper.bytes()))


def test_a_document_says_what_was_put_on_it():
    text = " ".join(read(a_boleta()).pages[0].extract_text().split())

    for said in (
        "Plataforma de Servicios para el Servidor Público",
        "BOLETA DE PAGO",
        "ROSA ELENA QUISPE ÑAUPARI",
        "—",
        "RIM Ley 29944",
        "S/ 342.87",
        "S/ 2,417.25",
        "Conserve este documento.",
        "Página 1 de 1",
    ):
        assert said in text


def test_a_document_says_what_it_is_to_who_cannot_see_it():
    reader = read(a_boleta())

    assert reader.metadata.title == "Boleta de JUNIO 2022"
    assert reader.metadata.subject == "Boleta de pago"
    assert reader.metadata.creation_date == PUBLISHED
    assert reader.root_object["/Lang"] == "es-PE"


def test_the_same_content_gives_the_same_bytes():
    assert a_boleta().bytes() == a_boleta().bytes()


def test_a_page_is_light_enough_for_a_slow_line():
    assert len(a_boleta(concepts=20).bytes()) < 30_000


def test_what_does_not_fit_goes_on_under_the_same_titles_on_the_next_page():
    reader = read(a_boleta(concepts=60))

    first, second = (page.extract_text() for page in reader.pages)
    assert "HABERES" in second
    assert first.count("RIM Ley 29944") + second.count("RIM Ley 29944") == 60
    assert "Página 2 de 2" in second


def test_a_long_text_is_parted_in_lines_and_loses_nothing():
    paper = a_paper()
    words = " ".join(f"palabra{number}" for number in range(60))

    paper.note(words)
    paper.pairs([("Código", "X" * 90)])

    text = read(paper).pages[0].extract_text()
    assert " ".join(text.split()).count("palabra") == 60
    assert text.count("X") == 90


def test_letters_in_two_parts_are_drawn_as_one():
    paper = a_paper()

    paper.heading("N\u0303AHUI")

    assert "ÑAHUI" in read(paper).pages[0].extract_text()
