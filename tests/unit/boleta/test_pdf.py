"""A boleta on paper."""

import io

from pypdf import PdfReader

from services.boleta.documents.pdf import render
from services.boleta.domain import Linea, TipoConcepto
from tests.support.builders.boleta import a_document


def lines(tipo: TipoConcepto, count: int) -> list[Linea]:
    return [Linea(tipo, f"{tipo}{number}", f"Concepto {number}", 100) for number in range(count)]


def test_the_same_boleta_gives_the_same_bytes():
    assert render(a_document()) == render(a_document())


def test_a_boleta_with_more_lines_than_people_have_fits_on_one_page():
    lineas = lines(TipoConcepto.INGRESO, 12) + lines(TipoConcepto.DESCUENTO, 16)

    document = PdfReader(io.BytesIO(render(a_document(lineas=tuple(lineas)))))

    assert len(document.pages) == 1


def test_the_document_says_what_it_is_and_whose():
    document = PdfReader(io.BytesIO(render(a_document(periodo=202209))))

    assert document.metadata is not None
    assert document.metadata.title == "Boleta de pago SETIEMBRE 2022"
    assert document.metadata.subject == "ROSA ELENA QUISPE HUAMÁN, D.N.I. 00000001, UGEL CANCHIS"
