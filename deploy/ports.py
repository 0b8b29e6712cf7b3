"""Ports that the operating system chooses, and whether one that a person chose is free."""

import socket
import sys
from contextlib import ExitStack

LOOPBACK = "127.0.0.1"
"""Where everything that runs here listens: nothing is offered to the network."""


def free_ports(count: int) -> list[int]:
    """Return distinct ports that nobody listens on; none gets them by chance while we run."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            each.bind((LOOPBACK, 0))
        ports = [each.getsockname()[1] for each in sockets]
        if sys.platform == "linux":
            _hold(sockets)
    return ports


def _hold(sockets: list[socket.socket]) -> None:
    """Keep ports from who asks for any, until this process ends.

    A connection to somebody else may otherwise come to leave by one, and nobody could listen there
    until a minute after its end. A server may: it reuses the address, and we do not listen. (Other
    systems would not let it.)
    """
    for each in sockets:
        each.detach()


def is_taken(port: int) -> bool:
    """Whether somebody already listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False
