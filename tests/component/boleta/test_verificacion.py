"""Anybody verifies a document, without signing in."""

import hashlib
import re
from collections.abc import Callable
from io import BytesIO
from threading import Barrier, Thread

import pytest
from pypdf import PdfReader
from webtest import TestApp

from chassis.issuing.codigo import codigo_of
from tests.component.boleta.conftest import Browsers, Import
from tests.support.builders.boleta import a_lis, a_pago
from tests.support.services import Service

CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}\b")


@pytest.fixture
def pdf_of(import_planilla: Import, servidor: Browsers) -> Callable[..., bytes]:
    """Import a boleta, and download it as its owner does."""
    import_planilla(a_lis(a_pago()))

    def download() -> bytes:
        browser = servidor()
        page = browser.get("/boleta/")
        (address,) = set(re.findall(r"/boleta/(\d+)\b", page.text))
        return browser.get(f"/boleta/{address}/pdf").body

    return download


@pytest.fixture
def anybody(boleta: Service) -> TestApp:
    return boleta.browser()


def code_of(content: bytes) -> str:
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    match = CODE.search(text)
    assert match
    return match[0]


def test_a_boleta_is_the_same_bytes_each_time_it_is_asked_for(pdf_of):
    assert pdf_of() == pdf_of()


def test_many_who_ask_at_once_get_the_same_document(boleta, import_planilla, servidor):
    import_planilla(a_lis(a_pago()))
    address = re.findall(r"/boleta/(\d+)\b", servidor().get("/boleta/").text)[0]
    found, together = [], Barrier(4)

    def ask() -> None:
        browser = servidor()
        together.wait()
        found.append(browser.get(f"/boleta/{address}/pdf").body)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert len(set(found)) == 1


def test_the_code_of_a_boleta_tells_anybody_that_it_is_authentic(pdf_of, anybody):
    content = pdf_of()

    page = anybody.get(f"/v/{code_of(content)}")

    for said in ("VIGENTE", "JUNIO 2022", "UGEL CANCHIS", "R. E. Q. H.", "0000****"):
        assert said in page
    assert hashlib.sha256(content).hexdigest() in page


def test_who_verifies_learns_neither_name_nor_amount(pdf_of, anybody):
    page = anybody.get(f"/v/{code_of(pdf_of())}")

    for secret in ("QUISPE", "ROSA", "00000001", "2,417.25", "2,760.12"):
        assert secret not in page.text.replace("Por ejemplo: 2,417.25", "")
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"


def test_the_address_of_the_qr_leads_to_the_document(pdf_of, anybody):
    code = code_of(pdf_of())

    assert "VIGENTE" in anybody.get(f"/V/{code}")
    assert anybody.get(f"/v/{code.lower()}", status=303).location.endswith(f"/v/{code}")


def test_a_code_that_is_typed_is_found_however_it_was_written(pdf_of, anybody):
    code = code_of(pdf_of())

    form = anybody.get("/v/").form
    form["codigo"] = code.lower().replace("-", " ")
    page = form.submit().follow()

    assert "VIGENTE" in page


@pytest.mark.parametrize("typed", ["no es un código", "K7QW-93MD-XT5B-2HRC-AAAA"])
def test_a_slip_of_the_hand_is_told_beside_the_field(boleta, anybody, typed):
    page = anybody.get("/v/", {"codigo": typed}, status=422)

    assert page.form["codigo"].value == typed
    assert page.html.select_one("#codigo-error")


def test_a_code_that_no_boleta_has_may_be_that_of_an_informe(boleta, anybody):
    codigo = codigo_of(bytes(12))

    elsewhere = anybody.get(f"/v/{codigo}", status=303)

    assert elsewhere.location.endswith(f"/vi/{codigo}?ultimo=si")


@pytest.mark.parametrize(
    ("monto", "verdict"), [("2,417.25", "Sí, coincide"), ("S/ 2417.26", "No coincide")]
)
def test_the_amount_is_compared_and_not_shown(pdf_of, anybody, monto, verdict):
    page = anybody.get(f"/v/{code_of(pdf_of())}")

    form = page.forms[0]
    form["monto"] = monto
    answer = form.submit()

    assert verdict in answer


def test_an_amount_that_is_none_is_told_beside_the_field(pdf_of, anybody):
    form = anybody.get(f"/v/{code_of(pdf_of())}").forms[0]
    form["monto"] = "mucho"

    answer = form.submit(status=422)

    assert answer.html.select_one("#monto-error")
    assert answer.forms[0]["monto"].value == "mucho"


