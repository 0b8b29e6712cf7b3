"""How verdicts on entries and documents become one decision."""

import pytest

from chassis.errors import Invalid
from services.legajo.domain.veredicto import (
    Fallo,
    Pieza,
    Resultado,
    check_fallos,
    decision_of,
    in_words,
    result_of,
)
from services.legajo.domain.workflow import Accion

YES = Fallo(Resultado.ACEPTADO)
LOOK = Fallo(Resultado.OBSERVADO, "Falta el reverso.")
NO = Fallo(Resultado.RECHAZADO, "No es suyo.")
TITLE, ITS_SCAN, COURSE = Pieza(1), Pieza(1, 7), Pieza(2)


@pytest.mark.parametrize(
    ("fallos", "accion"),
    [
        ({TITLE: YES, ITS_SCAN: YES, COURSE: YES}, Accion.ATENDER),
        ({TITLE: YES, ITS_SCAN: YES, COURSE: NO}, Accion.ATENDER_EN_PARTE),
        ({TITLE: YES, ITS_SCAN: NO}, Accion.ATENDER_EN_PARTE),
        ({TITLE: NO, ITS_SCAN: YES, COURSE: NO}, Accion.RECHAZAR),
        ({TITLE: YES, ITS_SCAN: LOOK, COURSE: YES}, Accion.OBSERVAR),
        ({TITLE: LOOK, ITS_SCAN: YES, COURSE: NO}, Accion.OBSERVAR),
    ],
)
def test_verdicts_come_to_a_decision(fallos, accion):
    assert decision_of(fallos) is accion


def test_a_document_that_is_observed_holds_its_entry_back():
    assert result_of({TITLE: YES, ITS_SCAN: LOOK}, 1) is Resultado.OBSERVADO


def test_what_is_rejected_stays_so_whatever_its_documents_are():
    assert result_of({TITLE: NO, ITS_SCAN: LOOK}, 1) is Resultado.RECHAZADO
    assert decision_of({TITLE: NO, ITS_SCAN: LOOK}) is Accion.RECHAZAR


def test_nothing_is_forgotten_and_everything_explained():
    names = {TITLE: "«Título»", ITS_SCAN: "Documento «titulo.pdf»", COURSE: "«Curso»"}

    with pytest.raises(Invalid) as refused:
        check_fallos({TITLE: YES, ITS_SCAN: Fallo(Resultado.OBSERVADO)}, names)

    assert set(refused.value.errors) == {"motivo-1-7", "fallo-2-0"}


def test_what_is_accepted_needs_no_reason():
    check_fallos({TITLE: YES, COURSE: NO}, {TITLE: "«Título»", COURSE: "«Curso»"})


def test_the_servidor_is_told_what_was_not_accepted_and_why():
    names = {TITLE: "«Título»", ITS_SCAN: "Documento «titulo.pdf»"}

    said = in_words({TITLE: YES, ITS_SCAN: LOOK}, names, "Buenas tardes.")

    assert said == "Buenas tardes.\nDocumento «titulo.pdf»: observado. Falta el reverso."
