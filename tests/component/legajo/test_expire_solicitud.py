"""What the clock does: it warns who has to answer, and ends what was not answered in time."""

from datetime import date, timedelta

import pytest

from contracts.legajo import SolicitudAboutToExpire
from services.legajo import tasks
from services.legajo.domain import Accion, Estado
from services.legajo.usecases import expiring
from services.legajo.usecases.expiring import expire_solicitudes, warn_of_expiry
from tests.support.builders.legajo import a_servidor, a_solicitud

EXPEDIENTE = "EXP-2020-000007"
PAGE = f"/legajo/solicitudes/{EXPEDIENTE}"
LAST_DAY = date(2026, 7, 24)


def an_observed(**fields):
    a_servidor()
    return a_solicitud(
        **{"expediente": EXPEDIENTE, "estado": Estado.OBSERVADA, "vence_el": LAST_DAY} | fields
    )


def test_what_was_not_answered_in_time_becomes_no_presentada_and_is_announced(legajo, servidor):
    solicitud = an_observed()

    expire_solicitudes(LAST_DAY + timedelta(days=1))

    assert (solicitud.estado, solicitud.vence_el) == (Estado.NO_PRESENTADA, None)
    assert solicitud.finished_at is not None
    (announced,) = legajo.outbox()
    assert (announced.estado, announced.expediente) == ("no_presentada", EXPEDIENTE)
    servidor().get(PAGE).mustcontain("No presentada", "Venció el plazo para subsanar")


def test_the_last_day_still_counts(legajo):
    solicitud = an_observed()

    expire_solicitudes(LAST_DAY)

    assert solicitud.estado is Estado.OBSERVADA
    assert legajo.outbox() == []


@pytest.mark.parametrize("estado", [Estado.REGISTRADA, Estado.EN_REVISION, Estado.SUBSANADA])
def test_what_waits_for_escalafon_never_expires(legajo, estado):
    solicitud = an_observed(estado=estado)

    expire_solicitudes(LAST_DAY + timedelta(days=100))

    assert solicitud.estado is estado


def test_what_expired_stays_so_when_the_clock_comes_again(legajo):
    an_observed()

    for _ in range(2):
        expire_solicitudes(LAST_DAY + timedelta(days=1))

    assert len(legajo.outbox()) == 1


def test_who_answers_too_late_is_told_even_before_the_clock_has_come(legajo, servidor):
    an_observed(vence_el=date(2020, 7, 24))

    page = servidor().post(f"{PAGE}/subsanar", {"comentario": "Aquí está."}, status=409)

    page.mustcontain("El plazo para subsanar venció el 24/07/2020")
    assert legajo.outbox() == []


def test_a_warning_comes_before_the_end_once(legajo):
    solicitud = an_observed()

    for day in (date(2026, 7, 20), date(2026, 7, 21), date(2026, 7, 22), LAST_DAY):
        warn_of_expiry(day)

    (announced,) = legajo.outbox()
    assert announced == SolicitudAboutToExpire(
        expediente=EXPEDIENTE,
        dni="00000001",
        seccion="II. Situación académica",
        comentario="",
        vence_el=LAST_DAY,
        at=announced.at,
    )
    assert solicitud.warned_of == LAST_DAY


def test_a_second_observation_has_a_warning_of_its_own(legajo):
    solicitud = an_observed()
    warn_of_expiry(LAST_DAY)

    solicitud.vence_el = date(2026, 8, 7)
    warn_of_expiry(date(2026, 8, 7))

    assert len(legajo.outbox()) == 2


def test_many_are_ended_a_batch_at_a_time(legajo, monkeypatch):
    monkeypatch.setattr(expiring, "BATCH", 2)
    a_servidor()
    for _ in range(3):
        a_solicitud(estado=Estado.OBSERVADA, vence_el=LAST_DAY)
    tomorrow = LAST_DAY + timedelta(days=1)

    more = [expire_solicitudes(tomorrow), expire_solicitudes(tomorrow)]

    assert more == [True, False]
    assert len(legajo.outbox()) == 3


def test_the_worker_does_it_as_it_is_today_in_peru(legajo):
    solicitud = an_observed(vence_el=date(2020, 7, 24))

    for chore in tasks.CHORES:
        assert not chore.do()

    assert solicitud.movimientos[-1].accion is Accion.VENCER
