"""What people may choose: how they hear of a new boleta. Security mail is never a choice."""

from datetime import datetime
from enum import StrEnum

MONDAY, EIGHT = 0, 8
"""The digest goes out on Mondays from eight o'clock in the morning, in Lima."""


class Preferencia(StrEnum):
    """How a person wants to hear of a new boleta."""

    CORREO = "correo"
    RESUMEN = "resumen"
    NINGUNO = "ninguno"

    @property
    def label(self) -> str:
        """How the page offers it."""
        return LABELS[self]


LABELS = {
    Preferencia.CORREO: "Un correo por cada boleta que se publica",
    Preferencia.RESUMEN: "Un solo correo los lunes, con las boletas de la semana",
    Preferencia.NINGUNO: "Ninguno: las veré en la plataforma",
}


def is_digest_time(local: datetime) -> bool:
    """Tell whether the digests of the week may go out, by the clock of Lima."""
    return local.weekday() == MONDAY and local.hour >= EIGHT
