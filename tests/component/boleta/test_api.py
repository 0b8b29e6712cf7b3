"""/boleta/api/v1: the same as the pages, for programs."""

import pytest
from sqlalchemy import select

from contracts.access_token import Role
from services.boleta.models import Acceso, db
from tests.component.boleta.conftest import CANCHIS
from tests.support.builders.boleta import a_lis, a_pago, some_pagos
from tests.support.openapi import keeps_to_its_description

API = "/boleta/api/v1"
KEY = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def paid(boleta, import_planilla):
    """Pay Rosa for three months, and somebody else for one."""
    for mes in (4, 5):
        import_planilla(a_lis(a_pago(periodo=202200 + mes)))
    import_planilla(a_lis(*some_pagos(2)))
    return boleta


def newest(browser):
    return browser.get(f"{API}/boletas").json["boletas"][0]


def test_the_list_says_what_the_page_says(paid, servidor):
    listed = servidor().get(f"{API}/boletas").json

    assert [boleta["periodo"] for boleta in listed["boletas"]] == [202206, 202205, 202204]
    assert listed["boletas"][0] | {"id": 0} == {
        "id": 0,
        "periodo": 202206,
        "tipo": "haberes",
        "version": 1,
        "estado": "vigente",
        "sede": CANCHIS,
        "entidad": "UGEL CANCHIS",
        "bruto": 276012,
        "descuentos": 34287,
        "liquido": 241725,
    }
    assert listed["siguiente"] is None


def test_a_long_list_is_read_part_by_part(paid, servidor):
    rosa, seen, cursor = servidor(), [], ""

    while cursor is not None:
        part = rosa.get(f"{API}/boletas?limite=2{cursor and f'&cursor={cursor}'}").json
        seen += [boleta["periodo"] for boleta in part["boletas"]]
        cursor = part["siguiente"]

    assert seen == [202206, 202205, 202204]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("anio=2022&mes=5", [202205]),
        ("anio=2021", []),
        ("estado=anulada", []),
        ("estado=vigente&mes=6", [202206]),
    ],
)
def test_the_list_is_filtered(paid, servidor, asked, found):
    listed = servidor().get(f"{API}/boletas?{asked}").json["boletas"]

    assert [boleta["periodo"] for boleta in listed] == found


@pytest.mark.parametrize("asked", ["dni=00000002", "año=2022", "anio=2022&anio=2021", "limite=101"])
def test_a_filter_that_would_not_be_applied_is_refused(paid, servidor, asked):
    address = f"{API}/boletas?{asked.replace('ñ', '%C3%B1')}"

    refused = servidor().get(address, status=422)

    assert refused.content_type == "application/problem+json"
    assert refused.json["errors"]


def test_one_boleta_says_all_and_explains_each_line(paid, servidor):
    rosa = servidor()
    boleta = rosa.get(f"{API}/boletas/{newest(rosa)['id']}").json

    assert boleta["liquido_en_letras"] == "Dos mil cuatrocientos diecisiete y 25/100 soles"
    assert boleta["lineas"][0]["nombre"] == "Remuneración del contrato"
    assert boleta["lineas"][0]["monto"] == 250012
    assert all(linea["que_es"] for linea in boleta["lineas"])
    lineas = rosa.get(f"{API}/boletas/{boleta['id']}/lineas").json["lineas"]
    assert lineas == boleta["lineas"]


def test_a_boleta_is_seen_and_downloaded_with_evidence(paid, servidor):
    rosa = servidor()
    id_ = newest(rosa)["id"]
    rosa.get(f"{API}/boletas/{id_}")
    pdf = rosa.get(f"{API}/boletas/{id_}/pdf")

    assert pdf.content_type == "application/pdf"
    assert pdf.body.startswith(b"%PDF")
    with paid.app.app_context():
        acts = set(db.session.scalars(select(Acceso.acto).where(Acceso.boleta_id == id_)))
    assert acts == {"vista", "descarga"}


