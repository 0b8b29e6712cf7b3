import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from uikit.paper import Column, Heading, Paper, Verification

ROOT = Path(__file__).parents[3]

PUBLISHED = datetime(2022, 6, 16, 14, 0, tzinfo=UTC)

A_SEAL = Verification(
    code="K7QW-93MD-XT5B-2HRC",
    address="HTTPS://AYNI.EXAMPLE.PE/V/K7QW-93MD-XT5B-2HRC",
    page="https://ayni.example.pe/v/",
)


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


def test_a_rare_letter_is_drawn_and_one_that_nobody_has_is_told_plainly():
    paper = a_paper()

    paper.heading("ŁUCJA ŞAHİN · Nº\u202f5 · 漢")

    text = read(paper).pages[0].extract_text()
    assert "ŁUCJA ŞAHİN · Nº 5 · ?" in text


def test_every_letter_comes_with_its_font():
    for paper in (a_boleta(), a_boleta_of("ŁUCJA")):
        fonts = read(paper).pages[0]["/Resources"]["/Font"]

        for font in fonts.values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"]
            assert "/ToUnicode" in font.get_object()


def a_boleta_of(name: str) -> Paper:
    paper = a_paper()
    paper.heading(name)
    return paper


def test_a_document_claims_to_be_for_archives_and_says_in_which_colours():
    catalog = read(a_boleta()).root_object

    metadata = catalog["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>U</pdfaid:conformance>" in metadata
    assert "2022-06-16T14:00:00Z" in metadata
    (intent,) = catalog["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_data()[36:40] == b"acsp"


def test_a_document_has_nothing_that_archives_forbid():
    for element in all_objects(read(a_boleta())):
        forbidden = {"/JS", "/JavaScript", "/Launch", "/EF", "/SMask", "/AA", "/OCProperties"}

        assert not forbidden & element.keys()


def all_objects(reader: PdfReader) -> list[DictionaryObject]:
    numbers = range(1, reader.trailer["/Size"])
    found = (reader.get_object(IndirectObject(number, 0, reader)) for number in numbers)
    return [each for each in found if isinstance(each, DictionaryObject)]


def test_who_cannot_see_a_document_hears_its_headings_lists_and_tables_in_order():
    root = read(a_boleta()).root_object

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  (of pypdf)
    document = root["/StructTreeRoot"]["/K"]
    kinds = [kid.get_object()["/S"] for kid in document["/K"]]
    expected = "/H1 /P /H2 /L /Table /Table /Sect /Sect /P"
    assert kinds == expected.split()


def test_each_thing_on_a_page_leads_back_to_its_place_in_the_structure():
    reader = read(a_boleta())

    page = reader.pages[0]
    numbers = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    elements = numbers[numbers.index(page["/StructParents"]) + 1]
    shown = page.get_contents().get_data().count(b"/MCID")
    assert len(elements) == shown
    for number, element in enumerate(elements):
        assert element.get_object()["/K"] == number


def test_two_processes_write_the_same_bytes():
    program = (
        "import sys, hashlib; sys.path.insert(0, '.');"
        "from tests.unit.uikit.test_paper import a_boleta;"
        "print(hashlib.sha256(a_boleta().bytes()).hexdigest())"
    )
    seeds = ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"})

    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=os.environ | seed,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in seeds
    }

    assert found == {hashlib.sha256(a_boleta().bytes()).hexdigest() + "\n"}


def test_a_code_of_verification_stands_at_the_foot_with_a_link():
    paper = a_boleta()

    paper.verification(A_SEAL, ["Publicada el 16/06/2022"])

    page = read(paper).pages[0]
    assert "K7QW-93MD-XT5B-2HRC" in page.extract_text()
    (link,) = page["/Annots"]
    assert link.get_object()["/A"]["/URI"] == A_SEAL.address
    assert link.get_object()["/F"] == 4  # printed


def test_a_document_that_no_longer_counts_says_so_across_the_page():
    paper = Paper(title="Boleta", created_at=PUBLISHED, watermark="ANULADA")

    paper.heading("Boleta")

    assert "ANULADA" in read(paper).pages[0].extract_text()


def test_a_document_may_have_several_parts_each_with_its_own_pages():
    paper = a_boleta()
    paper.begin_part()
    paper.heading("Otra")

    texts = [page.extract_text() for page in read(paper).pages]

    assert ["Página 1 de 1" in text for text in texts] == [True, True]


def test_a_table_goes_on_under_its_headings_and_ends_with_its_sums():
    paper = Paper(title="Boletas", created_at=PUBLISHED, landscape=True)
    headings = [Heading("Periodo", 2), Heading("Monto", is_number=True)]

    paper.table(headings, [("JUNIO 2022", "S/ 1.00")] * 50, ("Total", "S/ 50.00"))

    reader = read(paper)
    first, second = (page.extract_text() for page in reader.pages)
    assert "Periodo" in second
    assert first.count("JUNIO") + second.count("JUNIO") == 50
    assert "S/ 50.00" in second
    assert "JUNIO 2022" in second.partition("Total")[0]
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height


def test_the_sums_of_a_table_that_just_fits_stand_beside_its_last_row():
    for count in range(20, 30):
        paper = Paper(title="Boletas", created_at=PUBLISHED, landscape=True)

        paper.table([Heading("Periodo")], [("JUNIO 2022",)] * count, ("Total",))

        last = read(paper).pages[-1].extract_text()
        assert "JUNIO 2022" in last.partition("Total")[0]