def test_nobody_finds_the_amount_by_trying(pdf_of, anybody):
    code = code_of(pdf_of())
    for number in range(5):
        anybody.post(f"/v/{code}", {"monto": f"{number}.00"})

    refused = anybody.post(f"/v/{code}", {"monto": "2,417.25"}, status=409)

    assert "Sí, coincide" not in refused
    assert "una hora" in refused


def test_a_boleta_is_sealed_by_the_platform(pdf_of):
    reader = PdfReader(BytesIO(pdf_of()))

    (field,) = reader.root_object["/AcroForm"]["/Fields"]
    assert field.get_object()["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"


def test_a_document_that_the_store_lost_is_issued_anew(boleta, pdf_of, anybody):
    before = pdf_of()
    files = boleta.app.extensions["files"]
    key = hashlib.sha256(before).hexdigest()
    files.forget(key)

    after = pdf_of()

    assert after != before
    assert "VIGENTE" in anybody.get(f"/v/{code_of(before)}")
    assert "VIGENTE" in anybody.get(f"/v/{code_of(after)}")


def correct(administrador: Browsers) -> TestApp:
    """Correct the first line of the boleta of who is paid, as its administrador does."""
    browser = administrador()
    page = browser.get("/boleta/administracion?texto=00000001").click("Ver", index=0)
    form = page.click("Corregir esta boleta").forms["form-corregir"]
    form["linea-1-monto"], form["motivo"] = "2800.00", "Faltaba la asignación de junio."
    preview = form.submit("paso", value="revisar")
    return preview.forms["form-confirmar"].submit("paso", value="confirmar")


def test_a_boleta_that_was_replaced_says_by_which_version(pdf_of, anybody, administrador, servidor):
    before = pdf_of()
    correct(administrador)

    page = anybody.get(f"/v/{code_of(before)}")

    assert "REEMPLAZADA por la versión 2" in page
    assert "VIGENTE" not in page
    old, new = (
        servidor().get(f"/boleta/{number}/pdf").body
        for number in sorted(set(re.findall(r"/boleta/(\d+)\b", servidor().get("/boleta/").text)))
    )
    text = PdfReader(BytesIO(old)).pages[0].extract_text()
    assert "REEMPLAZADA" in text
    assert "REEMPLAZADA" in anybody.get(f"/v/{code_of(old)}")
    assert "VIGENTE" in anybody.get(f"/v/{code_of(new)}")


def test_a_boleta_that_was_annulled_says_since_when(pdf_of, anybody, administrador):
    content = pdf_of()
    page = administrador().get("/boleta/administracion?texto=00000001").click("Ver", index=0)
    form = page.forms["form-anular"]
    form["motivo"] = "Se pagó a otra persona por error."
    form.submit(status=303)

    told = anybody.get(f"/v/{code_of(content)}")

    assert "ANULADA" in told
    assert re.search(r"anuló esta boleta el \d\d/\d\d/\d{4}", told.text)


def test_a_boleta_whose_replacement_was_annulled_is_replaced_by_nothing(
    pdf_of, anybody, administrador
):
    content = pdf_of()
    form = correct(administrador).follow().forms["form-anular"]
    form["motivo"] = "Se pagó a otra persona por error."
    form.submit(status=303)

    told = anybody.get(f"/v/{code_of(content)}")

    assert "ANULADA" in told
    assert "REEMPLAZADA" not in told


def test_a_constancia_tells_that_a_boleta_of_it_was_corrected_later(
    pdf_of, anybody, administrador, servidor
):
    pdf_of()
    content = servidor().get("/boleta/constancia.pdf?desde=202206&hasta=202206").body
    correct(administrador)

    page = anybody.get(f"/v/{code_of(content)}")

    assert "DESACTUALIZADO" in page
    assert "VIGENTE" not in page


def test_a_download_is_named_and_kept_by_no_cache(import_planilla, servidor):
    import_planilla(a_lis(a_pago()))
    browser = servidor()
    address = re.findall(r"/boleta/(\d+)\b", browser.get("/boleta/").text)[0]

    answer = browser.get(f"/boleta/{address}/pdf")

    assert answer.content_type == "application/pdf"
    assert "boleta-2022-06-00000001.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    servidor("00000002").get(f"/boleta/{address}/pdf", status=404)
