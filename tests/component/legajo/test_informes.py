"""The informe escalafonario: issued at once, the same bytes ever after, verified by anybody."""

import base64
import hashlib
import re
from datetime import date
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from webtest import TestApp

from chassis.issuing.codes import codes_of
from chassis.issuing.codigo import codigo_of
from services.legajo.domain import Vigencia
from services.legajo.domain.informe import MOTIVOS
from services.legajo.models import Informe, db
from tests.component.legajo.conftest import SEAL, Browsers
from tests.support.builders.legajo import CANCHIS, a_servidor, an_anotacion
from tests.support.services import Service

CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}\b")

PAGE = "/legajo/informes"
OF_ROSA = "/legajo/servidores/00000001/informes"
QUILLABAMBA = "080014"


def issued(browser: TestApp, address: str = PAGE, motivo: str = "concurso") -> Any:
    """Issue an informe, and return the page that says so."""
    form = browser.get(address).forms["form-informe"]
    form["motivo"] = motivo
    return form.submit(status=303).follow()


def pdf_of(page: Any) -> bytes:
    """Download the first informe of a page."""
    return page.test_app.get(address_in(page)).body


def address_in(page: Any) -> str:
    """Return where the first informe of a page is downloaded."""
    return str(page.html.select_one('a[download][href*="/pdf"]')["href"])


def text_of(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.split())


def code_of(content: bytes) -> str:
    match = CODE.search(text_of(content))
    assert match
    return match[0]


@pytest.fixture
def rosa(servidor: Browsers) -> TestApp:
    """Open the browser of a servidor with entries of several kinds."""
    a_servidor()
    an_anotacion()
    an_anotacion(tipo="sancion", tipo_sancion="Amonestación escrita", numero_documento="R.D. 9")
    an_anotacion(
        tipo="licencia",
        goce="Con goce",
        motivo_licencia="Incapacidad temporal",
        detalle_salud="CITT 123",
        fecha_inicio="2020-05-01",
        fecha_fin="2020-05-30",
    )
    an_anotacion(tipo="domicilio", direccion="Jr. Sucre 1", distrito="Sicuani")
    an_anotacion(tipo="retencion", tipo_retencion="Alimentos", juzgado="Juzgado 1")
    return servidor()


@pytest.fixture
def anybody(legajo: Service) -> TestApp:
    return legajo.browser()


def test_who_has_none_yet_is_told_and_offered_one(servidor):
    a_servidor()

    page = servidor().get(PAGE)

    page.mustcontain("Todavía no se ha emitido ningún informe", "Emitir informe")
    assert page.html.select_one("select#motivo").find_all("option")[1].text.startswith("Otorg")


def test_mi_legajo_leads_to_it(servidor):
    a_servidor()

    page = servidor().get("/legajo/").click("Informe escalafonario")

    page.mustcontain("Emita su informe")


@pytest.mark.parametrize("legajo_", [None, Vigencia.NO_VIGENTE])
def test_who_has_no_legajo_is_told_what_to_do(servidor, legajo_):
    a_servidor(legajo=legajo_)

    assert "USTED NO TIENE LEGAJO" in servidor().get(PAGE)
    assert "USTED NO TIENE LEGAJO" in servidor().post(PAGE, {"motivo": "concurso"})


def test_a_servidor_has_the_informe_at_once(rosa):
    page = issued(rosa)

    page.mustcontain("El informe está listo", "000001-", "UGEL CANCHIS", "Vigente")
    text = text_of(pdf_of(page))
    for said in (
        *("Informe escalafonario", "N.° 000001-", "QUISPE HUAMÁN, ROSA ELENA", "00000001"),
        *("Magíster en Educación", "Amonestación escrita", "Incapacidad temporal"),
        *("VII. Premios y estímulos", "No registra.", "a solicitud de la parte interesada"),
        *("Concurso, ascenso o evaluación", "1 de 2"),
    ):
        assert said in text


def test_an_informe_says_nothing_of_family_address_health_or_retentions(rosa):
    text = text_of(pdf_of(issued(rosa)))

    for secret in ("Sucre", "CITT", "Alimentos", "Juzgado"):
        assert secret not in text


def test_the_same_request_on_the_same_day_is_the_same_document(rosa):
    first = pdf_of(issued(rosa))

    again = issued(rosa)

    assert pdf_of(again) == first
    assert len(again.html.select("tbody tr")) == 1


def test_another_reason_is_another_informe_with_the_next_number(rosa):
    issued(rosa)

    page = issued(rosa, motivo="cts")

    page.mustcontain("000001-", "000002-")


