"""From where somebody asks: an address for the throttle, its network for the audit trail."""

import click
from flask import has_request_context, request

from services.identity.domain import network_of

CONSOLE, WORKER = "consola", "sistema"
"""What stands in place of a network when an operator's command acts, or the worker by itself."""


def visitor_address() -> str:
    """Return who the gateway says is asking; it removes what the visitor says of themselves."""
    return request.headers.get("X-Forwarded-For", request.remote_addr or "")


def visitor_network() -> str:
    """Return the network of who asks; outside of a request, what acts instead."""
    if has_request_context():
        return network_of(visitor_address())
    return CONSOLE if click.get_current_context(silent=True) else WORKER
