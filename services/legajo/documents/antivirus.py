"""Asks clamd, where there is one, whether a file carries something known to be bad.

It is off unless its address is set, and the log says so at the start. Where it is set and does not
answer, nothing is taken in: who is sent away comes back, and a virus that got in stays.
"""

import socket
from contextlib import closing
from typing import BinaryIO, cast

import structlog
from flask import Flask, current_app

from chassis.errors import Conflict, Invalid

CHUNK = 64 * 1024
"""How much of a file is sent at a time, in bytes."""

PATIENCE = 30.0
"""Seconds after which a clamd that does not answer is not there."""

log = structlog.get_logger()


class Antivirus:
    """The clamd at an address, `host:port` or the path of a socket; none if that is empty."""

    def __init__(self, address: str) -> None:
        self._address = address

    @property
    def is_on(self) -> bool:
        """Whether files are looked at."""
        return bool(self._address)

    def init_app(self, app: Flask) -> None:
        """Make it the antivirus of that service."""
        app.extensions["antivirus"] = self
        if not self.is_on:
            log.warning("antivirus_off", setting="LEGAJO_CLAMD_ADDRESS")

    def answers(self) -> bool:
        """Tell whether clamd is there."""
        with closing(self._connect()) as clamd:
            clamd.sendall(b"zPING\0")
            return clamd.recv(16).startswith(b"PONG")

    def check(self, stream: BinaryIO) -> None:
        """Refuse a file that clamd knows; without a clamd, believe it."""
        if not self.is_on:
            return
        try:
            verdict = self._ask(stream)
        except OSError as error:
            log.error("antivirus_away", error=repr(error))
            raise Conflict(
                "No podemos revisar archivos en este momento: vuelva a intentarlo en unos minutos."
            ) from error
        stream.seek(0)
        if not verdict.endswith(b"OK"):
            log.warning("file_refused", verdict=verdict.decode(errors="replace"))
            raise Invalid(
                "El antivirus encontró una amenaza en el archivo: revise su equipo y envíe una "
                "copia limpia."
            )

    def _ask(self, stream: BinaryIO) -> bytes:
        stream.seek(0)
        with closing(self._connect()) as clamd:
            clamd.sendall(b"zINSTREAM\0")
            while chunk := stream.read(CHUNK):
                clamd.sendall(len(chunk).to_bytes(4, "big") + chunk)
            clamd.sendall(bytes(4))
            answer = b""
            while not answer.endswith(b"\0") and (more := clamd.recv(1024)):
                answer += more
        if not answer:
            raise ConnectionError("clamd said nothing")
        return answer.rstrip(b"\0")

    def _connect(self) -> socket.socket:
        host, colon, port = self._address.rpartition(":")
        if colon and not self._address.startswith("/"):
            return socket.create_connection((host, int(port)), timeout=PATIENCE)
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(PATIENCE)
        try:
            clamd.connect(self._address)
        except OSError:
            clamd.close()
            raise
        return clamd


def current_antivirus() -> Antivirus:
    """Return the antivirus of the running service."""
    return cast(Antivirus, current_app.extensions["antivirus"])
