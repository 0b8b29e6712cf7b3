"""A boleta on paper."""

import io

import pytest
from pypdf import PdfReader

from services.boleta.documents.pdf import render, render_many
from services.boleta.domain import Estado, Linea, TipoConcepto
from tests.support.builders.boleta import a_document
from uikit.paper import Verification

A_SEAL = Verification(
    code="K7QW-93MD-XT5B-2HRC",
    address="HTTPS://AYNI.EXAMPLE.PE/V/K7QW-93MD-XT5B-2HRC",
    page="https://ayni.example.pe/v/",
)


def lines(tipo: TipoConcepto, count: int) -> list[Linea]:
    return [Linea(tipo, f"{tipo}{number}", f"Concepto {number}", 100) for number in range(count)]


def test_the_same_boleta_gives_the_same_bytes():
    assert render(a_document()) == render(a_document())


@pytest.mark.parametrize(("ingresos", "descuentos"), [(0, 1), (12, 16), (36, 20), (20, 36)])
def test_a_boleta_keeps_to_one_page_however_many_lines_people_have(ingresos, descuentos):
    lineas = (
        *lines(TipoConcepto.INGRESO, ingresos),
        *lines(TipoConcepto.DESCUENTO, descuentos),
        *lines(TipoConcepto.APORTE, 4),
    )

    document = PdfReader(io.BytesIO(render(a_document(lineas=lineas), A_SEAL)))

    assert len(document.pages) == 1


def test_a_boleta_of_hundreds_of_lines_goes_on_and_loses_none():
    lineas = lines(TipoConcepto.INGRESO, 300)

    document = PdfReader(io.BytesIO(render(a_document(lineas=tuple(lineas)), A_SEAL)))

    text = "".join(page.extract_text() for page in document.pages)
    assert text.count("Concepto") == 300
    assert f"Página 1 de {len(document.pages)}" in text


@pytest.mark.parametrize("estado", [Estado.REEMPLAZADA, Estado.ANULADA])
def test_a_boleta_that_no_longer_counts_says_so_across_the_page(estado):
    assert estado.upper() in text_of(render(a_document(estado=estado)))
    assert estado.upper() not in text_of(render(a_document()))


def test_several_boletas_are_one_document_with_a_page_for_each():
    boletas = [a_document(), a_document(estado=Estado.ANULADA), a_document(periodo=202209)]

    content = render_many([(boleta, A_SEAL) for boleta in boletas], "Boletas de 2022")

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert ["ANULADA" in page for page in pages] == [False, True, False]
    assert ["SETIEMBRE 2022" in page for page in pages] == [False, False, True]


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_document_says_what_it_is_and_whose():
    document = PdfReader(io.BytesIO(render(a_document(periodo=202209))))

    assert document.metadata is not None
    assert document.metadata.title == "Boleta de pago SETIEMBRE 2022"
    assert document.metadata.subject == "ROSA ELENA QUISPE HUAMÁN, D.N.I. 00000001, UGEL CANCHIS"


def test_a_version_that_took_the_place_of_another_says_so():
    assert "Versión 2" in text_of(render(a_document(version=2)))
    assert "Versión" not in text_of(render(a_document()))
