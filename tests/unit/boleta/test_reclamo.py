"""The workflow of a reclamo: what may follow what, and who may do it."""

from uuid import UUID

import pytest

from chassis.errors import Conflict, Invalid
from services.boleta.domain.reclamo import (
    DECISIONES,
    EXPLAINED,
    TRANSITIONS,
    AccionReclamo,
    EstadoReclamo,
    NuevoReclamo,
    acciones_of,
    check_comentario,
    check_taker,
    format_numero,
    next_estado,
    possible_acciones,
)

MINE, ANOTHERS = "00000900", "00000901"


def test_what_nobody_took_cannot_be_answered():
    with pytest.raises(Conflict, match="El reclamo está abierto: no se puede atender"):
        next_estado(EstadoReclamo.ABIERTO, AccionReclamo.ATENDER)


def test_an_answered_observation_is_under_review_again():
    observed = next_estado(EstadoReclamo.EN_REVISION, AccionReclamo.OBSERVAR)

    answered = next_estado(observed, AccionReclamo.SUBSANAR)

    assert set(DECISIONES) <= set(possible_acciones(answered))


@pytest.mark.parametrize(
    "estado", [EstadoReclamo.ATENDIDO, EstadoReclamo.RECHAZADO, EstadoReclamo.DESISTIDO]
)
def test_what_is_finished_stays_finished(estado):
    assert possible_acciones(estado) == []


def test_every_estado_can_be_reached_and_nothing_opens_a_reclamo_twice():
    assert {EstadoReclamo.ABIERTO, *TRANSITIONS.values()} == set(EstadoReclamo)
    assert AccionReclamo.ABRIR not in {accion for _, accion in TRANSITIONS}


@pytest.mark.parametrize("accion", EXPLAINED)
def test_the_other_side_is_always_told_why(accion):
    with pytest.raises(Invalid) as refused:
        check_comentario(accion, "")

    assert "comentario" in refused.value.errors


@pytest.mark.parametrize("accion", [AccionReclamo.TOMAR, AccionReclamo.DESISTIR])
def test_what_explains_itself_needs_no_comentario(accion):
    check_comentario(accion, "")


@pytest.mark.parametrize("accion", [*DECISIONES, AccionReclamo.SOLTAR])
def test_nobody_answers_what_another_is_looking_at(accion):
    with pytest.raises(Conflict, match="Otra persona está revisando"):
        check_taker(accion, ANOTHERS, MINE)


def test_who_took_it_may_answer_and_another_may_take_it_over():
    assert set(DECISIONES) < set(acciones_of(EstadoReclamo.EN_REVISION, MINE, MINE))
    assert acciones_of(EstadoReclamo.EN_REVISION, ANOTHERS, MINE) == [AccionReclamo.RELEVAR]
    assert acciones_of(EstadoReclamo.ABIERTO, None, MINE) == [AccionReclamo.TOMAR]
    assert acciones_of(EstadoReclamo.ATENDIDO, MINE, MINE) == []


def test_an_observation_that_nobody_answers_can_be_closed():
    assert acciones_of(EstadoReclamo.OBSERVADO, MINE, MINE) == [AccionReclamo.RECHAZAR]


def test_nobody_takes_over_from_themselves():
    with pytest.raises(Conflict):
        check_taker(AccionReclamo.RELEVAR, MINE, MINE)


def test_the_same_form_with_other_words_is_another_reclamo():
    key = UUID(int=1)
    said = NuevoReclamo(
        periodo=202206,
        sede="080006",
        boleta_id=None,
        linea=None,
        texto="No la encuentro.",
        monto_esperado=None,
    )
    corrected = NuevoReclamo(
        periodo=202207,
        sede="080006",
        boleta_id=None,
        linea=None,
        texto="No la encuentro.",
        monto_esperado=None,
    )

    assert said.sent_with(key) == said.sent_with(key)
    assert said.sent_with(key) != corrected.sent_with(key)


def test_the_number_tells_the_year():
    assert format_numero(2026, 123) == "RCL-2026-000123"
