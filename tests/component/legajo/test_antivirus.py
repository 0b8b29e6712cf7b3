"""The hook to clamd, spoken to by its protocol over a real socket."""

import socket
import threading
from io import BytesIO

import pytest

from chassis.errors import Invalid
from services.legajo.documents.antivirus import Antivirus

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def clamd():
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


def test_a_clean_file_is_believed_and_stands_at_its_beginning(clamd):
    stream = BytesIO(b"%PDF-" + b"x" * 200_000)

    Antivirus(clamd).check(stream)

    assert stream.tell() == 0
    assert Antivirus(clamd).answers()


def test_a_file_that_clamd_knows_is_refused(clamd):
    with pytest.raises(Invalid, match="amenaza"):
        Antivirus(clamd).check(BytesIO(EICAR))
