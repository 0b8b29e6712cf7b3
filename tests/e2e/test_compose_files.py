"""The operator's stack with an antivirus, and with its files in a bucket that verifies signatures.

The commands are those of the runbook, as they stand. Who signed in before stays so to the end.
"""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from webtest import Upload

from deploy.demo.sign_ins import ADMINISTRADOR, ESCALAFON, SERVIDOR, SignIn
from tests.support.builders import files
from tests.support.builders.boleta import a_csv, a_pago
from tests.support.builders.legajo import ESTUDIO
from tests.support.clamd import EICAR
from tests.support.containers import BucketContainer, antivirus_in_its_place, bucket_container
from tests.support.inhabitants import CANCHIS
from tests.support.journey import Journey, form_to
from tests.support.operator import Operator, runbook
from tests.support.visitor import Page, Visitor
from tests.support.waiting import wait_for

pytestmark = pytest.mark.compose

AWAY = "Los archivos no están disponibles por el momento"
"""What people read while the bucket does not answer."""

VOLUMES = {"boleta": "/var/lib/files", "legajo": "/var/lib/legajo-files"}
"""Where each service keeps files that are in no bucket."""


def browser_of(stack: Operator, who: SignIn) -> Visitor:
    journey = Journey(stack.copy)
    journey.sign_in(who.dni, who.password)
    return journey.browser


@pytest.fixture(scope="module")
def rosa(stack: Operator) -> Visitor:
    """Sign in a servidor before anything changes."""
    return browser_of(stack, SERVIDOR)


@pytest.fixture(scope="module")
def antivirus(stack: Operator, rosa: Visitor) -> str:
    """Start the antivirus as the runbook says; return what it has one write into deploy/.env."""
    start, settings, _ = runbook("An antivirus for documents")
    stack.add(antivirus_in_its_place())
    stack.run(start)
    return settings


@pytest.fixture(scope="module")
def moving(stack: Operator, antivirus: str) -> Iterator[tuple[BucketContainer, str]]:
    """Name both in deploy/.env, and move the files to the bucket as the runbook says."""
    there, _ = runbook("Documents in an S3-compatible bucket")
    with bucket_container(stack.project) as bucket:
        stack.set(antivirus + bucket.settings)
        yield bucket, stack.run(there)


@pytest.fixture
def bucket(moving: tuple[BucketContainer, str]) -> BucketContainer:
    """Offer the bucket where files are now."""
    return moving[0]


def in_volume(stack: Operator, service: str) -> set[str]:
    """Return the keys of the files of a service that are in its volume."""
    find = ("find", VOLUMES[service], "-type", "f", "-printf", "%f\n")
    return set(stack.compose("exec", "-T", f"{service}-worker", *find).split())


def an_entry(browser: Visitor, content: bytes, name: str = "título.pdf"):
    """Fill in an entry with a document; return its form."""
    page = browser.visit("/legajo/actualizar/II")
    form = page.forms["agregar-estudio"].submit("tipo").follow().forms["form-cambio"]
    for field, value in ESTUDIO.items():
        form[field] = value
    form["archivo"] = [Upload(name, content)]
    return form


def send(form, *, status: int = 303) -> Page:
    """Press «Listo» below an entry."""
    page = form.submit("paso", value="listo", expect_errors=True)
    assert page.status_int == status, page.text
    return page.follow() if status == 303 else page


def test_a_stack_without_an_antivirus_says_so_in_its_log(stack):
    assert "antivirus_off" in stack.log("legajo-web")
    assert "antivirus" not in stack.ready("legajo-web")


def test_with_both_everything_is_healthy(stack, bucket):
    health = stack.health()

    assert health["antivirus"] == "healthy"
    assert set(health.values()) == {"healthy"}
    assert stack.ready("legajo-web") == {
        "database": True,
        "valkey": True,
        "files": True,
        "antivirus": True,
    }
    assert "antivirus_off" not in stack.log("legajo-web")


def test_every_file_of_the_volumes_is_in_the_bucket_then(stack, moving):
    bucket, said = moving

    assert said.count("Con problemas: 0.") == 6
    for service in VOLUMES:
        kept = in_volume(stack, service)
        assert kept
        assert bucket.names(service) == kept


def test_who_has_another_secret_is_told_what_the_bucket_says(stack, bucket):
    wrong = ("run", "--rm", "--no-deps", "--env", "AYNI_FILES_S3_SECRET_KEY=of-another")

    with pytest.raises(AssertionError, match=r"SignatureDoesNotMatch|AccessDenied") as refused:
        stack.compose(*wrong, "legajo-worker", "ayni", "legajo", "files", "check")

    assert "Traceback" not in str(refused.value)


