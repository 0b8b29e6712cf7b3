"""Ports that the operating system chooses, and whether one that a person chose is free."""

import socket
from contextlib import ExitStack

LOOPBACK = "127.0.0.1"
"""Where everything that runs here listens: nothing is offered to the network."""


def free_ports(count: int) -> list[int]:
    """Return distinct ports that nobody listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((LOOPBACK, 0))
        return [each.getsockname()[1] for each in sockets]


def is_taken(port: int) -> bool:
    """Whether somebody already listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False
