"""Every page of legajo, in each of its states, is one of ours: `lint` says what that means."""

import pytest

from services.legajo.domain import Accion, Estado, Vigencia
from tests.support.builders.legajo import a_servidor, a_solicitud
from tests.support.page import lint

EXPEDIENTE = "EXP-2020-000007"
MINE = f"/legajo/solicitudes/{EXPEDIENTE}"
THEIRS = f"/legajo/bandeja/{EXPEDIENTE}"


def linted(page):
    lint(page.text, page.request.url)
    return page


@pytest.mark.parametrize("vigencia", [Vigencia.VIGENTE, None])
@pytest.mark.parametrize(
    "path", ["/legajo/", "/legajo/solicitudes", "/legajo/solicitudes/nueva", "/legajo/accesos"]
)
def test_the_pages_of_a_servidor_with_and_without_legajo(servidor, vigencia, path):
    a_servidor(legajo=vigencia)

    linted(servidor().get(path))


def test_the_form_with_its_mistakes(servidor):
    a_servidor()

    linted(
        linted(servidor().get("/legajo/solicitudes/nueva")).forms["form-pedido"].submit(status=422)
    )


@pytest.mark.parametrize("estado", Estado)
def test_a_solicitud_in_every_estado(servidor, especialista, estado):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=estado)

    linted(servidor().get("/legajo/solicitudes"))
    linted(servidor().get(MINE))
    linted(especialista().get(f"/legajo/bandeja?estado={estado}"))
    linted(especialista().get(THEIRS))


def test_what_is_refused(servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.ATENDIDA)

    linted(servidor().post(f"{MINE}/subsanar", {"comentario": "Espere."}, status=409))
    linted(
        especialista().post(THEIRS, {"accion": Accion.RECHAZAR, "comentario": "No."}, status=409)
    )
    linted(especialista().get("/legajo/bandeja/EXP-2020-000009", status=404))
    linted(servidor().get("/legajo/bandeja", status=403))


def test_an_empty_and_a_full_bandeja(especialista):
    a_servidor()
    linted(especialista().get("/legajo/bandeja"))

    for _ in range(26):
        a_solicitud()

    linted(linted(especialista().get("/legajo/bandeja")).click(description="Siguiente"))
