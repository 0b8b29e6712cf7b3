"""Who may open what: every route, asked by who should not see it."""

import re

import pytest

from contracts.access_token import Role
from services.legajo.domain import Accion, Estado
from services.legajo.models import Acceso, db
from tests.support.builders.legajo import CANCHIS, a_servidor, a_solicitud

EXPEDIENTE = "EXP-2020-000007"

DNI = "00000001"

FILE = "/legajo/importaciones/01234567-89ab-cdef-0123-456789abcdef"

PAGES = [
    ("GET", "/legajo/"),
    ("GET", "/legajo/solicitudes"),
    ("GET", "/legajo/solicitudes/nueva"),
    ("POST", "/legajo/solicitudes/nueva"),
    ("GET", f"/legajo/solicitudes/{EXPEDIENTE}"),
    ("GET", f"/legajo/solicitudes/{EXPEDIENTE}/subsanar"),
    ("POST", f"/legajo/solicitudes/{EXPEDIENTE}/subsanar"),
    ("POST", f"/legajo/solicitudes/{EXPEDIENTE}/subsanar/borrador"),
    ("GET", f"/legajo/solicitudes/{EXPEDIENTE}/subsanar/7"),
    ("POST", f"/legajo/solicitudes/{EXPEDIENTE}/subsanar/7"),
    ("POST", f"/legajo/solicitudes/{EXPEDIENTE}/subsanar/7/borrador"),
    ("POST", f"/legajo/solicitudes/{EXPEDIENTE}/subsanar/7/deshacer"),
    ("POST", f"/legajo/solicitudes/{EXPEDIENTE}/subsanar/documentos/7/quitar"),
    ("POST", f"/legajo/solicitudes/{EXPEDIENTE}/subsanar/documentos/7/devolver"),
    ("GET", f"/legajo/solicitudes/{EXPEDIENTE}/desistir"),
    ("POST", f"/legajo/solicitudes/{EXPEDIENTE}/desistir"),
    ("GET", "/legajo/actualizar/II"),
    ("POST", "/legajo/actualizar/II/agregar"),
    ("POST", "/legajo/actualizar/II/enviar"),
    ("POST", "/legajo/actualizar/II/borrador"),
    ("GET", "/legajo/actualizar/II/descartar"),
    ("POST", "/legajo/actualizar/II/descartar"),
    ("POST", "/legajo/actualizar/cambios/7/renovar"),
    ("POST", "/legajo/actualizar/anotaciones/7"),
    ("GET", "/legajo/actualizar/cambios/7"),
    ("POST", "/legajo/actualizar/cambios/7"),
    ("POST", "/legajo/actualizar/cambios/7/borrador"),
    ("POST", "/legajo/actualizar/cambios/7/descartar"),
    ("POST", "/legajo/actualizar/documentos/7/quitar"),
    ("GET", "/legajo/documentos/7"),
    ("GET", "/legajo/documentos/7/vista"),
    ("GET", "/legajo/documentos/7/ver"),
    ("GET", "/legajo/accesos"),
    ("GET", "/legajo/apertura"),
    ("POST", "/legajo/apertura"),
    ("POST", "/legajo/apertura/borrador"),
    ("POST", "/legajo/apertura/documentos/7/quitar"),
    ("GET", "/legajo/apertura/descartar"),
    ("POST", "/legajo/apertura/descartar"),
    ("POST", "/legajo/solicitudes/nueva/borrador"),
    ("POST", "/legajo/solicitudes/nueva/documentos/7/quitar"),
    ("GET", "/legajo/solicitudes/nueva/descartar"),
    ("POST", "/legajo/solicitudes/nueva/descartar"),
    ("GET", "/legajo/bandeja"),
    ("GET", f"/legajo/bandeja/{EXPEDIENTE}"),
    ("POST", f"/legajo/bandeja/{EXPEDIENTE}"),
    ("POST", f"/legajo/bandeja/{EXPEDIENTE}/veredicto"),
    ("GET", "/legajo/servidores"),
    ("GET", f"/legajo/servidores/{DNI}"),
    ("POST", f"/legajo/servidores/{DNI}/reservado"),
    ("GET", f"/legajo/servidores/{DNI}/custodia"),
    ("GET", f"/legajo/servidores/{DNI}/custodia/apertura"),
    ("POST", f"/legajo/servidores/{DNI}/custodia/apertura"),
    ("GET", f"/legajo/servidores/{DNI}/custodia/vigencia"),
    ("POST", f"/legajo/servidores/{DNI}/custodia/vigencia"),
    ("GET", f"/legajo/servidores/{DNI}/custodia/ubicacion"),
    ("POST", f"/legajo/servidores/{DNI}/custodia/ubicacion"),
    ("GET", f"/legajo/servidores/{DNI}/custodia/traslado"),
    ("POST", f"/legajo/servidores/{DNI}/custodia/traslado"),
    ("GET", "/legajo/traslados"),
    ("GET", "/legajo/traslados/7"),
    ("POST", "/legajo/traslados/7/recibir"),
    ("POST", "/legajo/traslados/7/devolver"),
    ("POST", "/legajo/traslados/7/cancelar"),
    ("GET", "/legajo/ubicaciones"),
    ("GET", "/legajo/importaciones"),
    ("POST", "/legajo/importaciones"),
    ("GET", "/legajo/importaciones/plantilla.csv"),
    ("GET", "/legajo/importaciones/columnas"),
    ("GET", FILE),
    ("GET", f"{FILE}/progreso"),
    ("GET", f"{FILE}/rechazadas.csv"),
    ("POST", f"{FILE}/importar"),
    ("GET", "/legajo/documentos.zip"),
    ("GET", "/legajo/informes"),
    ("POST", "/legajo/informes"),
    ("GET", "/legajo/informes/7/pdf"),
    ("GET", f"/legajo/servidores/{DNI}/documentos.zip"),
    ("GET", f"/legajo/servidores/{DNI}/informes"),
    ("POST", f"/legajo/servidores/{DNI}/informes"),
    ("GET", "/legajo/historia"),
    ("GET", f"/legajo/servidores/{DNI}/historia"),
    ("GET", f"/legajo/servidores/{DNI}/agregar"),
    ("GET", f"/legajo/servidores/{DNI}/agregar/sancion"),
    ("POST", f"/legajo/servidores/{DNI}/agregar/sancion"),
    ("GET", f"/legajo/servidores/{DNI}/anotaciones/7/corregir"),
    ("POST", f"/legajo/servidores/{DNI}/anotaciones/7/corregir"),
    ("GET", f"/legajo/servidores/{DNI}/anotaciones/7/anular"),
    ("POST", f"/legajo/servidores/{DNI}/anotaciones/7/anular"),
    ("GET", f"/legajo/servidores/{DNI}/anotaciones/7/documentos"),
    ("POST", f"/legajo/servidores/{DNI}/anotaciones/7/documentos"),
    ("GET", f"/legajo/servidores/{DNI}/anotaciones/7/documentos/7/anular"),
    ("POST", f"/legajo/servidores/{DNI}/anotaciones/7/documentos/7/anular"),
    ("GET", "/legajo/reportes"),
    ("GET", "/legajo/reportes/exportar.xlsx"),
]