def test_a_document_rests_in_the_bucket_alone_and_is_in_the_zip(stack, bucket, rosa):
    content, before = files.a_pdf(title="en el depósito"), bucket.names("legajo")

    section = send(an_entry(rosa, content, "grado.pdf"))

    (key,) = bucket.names("legajo") - before
    assert key not in in_volume(stack, "legajo")
    assert section.click("grado.pdf").click("Descargar").body == content
    escalafon = browser_of(stack, ESCALAFON)
    archive = ZipFile(
        BytesIO(escalafon.visit(f"/legajo/servidores/{SERVIDOR.dni}/documentos.zip").body)
    )
    assert archive.testzip() is None
    assert len([name for name in archive.namelist() if name.endswith(".pdf")]) > 1


def test_a_document_with_a_virus_is_refused_and_not_kept(stack, bucket, rosa):
    before = bucket.names("legajo")

    page = send(an_entry(rosa, files.a_pdf() + b"\n%" + EICAR), status=422)

    assert "El antivirus encontró una amenaza en el archivo" in page.text
    assert bucket.names("legajo") == before
    assert "file_refused" in stack.log("legajo-web")


def test_while_the_antivirus_is_away_nothing_is_taken_in_and_nothing_is_lost(stack, bucket, rosa):
    form = an_entry(rosa, files.a_pdf(title="mientras no está"), "constancia.pdf")
    stack.run("dc stop antivirus")

    page = send(form, status=422)

    assert "No podemos revisar archivos en este momento" in page.text
    assert not stack.ready("legajo-web")["antivirus"]
    assert "antivirus_away" in stack.log("legajo-web")
    stack.run("dc up --detach --wait antivirus")
    assert "constancia.pdf" in send(form).text
    assert stack.ready("legajo-web")["antivirus"]


def test_a_planilla_is_read_from_the_bucket_until_its_people_see_it(stack, bucket):
    ana, luis = browser_of(stack, ADMINISTRADOR), browser_of(stack, ESCALAFON)
    month = a_csv(a_pago(dni=SERVIDOR.dni, periodo=202601))
    form = form_to("/boleta/planillas/nueva", ana.visit("/boleta/planillas/nueva"))
    before = bucket.names("boleta")

    asked = {"anio": "2026", "mes": "1", "sede": CANCHIS, "tipo": "ocasional"}
    address = ana.send(form, **asked, archivo=Upload("enero.csv", month)).request.path
    wait_for(lambda: estado(ana, address) in {"validada", "observada"}, "a report")
    luis.send(form_to(f"{address}/aprobar", luis.visit(f"{address}?accion=aprobar")))
    luis.send(form_to(f"{address}/publicar", luis.visit(f"{address}?accion=publicar")))

    wait_for(lambda: estado(ana, address) == "publicada", "the publication")
    assert bucket.names("boleta") > before


def estado(visitor: Visitor, address: str) -> str:
    return str(visitor.get(f"{address}/progreso").json["estado"])


def test_while_the_bucket_is_away_people_are_told_and_it_is_taken_up_again(stack, bucket, rosa):
    section = send(an_entry(rosa, files.a_pdf(title="antes"), "antes.pdf"))
    document = section.click("antes.pdf").click("Descargar").request.path
    form = an_entry(rosa, files.a_pdf(title="después"), "despues.pdf")
    bucket.stop()

    for page in (rosa.get(document, expect_errors=True), send(form, status=503)):
        assert page.status_int == 503
        assert AWAY in page.text
    for service in VOLUMES:
        assert not stack.ready(f"{service}-web")["files"]

    bucket.start()
    assert "despues.pdf" in send(form).text
    assert rosa.get(document).body.startswith(b"%PDF-")
    for service in VOLUMES:
        assert stack.ready(f"{service}-web")["files"]


def test_the_way_back_leads_every_file_to_the_volumes(stack, antivirus, bucket, rosa):
    before = {service: bucket.names(service) for service in VOLUMES}
    page = send(an_entry(rosa, files.a_pdf(title="de vuelta"), "vuelta.pdf"))
    document = page.click("vuelta.pdf").click("Descargar").request.path
    _, back = runbook("Documents in an S3-compatible bucket")
    until, after = back.split("# now remove them from deploy/.env\n")

    stack.run(until)
    stack.set(antivirus)
    said = stack.run(after)

    assert said.count("Con problemas: 0.") == 2
    for service in VOLUMES:
        assert in_volume(stack, service) >= before[service]
    bucket.stop()
    assert rosa.get(document).body.startswith(b"%PDF-")
    assert set(stack.health().values()) == {"healthy"}
