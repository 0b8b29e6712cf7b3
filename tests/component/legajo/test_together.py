"""Several people at the same instant: rows are locked, numbers are taken in turn."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import UUID

from webtest import TestResponse

from deploy.embedded import Postgres
from services.legajo.domain import Estado
from services.legajo.domain.traslado import EstadoTraslado
from services.legajo.models import Historia, Servidor, Traslado, db
from services.legajo.usecases import register_servidores
from tests.support.builders.legajo import (
    ANTA,
    CANCHIS,
    a_record,
    a_servidor,
    a_solicitud,
    a_traslado,
)
from tests.support.waiting import wait_for

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
    waiting = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = 'legajo' AND wait_event_type = 'Lock'"
    )

    def all_wait() -> bool:
        assert not any(answer.done() for answer in answers), "a request did not wait"
        return observer.execute(waiting).fetchone() == (len(answers),)

    with postgres.connect("legajo") as observer:
        wait_for(all_wait, "requests that wait for the table")


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

    given = sorted(answer.location.partition("?")[0].rpartition("-")[2] for answer in answers)
    assert given == [f"00000{number}" for number in range(1, 7)]


def test_a_form_that_is_sent_twice_at_once_is_one_solicitud(legajo, postgres, servidor):
    a_servidor()
    browser = servidor()

    first, second = at_once([lambda: submit(browser)] * 2, postgres, "servidor")

    assert first.location == second.location
    assert len(legajo.outbox()) == 1


def submit(browser) -> TestResponse:
    return browser.post("/legajo/solicitudes/nueva", PEDIDO, status=303)


SEND = "/legajo/servidores/00000001/custodia/traslado"
ENVIO = {
    "causa": "Reasignación",
    "documento": "Resolución directoral",
    "numero_documento": "R.D. N.° 0123-2020",
    "fecha_documento": "2020-03-01",
    "folios": "120",
    "confirmo": "1",
}


def test_of_two_who_send_a_legajo_at_once_to_different_sedes_one_is_told(
    legajo, postgres, especialista
):
    a_servidor()

    def send(dni: str, destino: str) -> Request:
        browser = especialista(dni=dni)
        return lambda: browser.post(SEND, ENVIO | {"destino": destino}, expect_errors=True)

    answers = at_once([send("00000901", ANTA), send("00000902", "080001")], postgres, "legajo")

    assert sorted(answer.status_int for answer in answers) == [303, 409]
    assert db.session.query(Traslado).count() == 1


def test_a_legajo_is_received_or_its_sending_is_cancelled_but_not_both(
    legajo, postgres, especialista
):
    a_servidor()
    address = f"/legajo/traslados/{a_traslado().id}"
    origen, destino = especialista(CANCHIS), especialista(ANTA, dni="00000901")

    answers = at_once(
        [
            lambda: origen.post(
                f"{address}/cancelar", {"comentario": "No viajó."}, expect_errors=True
            ),
            lambda: destino.post(f"{address}/recibir", {"folios": "120"}, expect_errors=True),
        ],
        postgres,
        "traslado",
    )

    assert sorted(answer.status_int for answer in answers) == [303, 409]
    is_received = db.session.query(Traslado).one().estado is EstadoTraslado.RECIBIDO
    assert db.session.get(Servidor, "00000001").sede == (ANTA if is_received else CANCHIS)
    assert len(legajo.outbox()) == (2 if is_received else 0)


def test_who_attends_a_solicitud_while_its_legajo_is_received_does_not_keep_it(
    legajo, postgres, especialista
):
    a_servidor()
    solicitud = a_solicitud(expediente=EXPEDIENTE)
    address = f"/legajo/traslados/{a_traslado().id}"
    origen, destino = especialista(CANCHIS), especialista(ANTA, dni="00000901")
    take = {"accion": "tomar"}

    answers = at_once(
        [
            lambda: origen.post(f"/legajo/bandeja/{EXPEDIENTE}", take, expect_errors=True),
            lambda: destino.post(f"{address}/recibir", {"folios": "120"}, expect_errors=True),
        ],
        postgres,
        "solicitud",
    )

    assert answers[0].status_int in {303, 404}
    assert answers[1].status_int == 303
    db.session.refresh(solicitud)
    assert (solicitud.estado, solicitud.taken_by) == (Estado.REGISTRADA, None)


def test_a_register_that_is_read_while_a_legajo_is_received_does_not_undo_it(
    legajo, postgres, especialista
):
    a_servidor()
    address = f"/legajo/traslados/{a_traslado().id}"
    destino = especialista(ANTA, dni="00000901")

    def read_the_register() -> TestResponse:
        with legajo.app.app_context():
            register_servidores([a_record(sede=CANCHIS, cargo="DIRECTOR")])
        return destino.get("/legajo/traslados")

    at_once(
        [
            lambda: destino.post(f"{address}/recibir", {"folios": "120"}, status=303),
            read_the_register,
        ],
        postgres,
        "servidor",
    )

    servidor = db.session.get(Servidor, "00000001")
    assert (servidor.sede, servidor.cargo) == (ANTA, "DIRECTOR")


def test_of_two_who_open_the_same_legajo_at_once_one_is_told(legajo, postgres, especialista):
    a_servidor(legajo=None)
    form = ENVIO | {"norma": "RVM 092-2020-MINEDU (docentes y auxiliares)"}

    def open_it(dni: str) -> Request:
        browser = especialista(dni=dni)
        address = "/legajo/servidores/00000001/custodia/apertura"
        return lambda: browser.post(address, form, expect_errors=True)

    answers = at_once([open_it("00000901"), open_it("00000902")], postgres, "servidor")

    assert sorted(answer.status_int for answer in answers) == [303, 409]
    assert db.session.query(Historia).count() == 1
