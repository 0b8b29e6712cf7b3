"""Several people at the same instant: rows are locked, numbers are taken in turn."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

from webtest import TestResponse

from deploy.embedded import Postgres
from services.legajo.domain import LIMA
from tests.support.builders.legajo import a_servidor, a_solicitud

EXPEDIENTE = "EXP-2020-000007"
PEDIDO = {
    "form_key": str(UUID(int=1)),
    "seccion": "II",
    "asunto": "Título",
    "detalle": "Es del 2020.",
}

Request = Callable[[], TestResponse]


def at_once(requests: list[Request], postgres: Postgres, table: str) -> list[TestResponse]:
    """Send requests that all wait for a table that we hold, and then let them go together."""
    with (
        ThreadPoolExecutor(len(requests)) as threads,
        postgres.connect("legajo") as holder,
        holder.transaction(),
    ):
        holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        answers = [threads.submit(request) for request in requests]
        wait_until_all_wait(answers, postgres)
    return [answer.result() for answer in answers]


def wait_until_all_wait(answers: list[Future], postgres: Postgres) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with postgres.connect("legajo") as observer:
        while observer.execute(waiting).fetchone() != (len(answers),):
            assert not any(answer.done() for answer in answers), "a request did not wait"
            time.sleep(0.01)


def test_of_two_specialists_at_once_one_takes_it_and_the_other_is_told(
    legajo, postgres, especialista
):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    def take(dni: str) -> Request:
        browser = especialista(dni=dni)
        form = {"accion": "tomar"}
        return lambda: browser.post(f"/legajo/bandeja/{EXPEDIENTE}", form, expect_errors=True)

    answers = at_once([take("00000901"), take("00000902")], postgres, "solicitud")

    assert sorted(answer.status_int for answer in answers) == [303, 409]
    assert legajo.outbox() == []


def test_expedientes_are_numbered_without_gap_or_repetition(legajo, postgres, servidor):
    people = [f"0000000{number}" for number in range(1, 7)]
    browsers = [servidor(a_servidor(dni).dni) for dni in people]

    answers = at_once(
        [lambda browser=browser: submit(browser) for browser in browsers], postgres, "numeracion"
    )

    year = datetime.now(LIMA).year
    assert sorted(answer.location.partition("?")[0][-15:] for answer in answers) == [
        f"EXP-{year}-00000{number}" for number in range(1, 7)
    ]


def test_a_form_that_is_sent_twice_at_once_is_one_solicitud(legajo, postgres, servidor):
    a_servidor()
    browser = servidor()

    first, second = at_once([lambda: submit(browser)] * 2, postgres, "servidor")

    assert first.location == second.location
    assert len(legajo.outbox()) == 1


def submit(browser) -> TestResponse:
    return browser.post("/legajo/solicitudes/nueva", PEDIDO, status=303)
