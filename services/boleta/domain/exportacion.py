"""The Excel of a whole month: asked for by an administrador, made in the background."""

from enum import StrEnum


class EstadoExportacion(StrEnum):
    """Where an export is on its way."""

    PENDIENTE = "pendiente"
    EN_CURSO = "en_curso"
    LISTA = "lista"
    FALLIDA = "fallida"

    @property
    def label(self) -> str:
        """How people call it."""
        return ESTADO_LABELS[self]

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self in {EstadoExportacion.LISTA, EstadoExportacion.FALLIDA}


ESTADO_LABELS = {
    EstadoExportacion.PENDIENTE: "En espera",
    EstadoExportacion.EN_CURSO: "En preparación",
    EstadoExportacion.LISTA: "Lista",
    EstadoExportacion.FALLIDA: "No se pudo preparar",
}

MAX_TRIES = 3
"""After how many workers that were killed over it an export is given up."""

LEASE_SECONDS = 120
"""For how long a worker may say nothing before another takes its export."""

KEPT_DAYS = 7
"""For how long the file of an export can be taken."""
