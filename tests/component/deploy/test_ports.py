"""Ports: who is given one can listen there, whatever the machine does meanwhile."""

import socket

import pytest

from deploy.ports import LOOPBACK, free_ports, is_taken


def test_a_port_that_was_chosen_is_given_to_nobody_else_and_can_be_listened_on_again_and_again():
    (port,) = free_ports(1)

    with socket.socket() as another, pytest.raises(OSError, match="in use"):
        another.bind((LOOPBACK, port))
    for _ in range(2):
        assert not is_taken(port)
        with socket.create_server((LOOPBACK, port)):
            assert is_taken(port)
            socket.create_connection((LOOPBACK, port)).close()


def test_nobody_answers_at_a_port_that_was_only_chosen():
    (port,) = free_ports(1)

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, port))
