"""The workflow of a solicitud: what may follow what."""

import pytest

from chassis.errors import Conflict, Invalid
from services.legajo.domain import (
    DECISIONES,
    TRANSITIONS,
    Accion,
    Estado,
    check_comentario,
    next_estado,
    possible_acciones,
)


def test_an_attended_solicitud_cannot_be_observed():
    with pytest.raises(Conflict, match="La solicitud está atendida: no se puede observar"):
        next_estado(Estado.ATENDIDA, Accion.OBSERVAR)


def test_an_answered_observation_waits_for_the_specialist_again():
    observed = next_estado(Estado.REGISTRADA, Accion.OBSERVAR)

    answered = next_estado(observed, Accion.SUBSANAR)

    assert set(DECISIONES) <= set(possible_acciones(answered))


def test_nothing_registers_a_solicitud_twice():
    assert Accion.REGISTRAR not in {accion for _, accion in TRANSITIONS}


@pytest.mark.parametrize("estado", [Estado.ATENDIDA, Estado.RECHAZADA, Estado.DESISTIDA])
def test_what_is_finished_stays_finished(estado):
    assert possible_acciones(estado) == []


def test_every_estado_can_be_reached():
    assert {Estado.REGISTRADA, *TRANSITIONS.values()} == set(Estado)


@pytest.mark.parametrize("accion", [Accion.OBSERVAR, Accion.RECHAZAR, Accion.SUBSANAR])
def test_the_other_side_is_always_told_why(accion):
    with pytest.raises(Invalid) as refused:
        check_comentario(accion, "")

    assert "comentario" in refused.value.errors


@pytest.mark.parametrize("accion", [Accion.ATENDER, Accion.DESISTIR])
def test_what_explains_itself_needs_no_comentario(accion):
    check_comentario(accion, "")
