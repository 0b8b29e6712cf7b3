"""The workflow of a solicitud: what may follow what, who may do it, and by when."""

from datetime import date

import pytest

from chassis.errors import Conflict, Invalid
from services.legajo.domain.workflow import (
    DECISIONES,
    EXPLAINED,
    IN_COURSE,
    OF_A_TRANSFER,
    OF_ESCALAFON,
    OF_THE_SERVIDOR,
    OF_TIME,
    PLAZOS,
    TRANSITIONS,
    UNANNOUNCED,
    Accion,
    Estado,
    acciones_of_escalafon,
    acciones_of_servidor,
    check_comentario,
    check_in_time,
    check_taker,
    deadline_after,
    last_deadline_to_warn_of,
    next_estado,
    possible_acciones,
)

MINE, ANOTHERS = "00000900", "00000901"
MONDAY = date(2026, 3, 2)


def test_an_attended_solicitud_cannot_be_observed():
    with pytest.raises(Conflict, match="La solicitud está atendida: no se puede observar"):
        next_estado(Estado.ATENDIDA, Accion.OBSERVAR)


def test_a_refusal_calls_things_as_people_do():
    with pytest.raises(Conflict, match="está en revisión: no se puede subsanar"):
        next_estado(Estado.EN_REVISION, Accion.SUBSANAR)


def test_an_answered_observation_waits_for_a_specialist_again():
    observed = next_estado(Estado.EN_REVISION, Accion.OBSERVAR)

    answered = next_estado(observed, Accion.SUBSANAR)

    assert acciones_of_escalafon(answered, None, MINE) == [Accion.TOMAR]


def test_nothing_registers_a_solicitud_twice():
    assert Accion.REGISTRAR not in {accion for _, accion in TRANSITIONS}


@pytest.mark.parametrize("estado", [estado for estado in Estado if estado not in IN_COURSE])
def test_what_is_finished_stays_finished_and_waits_for_nothing(estado):
    assert possible_acciones(estado) == []
    assert estado not in PLAZOS


@pytest.mark.parametrize("estado", IN_COURSE)
def test_what_is_in_course_has_a_deadline_with_its_norm_and_a_way_out(estado):
    assert PLAZOS[estado].dias > 0
    assert PLAZOS[estado].norma
    assert Accion.DESISTIR in acciones_of_servidor(estado)


def test_every_estado_can_be_reached():
    assert {Estado.REGISTRADA, *TRANSITIONS.values()} == set(Estado)


def test_every_accion_is_of_somebody_and_of_one_side_only():
    of_somebody = [Accion.REGISTRAR, *OF_ESCALAFON, *OF_THE_SERVIDOR, *OF_TIME, *OF_A_TRANSFER]

    assert sorted(of_somebody) == sorted(Accion)


@pytest.mark.parametrize("accion", EXPLAINED)
def test_the_other_side_is_always_told_why(accion):
    with pytest.raises(Invalid) as refused:
        check_comentario(accion, "")

    assert "comentario" in refused.value.errors


@pytest.mark.parametrize("accion", [Accion.ATENDER, Accion.DESISTIR, *UNANNOUNCED])
def test_what_explains_itself_needs_no_comentario(accion):
    check_comentario(accion, "")


def test_who_took_it_may_decide_or_hand_it_back():
    assert set(acciones_of_escalafon(Estado.EN_REVISION, MINE, MINE)) == {
        *DECISIONES,
        Accion.SOLTAR,
    }


def test_what_another_has_taken_can_only_be_taken_over():
    assert acciones_of_escalafon(Estado.EN_REVISION, ANOTHERS, MINE) == [Accion.RELEVAR]


@pytest.mark.parametrize("accion", [*DECISIONES, Accion.SOLTAR])
def test_nobody_decides_what_another_is_looking_at(accion):
    with pytest.raises(Conflict, match="Otra persona"):
        check_taker(accion, ANOTHERS, MINE)


def test_nobody_takes_over_from_themselves():
    with pytest.raises(Conflict, match="Usted ya"):
        check_taker(Accion.RELEVAR, MINE, MINE)


@pytest.mark.parametrize(
    ("accion", "estado", "last"),
    [
        (Accion.REGISTRAR, Estado.REGISTRADA, date(2026, 3, 16)),
        (Accion.OBSERVAR, Estado.OBSERVADA, date(2026, 3, 9)),
        (Accion.SUBSANAR, Estado.SUBSANADA, date(2026, 3, 9)),
    ],
)
def test_each_side_has_its_working_days(accion, estado, last):
    assert deadline_after(accion, estado, None, MONDAY) == last


@pytest.mark.parametrize("accion", [Accion.TOMAR, Accion.SOLTAR, Accion.RELEVAR])
def test_who_takes_it_or_hands_it_back_wins_no_time(accion):
    was = date(2026, 3, 4)

    assert deadline_after(accion, Estado.EN_REVISION, was, MONDAY) == was


def test_what_is_finished_has_no_deadline():
    assert deadline_after(Accion.ATENDER, Estado.ATENDIDA, MONDAY, MONDAY) is None


def test_an_observation_can_be_answered_until_the_last_day_ends():
    check_in_time(Accion.SUBSANAR, MONDAY, MONDAY)

    with pytest.raises(Conflict, match="venció el 02/03/2026"):
        check_in_time(Accion.SUBSANAR, MONDAY, date(2026, 3, 3))


def test_nothing_expires_before_its_time():
    check_in_time(Accion.VENCER, MONDAY, date(2026, 3, 3))

    with pytest.raises(Conflict, match="Todavía no vence"):
        check_in_time(Accion.VENCER, MONDAY, MONDAY)


def test_a_warning_comes_two_working_days_before_the_end():
    assert last_deadline_to_warn_of(date(2026, 7, 20)) == date(2026, 7, 22)
    assert last_deadline_to_warn_of(date(2026, 7, 21)) == date(2026, 7, 24)