OF_ONE_SERVIDOR = [
    page for page in PAGES if page[1].startswith(f"/legajo/solicitudes/{EXPEDIENTE}")
]
OF_THE_BANDEJA = [
    page
    for page in PAGES
    if page[1].startswith(("/legajo/bandeja", "/legajo/reportes", "/legajo/importaciones"))
]
OF_ONE_SEDE = [page for page in OF_THE_BANDEJA if EXPEDIENTE in page[1]]
SPECIALIST_PLACES = ("/legajo/servidores", "/legajo/ubicaciones", "/legajo/traslados")
OF_SPECIALISTS = [page for page in PAGES if page[1].startswith(SPECIALIST_PLACES)]
OF_ONE_LEGAJO = [page for page in OF_SPECIALISTS if DNI in page[1]]

DECISION = {"accion": Accion.TOMAR}

WITH_REASON = {
    "motivo_reserva": "Informe para la Comisión.",
    "por_que": "R.D. 12-2026.",
    "form_key": "6c1f7f39-4a5b-4f0c-9a57-1c3f2f7f0a01",
}
"""What is enough for every form about a legajo."""


def test_every_route_is_in_the_list(legajo):
    def address(rule):
        named = rule.rule.replace("<expediente:expediente>", EXPEDIENTE)
        named = named.replace("<dni:dni>", DNI)
        named = named.replace("/legajo/importaciones/<uuid:importacion_id>", FILE)
        named = named.replace("<any(importar, cancelar):paso>", "importar")
        named = named.replace("<dni:dni>", DNI).replace("<tipo>", "sancion")
        return re.sub("<int[^>]*>", "7", named.replace("<seccion>", "II"))

    routes = {
        (method, address(rule))
        for rule in legajo.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/legajo") and "/api/" not in rule.rule
    }

    assert routes == set(PAGES)


