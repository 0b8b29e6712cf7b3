"""What can be done with the boletas of a person, and is remembered for them to read."""

from enum import StrEnum


class Acto(StrEnum):
    """What somebody did with boletas."""

    VISTA = "vista"
    """They opened one, line by line."""
    DESCARGA = "descarga"
    """They took one away, as a document."""
    CONSULTA = "consulta"
    """They found boletas of the person among others, in a list."""
    VERIFICACION = "verificacion"
    """They asked whether a document of the person is authentic; nobody knows who."""

    @property
    def label(self) -> str:
        """What the person is told of it."""
        return ACTO_LABELS[self]


ACTO_LABELS = {
    Acto.VISTA: "Vio la boleta",
    Acto.DESCARGA: "Descargó la boleta",
    Acto.CONSULTA: "Consultó sus boletas",
    Acto.VERIFICACION: "Comprobó que el documento es auténtico",
}

NO_BOLETA = 0
"""In the place of the id of a boleta: it was about the person, and none in particular."""