def test_many_who_ask_at_once_get_one_informe(rosa, servidor, legajo):
    together = Barrier(4)

    def ask() -> None:
        browser = servidor()
        together.wait()
        browser.post(PAGE, {"motivo": "concurso"}, status=303)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Informe)) == 1


def test_each_sede_counts_its_own_without_a_gap(servidor, legajo):
    for number in range(1, 6):
        a_servidor(f"0000000{number}", sede=QUILLABAMBA if number == 5 else CANCHIS)
    together = Barrier(5)

    def ask(dni: str) -> None:
        browser = servidor(dni)
        together.wait()
        browser.post(PAGE, {"motivo": "concurso"}, status=303)

    threads = [Thread(target=ask, args=[f"0000000{number}"]) for number in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    given = sorted(map(tuple, db.session.execute(sa.select(Informe.sede, Informe.numero))))
    assert given == [*((CANCHIS, number) for number in range(1, 5)), (QUILLABAMBA, 1)]


def test_many_informes_are_shown_a_page_at_a_time(servidor):
    a_servidor()
    browser = servidor()
    offered = [motivo.clave for motivo in MOTIVOS.values()][:11]
    for motivo in offered:
        browser.post(PAGE, {"motivo": motivo}, status=303)

    first = browser.get(PAGE)
    second = first.click("Siguiente")

    assert len(first.html.select("tbody tr")) == 10
    assert len(second.html.select("tbody tr")) == 1


def test_an_informe_that_is_too_old_says_so(servidor, anybody):
    a_servidor()
    codigo = codigo_of(b"of long ago.")
    codes = codes_of("what files are encrypted with")
    db.session.add(
        Informe(
            clave="old",
            dni="00000001",
            nombre="ROSA QUISPE",
            sede=CANCHIS,
            anio=2020,
            numero=1,
            tipo="otros",
            motivo="concurso",
            por="00000001",
            is_de_oficio=False,
            huella="",
            vence_el=date(2020, 7, 1),
            codigo_hash=codes.hash(codigo),
            codigo_sellado=codes.seal(codigo),
            sha256=bytes(32),
        )
    )
    db.session.commit()

    assert "VENCIDO" in anybody.get(f"/vi/{codigo}")
    assert "Vencido" in servidor().get(PAGE)


@pytest.mark.parametrize("typed", ["%00", "%FF%FE", "%0D%0AX:%20y", "a" * 400, "{{7*7}}"])
def test_what_is_no_code_breaks_nothing(legajo, anybody, typed):
    anybody.get(f"/vi/{typed}", status=422)
    anybody.get(f"/vi/?codigo={typed}", status=422)


def test_what_was_issued_says_when_the_legajo_has_changed(rosa, anybody):
    content = pdf_of(issued(rosa))
    an_anotacion(tipo="merito", tipo_merito="Felicitación", entidad="UGEL CANCHIS")

    page = rosa.get(PAGE)

    page.mustcontain("El legajo cambió después")
    assert "DESACTUALIZADO" in anybody.get(f"/vi/{code_of(content)}")
    assert pdf_of(issued(rosa)) != content


def test_what_is_not_in_an_informe_changes_none(rosa, anybody):
    content = pdf_of(issued(rosa))
    an_anotacion(tipo="contacto", apellidos="Q", nombres="P", parentesco="tía", telefono="9")

    assert "VIGENTE" in anybody.get(f"/vi/{code_of(content)}")


@pytest.mark.parametrize("motivo", ["", "otro", "\0"])
def test_a_reason_that_is_none_is_told_beside_the_field(servidor, motivo):
    a_servidor()

    page = servidor().post(PAGE, {"motivo": motivo}, status=422)

    assert page.html.select_one("#motivo-error")


def test_an_informe_is_sealed_by_the_platform(rosa):
    content = pdf_of(issued(rosa))

    chain = SEAL["LEGAJO_SEAL_CERTIFICATES"].split(",")
    root = x509.Certificate.load(base64.b64decode(chain[1]))
    (signature,) = PdfFileReader(BytesIO(content)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))
    assert status.bottom_line
    metadata = PdfReader(BytesIO(content)).xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "U")


