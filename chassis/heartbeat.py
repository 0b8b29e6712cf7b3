"""The sign of life of a worker. It imports nothing, because whoever looks at it does so often."""

HEARTBEAT_SECONDS = 15
"""How long a worker is believed to live after its last sign."""


def heartbeat_key(worker: str) -> str:
    """Return the key that a living worker of that name (`boleta-worker`) keeps in Valkey."""
    return f"heartbeat:{worker}"
