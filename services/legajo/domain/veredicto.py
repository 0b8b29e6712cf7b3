"""How the verdicts on the entries and documents of a solicitud make a decision about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chassis.errors import Invalid
from services.legajo.domain.workflow import Accion


class Resultado(StrEnum):
    """What is thought of an entry, or of a document."""

    ACEPTADO = "aceptado"
    OBSERVADO = "observado"
    RECHAZADO = "rechazado"

    @property
    def label(self) -> str:
        """How people call it."""
        return self.capitalize()


@dataclass(frozen=True, order=True)
class Pieza:
    """What is judged: an entry, or one of its documents (then not 0)."""

    cambio_id: int
    adjunto_id: int = 0

    @property
    def campo(self) -> str:
        """What a form calls it."""
        return f"{self.cambio_id}-{self.adjunto_id}"


@dataclass(frozen=True)
class Fallo:
    """What is thought of a piece, and why."""

    resultado: Resultado
    motivo: str = ""


Fallos = Mapping[Pieza, Fallo]
"""The verdict on each piece of a solicitud."""


def check_fallos(fallos: Fallos, names: Mapping[Pieza, str]) -> None:
    """Refuse a decision that forgets a piece, or does not say why."""
    errors: dict[str, str] = {}
    for piece, name in names.items():
        fallo = fallos.get(piece)
        if fallo is None:
            errors[f"fallo-{piece.campo}"] = f"{name}: elija aceptar, observar o rechazar."
        elif fallo.resultado is not Resultado.ACEPTADO and not fallo.motivo:
            errors[f"motivo-{piece.campo}"] = f"{name}: escriba el motivo."
    if errors:
        raise Invalid(errors=errors)


def result_of(fallos: Fallos, cambio_id: int) -> Resultado:
    """Return what becomes of an entry: a document of it that is observed holds it back too."""
    own = fallos[Pieza(cambio_id)].resultado
    documents = {fallo.resultado for piece, fallo in fallos.items() if piece.cambio_id == cambio_id}
    is_held = own is Resultado.ACEPTADO and Resultado.OBSERVADO in documents
    return Resultado.OBSERVADO if is_held else own


def decision_of(fallos: Fallos) -> Accion:
    """Return what the verdicts come to: one observation sends the whole solicitud back."""
    cambios = {piece.cambio_id for piece in fallos}
    results = {result_of(fallos, cambio_id) for cambio_id in cambios}
    if Resultado.OBSERVADO in results:
        return Accion.OBSERVAR
    if results == {Resultado.RECHAZADO}:
        return Accion.RECHAZAR
    is_whole = all(fallo.resultado is Resultado.ACEPTADO for fallo in fallos.values())
    return Accion.ATENDER if is_whole else Accion.ATENDER_EN_PARTE


def in_words(fallos: Fallos, names: Mapping[Pieza, str], comentario: str) -> str:
    """Say to the servidor what was not accepted, piece by piece, after what else is said."""
    lines = [comentario] if comentario else []
    lines += [
        f"{names[piece]}: {fallo.resultado}. {fallo.motivo}"
        for piece, fallo in sorted(fallos.items())
        if fallo.resultado is not Resultado.ACEPTADO
    ]
    return "\n".join(lines)
