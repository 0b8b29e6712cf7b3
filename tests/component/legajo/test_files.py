"""Where documents rest: in a bucket, which may be away; moved there from a folder, and checked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from webtest import TestApp, Upload

from chassis.filestore import FileStore, current_files
from chassis.filestore.folder import Folder
from chassis.settings import BadSettings
from deploy.embedded import Valkey
from services.legajo.queries.files import kept_files
from tests.support.bucket import BucketServer, bucket_server
from tests.support.builders import files
from tests.support.builders.legajo import ESTUDIO, a_servidor, an_anotacion
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    with bucket_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Offer the folder where documents were before."""
    return tmp_path_factory.mktemp("legajo-files")


@pytest.fixture(scope="module")
def running(
    databases: Databases, valkey: Valkey, people: People, server: BucketServer, folder: Path
) -> Service:
    """Start a legajo that keeps its files in the bucket."""
    settings = server.settings | {"LEGAJO_FILES_DIR": str(folder)}
    return start("legajo", databases, valkey, people, **settings)


@pytest.fixture
def legajo(running: Service) -> Iterator[Service]:
    running.empty()
    with running.app.app_context():
        yield running


@pytest.fixture
def browser(legajo: Service, people: People) -> TestApp:
    a_servidor()
    return legajo.browser(people.token("00000001"))


@pytest.fixture
def away(server: BucketServer) -> Iterator[BucketServer]:
    """Offer the server, which a test stops."""
    yield server
    server.stop()
    server.start()


def an_entry(browser: TestApp, content: bytes):
    """Fill in an entry, and choose its document; return the form."""
    form = browser.get("/legajo/actualizar/II").forms["agregar-estudio"].submit("tipo").follow()
    form = form.forms["form-cambio"]
    for name, value in ESTUDIO.items():
        form[name] = value
    form["archivo"] = [Upload("título.pdf", content)]
    return form


def test_a_document_goes_to_the_bucket_and_comes_back(legajo, browser, server):
    before = server.names("legajo")
    content = files.a_pdf(title="in the bucket")

    section = an_entry(browser, content).submit("paso", value="listo", status=303).follow()

    assert len(server.names("legajo")) == len(before) + 1
    assert section.click("título.pdf").click("Descargar").body == content
    assert legajo.browser().get("/readyz").json["checks"]["files"]


def test_while_the_bucket_is_away_people_are_asked_to_come_back(legajo, browser, away):
    section = an_entry(browser, files.a_pdf(title="first")).submit("paso", value="listo").follow()
    document = section.click("título.pdf").click("Descargar").request.path
    form = an_entry(browser, files.a_pdf(title="second"))
    away.stop()

    for page in (
        browser.get(document, expect_errors=True),
        form.submit("paso", value="listo", expect_errors=True),
    ):
        assert page.status_int == 503
        lint(page.text, page.request.url)
        page.mustcontain("Los archivos no están disponibles por el momento", "Vuelva a intentarlo")
    assert not legajo.browser().get("/readyz", status=503).json["checks"]["files"]

    away.start()
    form.submit("paso", value="listo", status=303)


def test_documents_of_a_folder_are_copied_to_the_bucket_and_found_there(legajo, folder):
    a_servidor()
    with as_before(legajo, folder):
        an_anotacion(document=files.a_pdf(title="of the folder"))
        an_anotacion(document=files.a_pdf(title="of the folder, too"))
    missing = legajo.run("files", "check")

    first, again = legajo.run("files", "copy"), legajo.run("files", "copy")
    checked, quick = legajo.run("files", "check"), legajo.run("files", "check", "--quick")

    assert missing.exit_code == 1
    assert missing.output.count("no está") == 2
    assert first.output == "Copiados: 2. Ya estaban: 0. Con problemas: 0.\n"
    assert again.output == "Copiados: 0. Ya estaban: 2. Con problemas: 0.\n"
    assert checked.output == quick.output == "Revisados: 2. En orden: 2. Con problemas: 0.\n"
    assert [first.exit_code, again.exit_code, checked.exit_code, quick.exit_code] == [0] * 4


def test_documents_of_the_bucket_go_back_to_a_folder(legajo, folder):
    a_servidor()
    an_anotacion(document=files.a_pdf(title="of the bucket"))

    assert legajo.run("files", "copy", "--back").exit_code == 0

    with as_before(legajo, folder):
        assert legajo.run("files", "check").exit_code == 0


def test_a_document_that_somebody_changed_is_told(legajo, server):
    a_servidor()
    an_anotacion(document=files.a_pdf(title="to be changed"))
    (key,) = kept_files()
    sealed = server.read(f"legajo/{key}")
    server.write(f"legajo/{key}", sealed[:-1] + bytes([sealed[-1] ^ 1]))

    checked = legajo.run("files", "check")

    assert checked.exit_code == 1
    assert f"{key}: no está o está dañado" in checked.output


def test_without_a_bucket_there_is_nothing_to_copy_to(running_legajo):
    copied = running_legajo.run("files", "copy")

    assert copied.exit_code == 1
    assert "No hay un depósito S3" in copied.output


def test_a_bucket_that_is_half_configured_is_refused_at_the_start(databases, valkey, people):
    with pytest.raises(BadSettings) as refused:
        start("legajo", databases, valkey, people, LEGAJO_FILES_S3_URL="https://s3.example.pe")

    assert str(refused.value) == (
        "LEGAJO_FILES_S3_URL is not like https://host/bucket;"
        " LEGAJO_FILES_S3_ACCESS_KEY is not set; LEGAJO_FILES_S3_SECRET_KEY is not set"
    )


@contextmanager
def as_before(legajo: Service, folder: Path) -> Iterator[None]:
    """Let legajo keep its files in the folder, as it did before it was told of a bucket."""
    now = current_files()
    FileStore(Folder(folder), legajo.app.extensions["settings"].files_key).init_app(legajo.app)
    yield
    now.init_app(legajo.app)
