"""The hook to clamd: its protocol, spoken over a real socket; and clamd itself, behind the page."""

import socket
import threading
from collections.abc import Iterator
from io import BytesIO

import pytest
from webtest import TestApp, Upload

from chassis.errors import Invalid
from deploy.embedded import Valkey
from services.legajo.documents.antivirus import Antivirus
from services.legajo.queries.files import kept_files
from tests.support.builders import files
from tests.support.builders.legajo import ESTUDIO, a_servidor
from tests.support.clamd import EICAR, clamd
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases


@pytest.fixture
def speaker() -> Iterator[str]:
    """Listen as clamd does: PING, and INSTREAM with blocks that say how long they are."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def serve(server):
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as said:
            connection.sendall(answer(said))


def answer(said):
    command = b""
    while not command.endswith(b"\0"):
        command += said.read(1)
    if command == b"zPING\0":
        return b"PONG\0"
    content = b""
    while size := int.from_bytes(said.read(4), "big"):
        content += said.read(size)
    return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def test_a_clean_file_is_believed_and_stands_at_its_beginning(speaker):
    stream = BytesIO(b"%PDF-" + b"x" * 200_000)

    Antivirus(speaker).check(stream)

    assert stream.tell() == 0
    assert Antivirus(speaker).answers()


def test_a_file_that_clamd_knows_is_refused(speaker):
    with pytest.raises(Invalid, match="amenaza"):
        Antivirus(speaker).check(BytesIO(EICAR))


@pytest.fixture(scope="module")
def running(databases: Databases, valkey: Valkey, people: People) -> Iterator[Service]:
    """Start a legajo that asks a real clamd."""
    with clamd() as address:
        yield start("legajo", databases, valkey, people, LEGAJO_CLAMD_ADDRESS=address)


@pytest.fixture
def legajo(running: Service) -> Iterator[Service]:
    running.empty()
    with running.app.app_context():
        yield running


@pytest.fixture
def browser(legajo: Service, people: People) -> TestApp:
    a_servidor()
    return legajo.browser(people.token("00000001"))


def send(browser: TestApp, content: bytes, *, status: int = 303):
    """Fill in an entry with that document, and send the form."""
    form = browser.get("/legajo/actualizar/II").forms["agregar-estudio"].submit("tipo").follow()
    form = form.forms["form-cambio"]
    for name, value in ESTUDIO.items():
        form[name] = value
    form["archivo"] = [Upload("título.pdf", content)]
    return form.submit("paso", value="listo", status=status)


def test_a_clean_document_passes_clamd(legajo, browser):
    section = send(browser, files.a_pdf()).follow()

    section.mustcontain("título.pdf")
    assert legajo.browser().get("/readyz").json["checks"]["antivirus"]


def test_a_document_with_a_virus_is_refused_at_its_field_and_not_kept(browser):
    page = send(browser, files.a_pdf() + b"\n%" + EICAR, status=422)

    lint(page.text, page.request.url)
    page.mustcontain("El antivirus encontró una amenaza en el archivo", "Magíster en Educación")
    assert list(kept_files()) == []


def test_a_picture_with_a_virus_is_refused_too(browser):
    page = send(browser, files.a_picture("PNG") + EICAR, status=422)

    page.mustcontain("El antivirus encontró una amenaza en el archivo")