def test_what_did_not_change_is_not_sent_again(paid, servidor):
    rosa = servidor()
    for path in ("boletas", f"boletas/{newest(rosa)['id']}", "reclamos", "registros"):
        first = rosa.get(f"{API}/{path}")

        again = rosa.get(f"{API}/{path}", headers={"If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.body) == (304, b"")


def test_a_reclamo_is_opened_once_and_followed(paid, servidor):
    rosa = servidor()
    sent = {
        "clave": KEY,
        "texto": "Falta la asignación.",
        "linea": 2,
        "monto_esperado": 30000,
    }
    address = f"{API}/boletas/{newest(rosa)['id']}/reclamos"

    first = rosa.post_json(address, sent, status=201).json
    again = rosa.post_json(address, sent, status=201).json

    assert again == first
    assert (first["estado"], first["concepto"]) == ("abierto", "Asignación por zona rural")
    assert [each["accion"] for each in first["movimientos"]] == ["abrir"]
    assert rosa.get(f"{API}/reclamos").json["reclamos"] == [first]
    assert rosa.get(f"{API}/reclamos/{first['numero']}").json == first
    rosa.post_json(address, sent | {"clave": KEY[:-1] + "2"}, status=409)


def test_a_missing_boleta_needs_its_month_and_sede(paid, servidor):
    sent = {"clave": KEY, "texto": "No la encuentro."}

    refused = servidor().post_json(f"{API}/reclamos", sent, status=422)
    missing = sent | {"anio": 2021, "mes": 12, "sede": CANCHIS}
    opened = servidor().post_json(f"{API}/reclamos", missing, status=201)
    servidor().post_json(f"{API}/reclamos", missing | {"sede": "999999"}, status=404)

    assert set(refused.json["errors"]) == {"anio", "mes", "sede"}
    assert opened.json["boleta_id"] is None


def test_an_administrador_sees_the_planillas_and_boletas_of_their_sedes(paid, administrador):
    admin = administrador()
    planillas = admin.get(f"{API}/planillas").json["planillas"]
    found = admin.get(f"{API}/administracion/boletas?periodo=202206").json["boletas"]

    assert [planilla["periodo"] for planilla in planillas] == [202206, 202205, 202204]
    assert admin.get(f"{API}/planillas/{planillas[0]['id']}").json == planillas[0]
    assert [boleta["dni"] for boleta in found] == ["00000001", "00000002"]
    of_one = admin.get(f"{API}/administracion/servidores/00000002/boletas").json["boletas"]
    assert of_one == [found[1]]
    boleta = admin.get(f"{API}/administracion/boletas/{found[1]['id']}").json
    assert boleta["dni"] == "00000002"
    with paid.app.app_context():
        looks = db.session.scalars(select(Acceso).where(Acceso.por == "00000900")).all()
    assert {(look.dueno, look.acto) for look in looks} == {
        ("00000001", "consulta"),
        ("00000002", "consulta"),
        ("00000002", "vista"),
    }


def test_what_is_of_another_is_not_there(paid, servidor, administrador):
    rosa, another, elsewhere = servidor(), servidor("00000002"), administrador("080001")
    id_ = newest(rosa)["id"]
    sent = {"clave": KEY, "texto": "x"}
    numero = rosa.post_json(f"{API}/boletas/{id_}/reclamos", sent).json["numero"]
    planilla = administrador().get(f"{API}/planillas").json["planillas"][0]["id"]

    for path in (f"boletas/{id_}", f"boletas/{id_}/lineas", f"boletas/{id_}/pdf",
                 f"reclamos/{numero}"):  # fmt: skip
        another.get(f"{API}/{path}", status=404)
    another.post_json(f"{API}/boletas/{id_}/reclamos", sent, status=404)
    for path in (f"planillas/{planilla}", f"administracion/boletas/{id_}"):
        another.get(f"{API}/{path}", status=403)
        elsewhere.get(f"{API}/{path}", status=404)
    another.get(f"{API}/planillas", status=403)
    another.get(f"{API}/administracion/boletas?periodo=202206", status=403)
    another.get(f"{API}/administracion/servidores/00000001/boletas", status=403)
    assert elsewhere.get(f"{API}/planillas").json["planillas"] == []
    found = elsewhere.get(f"{API}/administracion/boletas?periodo=202206").json
    assert found["boletas"] == []


def test_every_operation_needs_a_token_and_the_description_does_not(boleta):
    document = boleta.browser().get(f"{API}/openapi.json").json
    boleta.browser().get(f"{API}/docs").mustcontain("API de Mi boleta", "GET /boletas")
    for path, methods in document["paths"].items():
        for method in methods:
            address = API + path.format(
                boleta_id=1, planilla_id=1, numero="RCL-2026-000001", dni="00000001"
            )
            refused = boleta.browser().request(address, method=method.upper(), status=401)
            assert refused.content_type == "application/problem+json"


def test_a_client_that_acts_for_itself_is_nobody_here(boleta, people):
    program = boleta.browser(people.client("boleta", "legajo.servidores"))

    refused = program.get(f"{API}/boletas", status=403)

    assert "token de quien inició sesión" in refused.json["detail"]


def test_the_published_words_are_spanish_and_nothing_is_left_unsaid(boleta):
    document = boleta.browser().get(f"{API}/openapi.json").json

    operations = [op for methods in document["paths"].values() for op in methods.values()]
    assert all(op["summary"].endswith(".") for op in operations)
    assert len({op["operationId"] for op in operations}) == len(operations)
    assert "Solo para Administrador MI BOLETA" in str(document["paths"]["/planillas"])


@pytest.mark.parametrize("who", ["servidor", "administrador"])
def test_whatever_is_asked_the_answer_is_as_described(paid, people, who):
    roles = {"servidor": people.token(), "administrador": people.with_role(
        Role.ADMINISTRADOR_BOLETA, CANCHIS, "00000001")}  # fmt: skip

    keeps_to_its_description(paid.app, f"{API}/openapi.json", roles[who], examples=12)
