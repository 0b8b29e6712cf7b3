"""What a servidor asks for: its words, and the number it is known by."""

from dataclasses import dataclass
from uuid import UUID, uuid5

MAX_ASUNTO = 150
"""The longest asunto, in characters: it is one line of a list."""

MAX_TEXT = 2000
"""The longest detalle or comentario, in characters: about a page."""


@dataclass(frozen=True, kw_only=True)
class Pedido:
    """What a servidor asks to have updated."""

    seccion: str
    asunto: str
    detalle: str

    def sent_with(self, form_key: UUID) -> UUID:
        """Identify one sending: the same form, sent twice with the same words, is one."""
        return uuid5(form_key, "\0".join((self.seccion, self.asunto, self.detalle)))


def format_expediente(year: int, number: int) -> str:
    """Return the número de expediente: `EXP-2026-000123`."""
    return f"EXP-{year}-{number:06}"
