"""What may be mended of what was observed, and how a draft follows a legajo that changes."""

import pytest

from chassis.errors import Conflict, NotFound
from services.legajo.domain.subsanacion import (
    check_open,
    found,
    open_parts,
    rebase,
    what_still_lacks,
)
from services.legajo.domain.veredicto import Fallo, Pieza, Resultado

GOOD, BAD, NO = (
    Fallo(Resultado.ACEPTADO),
    Fallo(Resultado.OBSERVADO, "Revíselo."),
    Fallo(Resultado.RECHAZADO, "No."),
)


def judged(entry, **documents):
    fallos = {Pieza(7).campo: entry}
    return fallos | {Pieza(7, int(key[1:])).campo: fallo for key, fallo in documents.items()}


@pytest.mark.parametrize(
    ("fallos", "datos", "documentos", "is_open"),
    [
        ({}, True, {1, 2}, True),
        (judged(BAD, d1=GOOD, d2=BAD), True, {2}, True),
        (judged(GOOD, d1=BAD, d2=NO), False, {1}, True),
        (judged(GOOD, d1=GOOD, d2=GOOD), False, set(), False),
        (judged(NO, d1=GOOD, d2=GOOD), False, set(), False),
    ],
    ids=["no verdict", "entry and a document", "a document", "all accepted", "rejected"],
)
def test_only_what_was_observed_is_open(fallos, datos, documentos, is_open):
    assert open_parts(fallos, 7, [1, 2]) == (datos, documentos, is_open)


def test_what_is_locked_or_not_there_is_refused():
    check_open(True)
    with pytest.raises(Conflict):
        check_open(False)
    assert found("x") == "x"
    with pytest.raises(NotFound):
        found(None)


@pytest.mark.parametrize(
    ("antes", "hoy", "valores", "expected"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"a": 9, "b": 2}, {"a": 9, "b": 3}),
        ({"a": 1}, {"a": 2}, {"a": 9}, {"a": 9}),
        ({"a": 1, "b": 2}, {"a": 1}, {"a": 1, "b": 2}, {"a": 1}),
        ({"a": 1}, {"a": 1, "c": 5}, {"a": 9}, {"a": 9, "c": 5}),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"a": 1}, {"a": 1}),
    ],
    ids=["other field", "same field", "emptied meanwhile", "new field", "emptied by hand"],
)
def test_what_was_not_touched_follows_what_the_legajo_says(antes, hoy, valores, expected):
    assert rebase(antes, hoy, valores) == expected


@pytest.mark.parametrize(
    ("is_ready", "needs_one", "documents", "words"),
    [
        (False, True, 1, "Falta completar"),
        (True, True, 0, "Falta el documento"),
        (True, True, 1, ""),
        (True, False, 0, ""),
    ],
)
def test_what_an_answer_lacks(is_ready, needs_one, documents, words):
    told = what_still_lacks(is_ready=is_ready, needs_one=needs_one, documents=documents)

    assert told.startswith(words)
    assert bool(told) == bool(words)