@pytest.mark.parametrize(("method", "path"), PAGES)
def test_nobody_sees_nothing(legajo, method, path):
    legajo.browser().request(path, method=method, status=401)


@pytest.mark.parametrize(("method", "path"), OF_ONE_SERVIDOR)
def test_the_solicitud_of_another_servidor_is_not_there(legajo, servidor, method, path):
    a_servidor("00000001")
    a_servidor("00000002")
    solicitud = a_solicitud("00000001", expediente=EXPEDIENTE, estado=Estado.OBSERVADA)

    servidor("00000002").request(path, method=method, POST={"comentario": "Yo."}, status=404)

    assert solicitud.estado is Estado.OBSERVADA
    assert legajo.outbox() == []


@pytest.mark.parametrize(("method", "path"), OF_THE_BANDEJA + OF_SPECIALISTS)
def test_the_bandeja_is_only_for_specialists(legajo, people, method, path):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)
    administrator = people.with_role(Role.ADMINISTRADOR_BOLETA, CANCHIS)

    legajo.browser(people.token()).request(path, method=method, status=403)
    legajo.browser(administrator).request(path, method=method, status=403)


@pytest.mark.parametrize("sede", ["080001", "090000"], ids=["another UGEL", "another DRE"])
@pytest.mark.parametrize(("method", "path"), OF_ONE_SEDE)
def test_the_solicitud_of_another_sede_is_not_there(legajo, especialista, method, path, sede):
    a_servidor(sede=CANCHIS)
    a_solicitud(expediente=EXPEDIENTE)

    especialista(sede).request(path, method=method, POST=DECISION, status=404)

    assert legajo.outbox() == []


@pytest.mark.parametrize("sede", ["080001", "090000"], ids=["another UGEL", "another DRE"])
@pytest.mark.parametrize(("method", "path"), OF_ONE_LEGAJO)
def test_the_legajo_of_another_sede_is_not_there(legajo, especialista, method, path, sede):
    a_servidor(DNI, sede=CANCHIS)

    especialista(sede).request(path, method=method, POST=WITH_REASON, status=404)

    assert db.session.query(Acceso).count() == 0


@pytest.mark.parametrize(("method", "path"), OF_ONE_LEGAJO)
def test_nobody_works_on_their_own_legajo(legajo, especialista, method, path):
    a_servidor(DNI)

    especialista(dni=DNI).request(path, method=method, POST=WITH_REASON, status=404)

    assert db.session.query(Acceso).count() == 0


@pytest.mark.parametrize(("method", "path"), OF_ONE_SEDE)
def test_nobody_attends_their_own_solicitud(legajo, especialista, method, path):
    a_servidor("00000900")
    a_solicitud("00000900", expediente=EXPEDIENTE)

    especialista(dni="00000900").request(path, method=method, POST=DECISION, status=404)

    assert legajo.outbox() == []


def test_the_list_of_servidores_is_not_for_people(servidor):
    servidor().get("/legajo/api/v1/servidores", status=403)


def test_an_address_that_names_no_expediente_is_no_page(servidor):
    servidor().get("/legajo/solicitudes/EXP-2020-%00", status=404)