def test_the_code_tells_anybody_that_it_is_authentic_and_little_else(rosa, anybody):
    content = pdf_of(issued(rosa))

    page = anybody.get(f"/vi/{code_of(content)}")

    for said in ("VIGENTE", "000001-", "UGEL CANCHIS", "R. E. Q. H.", "0000****", "Otros"):
        assert said in page
    assert hashlib.sha256(content).hexdigest() in page
    for secret in ("ROSA", "QUISPE", "00000001", "Magíster", "Concurso"):
        assert secret not in page
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"
    rosa.get("/legajo/accesos").mustcontain("Comprobó que el documento es auténtico", "000001-")


def test_the_address_of_the_qr_leads_to_the_informe(rosa, anybody):
    content = pdf_of(issued(rosa))
    code = code_of(content)

    assert "VIGENTE" in anybody.get(f"/VI/{code}")
    assert anybody.get(f"/vi/{code.lower()}", status=303).location.endswith(f"/vi/{code}")


def test_a_code_that_is_typed_is_found_however_it_was_written(rosa, anybody):
    code = code_of(pdf_of(issued(rosa)))

    form = anybody.get("/vi/").form
    form["codigo"] = code.lower().replace("-", " ")

    assert "VIGENTE" in form.submit().follow()


def test_a_slip_of_the_hand_is_told_beside_the_field(legajo, anybody):
    page = anybody.get("/vi/", {"codigo": "no es un código"}, status=422)

    assert page.html.select_one("#codigo-error")
    assert anybody.get("/vi/XXXX", status=422).html.select_one("#codigo-error")


def test_a_code_that_no_informe_has_may_still_be_that_of_a_boleta(legajo, anybody):
    code = codigo_of(bytes(12))

    page = anybody.get(f"/vi/{code}", status=404)
    last = anybody.get(f"/vi/{code}?ultimo=si", status=404)

    assert page.html.select_one(f'a[href="/v/{code}"]')
    assert not last.html.select_one(f'a[href="/v/{code}"]')
    assert "No lo dé por auténtico" in last


def test_an_informe_whose_file_was_lost_says_so_and_is_issued_anew(rosa, legajo):
    page = issued(rosa)
    before = pdf_of(page)
    legajo.app.extensions["files"].forget(hashlib.sha256(before).hexdigest())

    assert "Emita otro" in rosa.get(address_in(page), status=404)
    after = pdf_of(issued(rosa))

    assert after != before
    assert "000002-" in text_of(after)


def test_the_database_lets_nobody_change_an_informe(rosa):
    issued(rosa)

    with pytest.raises(sa.exc.ProgrammingError, match="never changed"):
        db.session.execute(sa.update(Informe).values(nombre="OTRA"))
    db.session.rollback()
    with pytest.raises(sa.exc.ProgrammingError, match="never changed"):
        db.session.execute(sa.delete(Informe))
    db.session.rollback()


def test_nobody_and_no_other_servidor_gets_an_informe(rosa, anybody, servidor):
    page = issued(rosa)
    address = address_in(page)

    anybody.get(PAGE, status=401)
    anybody.post(PAGE, status=401)
    anybody.get(address, status=401)
    servidor("00000002").get(address, status=404)


def test_a_specialist_issues_one_de_oficio_and_the_servidor_sees_who_did(rosa, especialista):
    page = issued(especialista(), OF_ROSA, "pension")

    page.mustcontain("El informe está listo", "De oficio, UGEL CANCHIS")
    assert "Se emite de oficio" in text_of(pdf_of(page))
    rosa.get(PAGE).mustcontain("De oficio, UGEL CANCHIS", "Pensión o cese")
    rosa.get("/legajo/accesos").mustcontain("Emitió o abrió un informe", "000001-")


def test_a_specialist_issues_one_about_a_legajo_that_counts_no_more(servidor, especialista):
    a_servidor(legajo=Vigencia.NO_VIGENTE)

    page = issued(especialista(), OF_ROSA, "pension")

    assert "No vigente" in text_of(pdf_of(page))


def test_nobody_issues_one_about_who_is_not_theirs(rosa, anybody, servidor, especialista):
    address = address_in(issued(rosa))
    a_servidor("00000003", legajo=None)

    anybody.get(OF_ROSA, status=401)
    servidor("00000002").get(OF_ROSA, status=403)
    other = especialista(QUILLABAMBA)
    other.get(OF_ROSA, status=404)
    other.get(address, status=404)
    other.post(OF_ROSA, {"motivo": "pension"}, status=404)
    especialista(dni="00000001").get(OF_ROSA, status=404)
    especialista().get("/legajo/servidores/00000003/informes", status=404)
    especialista().post(OF_ROSA, {"motivo": ""}, status=422)
