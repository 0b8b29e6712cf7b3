"""What somebody can do with the legajo of another, and is remembered for that person to read."""

from enum import StrEnum


class Acto(StrEnum):
    """What somebody did."""

    CONSULTA = "consulta"
    """They opened the legajo."""
    SOLICITUD = "solicitud"
    """They opened a solicitud of the person."""
    DOCUMENTO = "documento"
    """They opened a document of it."""
    RESERVADO = "reservado"
    """They saw what of it is reserved, for the reason that they gave."""
    INFORME = "informe"
    """They issued an informe about the person, or opened one."""
    DESCARGA = "descarga"
    """They took it away, as a document."""
    CUSTODIA = "custodia"
    """They looked where it is kept and how, not at what it says."""
    VERIFICACION = "verificacion"
    """They asked whether a document of the person is authentic; nobody knows who."""

    @property
    def label(self) -> str:
        """What the person is told of it."""
        return ACTO_LABELS[self]


ACTO_LABELS = {
    Acto.CONSULTA: "Consultó su legajo",
    Acto.SOLICITUD: "Revisó su solicitud",
    Acto.DOCUMENTO: "Abrió un documento",
    Acto.RESERVADO: "Vio lo reservado, por el motivo que dio",
    Acto.INFORME: "Emitió o abrió un informe",
    Acto.DESCARGA: "Descargó su legajo",
    Acto.CUSTODIA: "Revisó dónde y cómo se guarda su legajo",
    Acto.VERIFICACION: "Comprobó que el documento es auténtico",
}
