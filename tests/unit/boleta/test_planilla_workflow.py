"""The way of a planilla: which steps there are, and who may take them."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import Conflict, Invalid, NotAllowed
from services.boleta.domain.planilla import (
    OF_PEOPLE,
    TRANSITIONS,
    Accion,
    EstadoPlanilla,
    Paso,
    check_motivo,
    check_publish_at,
    next_estado,
)

ANA, LUIS = "00000901", "00000902"
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


def a_paso(estado: EstadoPlanilla, **said) -> Paso:
    return Paso(**({"estado": estado, "uploaded_by": ANA, "boletas": 10} | said))


def test_every_estado_can_be_reached_and_every_accion_is_used():
    assert set(TRANSITIONS.values()) == set(EstadoPlanilla)
    assert {accion for _, accion in TRANSITIONS} | {Accion.CARGAR} == set(Accion)


def test_what_was_published_takes_no_step_any_more():
    assert a_paso(EstadoPlanilla.PUBLICADA).possible(LUIS) == []


@pytest.mark.parametrize("estado", [EstadoPlanilla.VALIDADA, EstadoPlanilla.OBSERVADA])
def test_another_person_than_who_uploaded_approves(estado: EstadoPlanilla):
    paso = a_paso(estado)

    assert paso.check(Accion.APROBAR, LUIS) is EstadoPlanilla.APROBADA
    with pytest.raises(NotAllowed, match="debe aprobarla otra persona"):
        paso.check(Accion.APROBAR, ANA)
    assert paso.possible(ANA) == [Accion.DESCARTAR]


@pytest.mark.parametrize(
    ("said", "reason"),
    [({"boletas": 0}, "Ningún registro"), ({"es_ensayo": True}, "Es un ensayo")],
)
def test_what_can_never_be_published_is_not_approved(said: dict, reason: str):
    with pytest.raises(Conflict, match=reason):
        a_paso(EstadoPlanilla.OBSERVADA, **said).check(Accion.APROBAR, LUIS)


@pytest.mark.parametrize("accion", OF_PEOPLE)
@pytest.mark.parametrize("estado", EstadoPlanilla)
def test_what_is_offered_is_what_is_allowed(estado: EstadoPlanilla, accion: Accion):
    paso = a_paso(estado)

    for dni in (ANA, LUIS):
        if accion in paso.possible(dni):
            assert paso.check(accion, dni) is next_estado(estado, accion)
        else:
            with pytest.raises((Conflict, NotAllowed)):
                paso.check(accion, dni)


def test_a_step_that_is_not_in_the_table_is_refused():
    with pytest.raises(Conflict, match="está publicada: no se puede aprobar"):
        next_estado(EstadoPlanilla.PUBLICADA, Accion.APROBAR)


def test_who_discards_says_why():
    assert check_motivo("  Mes equivocado ") == "Mes equivocado"
    for motivo in ("  ", "x" * 501):
        with pytest.raises(Invalid):
            check_motivo(motivo)


def test_a_publication_is_programmed_for_a_moment_to_come_and_not_too_far():
    assert check_publish_at(NOW + timedelta(hours=1), now=NOW)
    for wrong in (NOW - timedelta(minutes=5), NOW, NOW + timedelta(days=61)):
        with pytest.raises(Invalid):
            check_publish_at(wrong, now=NOW)
