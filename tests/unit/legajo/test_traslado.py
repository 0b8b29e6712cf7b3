"""The workflow of a transfer, and what the register of servidores may say against it."""

import pytest

from chassis.errors import Conflict, Invalid
from services.legajo.domain.traslado import (
    TRANSITIONS,
    EstadoTraslado,
    Movido,
    Paso,
    believe,
    check_comentario,
    check_folios,
    next_estado,
    pasos_of,
)

A, B, C = "080006", "080003", "080001"


@pytest.mark.parametrize("estado", set(EstadoTraslado) - {EstadoTraslado.ENVIADO})
@pytest.mark.parametrize("paso", Paso)
def test_what_has_ended_does_not_move_again(estado, paso):
    with pytest.raises(Conflict, match=f"El traslado ya fue {estado}"):
        next_estado(estado, paso)


def test_what_was_sent_is_received_returned_or_cancelled():
    assert {estado for estado, _ in TRANSITIONS} == {EstadoTraslado.ENVIADO}
    assert set(TRANSITIONS.values()) == set(EstadoTraslado) - {EstadoTraslado.ENVIADO}


@pytest.mark.parametrize(
    ("is_origen", "is_destino", "expected"),
    [
        (True, False, [Paso.CANCELAR]),
        (False, True, [Paso.RECIBIR, Paso.DEVOLVER]),
        (True, True, [Paso.RECIBIR, Paso.DEVOLVER, Paso.CANCELAR]),
        (False, False, []),
    ],
)
def test_each_side_does_its_own_part(is_origen, is_destino, expected):
    sent = EstadoTraslado.ENVIADO

    assert pasos_of(sent, is_origen=is_origen, is_destino=is_destino) == expected
    assert pasos_of(EstadoTraslado.RECIBIDO, is_origen=True, is_destino=True) == []


@pytest.mark.parametrize("paso", [Paso.DEVOLVER, Paso.CANCELAR])
def test_who_undoes_a_transfer_says_why(paso):
    with pytest.raises(Invalid):
        check_comentario(paso, "")
    check_comentario(paso, "Es de otra persona.")
    check_comentario(Paso.RECIBIR, "")


def test_folios_that_do_not_agree_need_a_word():
    check_folios(10, 10, "")
    check_folios(10, 9, "Falta el 7.")
    with pytest.raises(Invalid) as refused:
        check_folios(10, 9, "")
    assert "Se enviaron 10 folios y usted recibe 9" in refused.value.errors["comentario"]


@pytest.mark.parametrize(
    ("said", "movidos", "expected"),
    [
        (A, [], (A, False)),
        (A, [Movido(A, B, True)], (A, False)),
        (B, [Movido(A, B, True)], (A, False)),
        (C, [Movido(A, B, True)], (A, False)),
        (A, [Movido(A, B, False)], (B, False)),
        (B, [Movido(A, B, False)], (B, True)),
        (C, [Movido(A, B, False)], (C, True)),
        (A, [Movido(A, B, False), Movido(B, C, False)], (C, False)),
        (B, [Movido(A, B, False), Movido(B, C, False)], (C, False)),
        (C, [Movido(A, B, False), Movido(B, C, False)], (C, True)),
        (A, [Movido(A, B, False), Movido(B, A, False)], (A, True)),
        (B, [Movido(A, B, False), Movido(B, A, False)], (A, False)),
        (A, [Movido(A, B, False), Movido(B, C, True)], (B, False)),
    ],
)
def test_a_register_that_is_behind_undoes_no_transfer(said, movidos, expected):
    assert believe(said, movidos) == expected
