"""A mail server that throws everything away, and is quicker than what is measured against it.

`python -m tests.performance.sink` prints its port and runs until its input ends; with `--tell` also
when each message came, and for whom.
"""

import asyncio
import sys
import time

YES = b"250 2.0.0 OK\r\n"
ANSWERS = {b"DATA": b"354 Go ahead\r\n", b"QUIT": b"221 2.0.0 Bye\r\n"}
"""What is answered to a command that wants something else than a yes."""

TELLS = "--tell" in sys.argv


class Sink(asyncio.Protocol):
    """Says yes to everything, line by line; a message ends with a lone dot."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._rest = b""
        self._in_message = False
        self._recipient = ""
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while self._step():
            pass

    def _step(self) -> bool:
        ends_with = b"\r\n.\r\n" if self._in_message else b"\r\n"
        head, found, rest = self._rest.partition(ends_with)
        if not found:
            self._rest = self._rest[-4:] if self._in_message else self._rest
            return False
        self._rest = rest
        if self._in_message and TELLS:
            sys.stdout.write(f"{time.time()} {self._recipient}\n")
            sys.stdout.flush()
        command = b"" if self._in_message else head[:4].upper()
        if command == b"RCPT":
            self._recipient = head.decode().partition("<")[2].rstrip(">")
        self._in_message = command == b"DATA"
        self._transport.write(ANSWERS.get(command, YES))
        return True


async def main() -> None:
    """Take mail in until nobody holds our input open."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
