"""Where anybody asks whether a document is ours: each service that issues some has an address.

A code that one does not know, it sends on to the other: whoever types it need not know which.
"""

BOLETAS = "/v"
"""Boletas, annual sheets and constancias: boleta answers."""

INFORMES = "/vi"
"""Informes escalafonarios: legajo answers, and has the last word on a code that nobody knows."""

LAST = "ultimo"
"""Tells, in an address, that the other has been asked already."""


def addresses(prefix: str) -> tuple[str, str]:
    """Return both ways to write an address: as typed, and as a QR has it, smaller in capitals."""
    return prefix, prefix.upper()
