"""The rules of answering an observation: what of each entry may be changed, and what is missing."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, TypeVar

from chassis.errors import Conflict, NotFound
from services.legajo.domain.anotacion import Valores
from services.legajo.domain.veredicto import Fallo, Pieza, Resultado

T = TypeVar("T")

LOCKED = "Eso ya fue aceptado y no se cambia: revise lo que está observado."
"""What is said of a piece that nobody asked to be mended."""


class Partes(NamedTuple):
    """What of an entry waits for its servidor."""

    datos: bool
    """Whether its fields may be corrected."""
    documentos: frozenset[int]
    """Which of its documents may be taken away."""
    is_open: bool
    """Whether anything at all may be done, as to add a document."""


def open_parts(fallos: Mapping[str, Fallo], cambio_id: int, adjuntos: Collection[int]) -> Partes:
    """Return what was observed of an entry; without any verdict, all of it was."""
    if not fallos:
        return Partes(True, frozenset(adjuntos), True)
    datos = _is_observed(fallos, Pieza(cambio_id))
    documentos = {each for each in adjuntos if _is_observed(fallos, Pieza(cambio_id, each))}
    return Partes(datos, frozenset(documentos), datos or bool(documentos))


def check_open(is_open: bool) -> None:
    """Refuse to change what was not observed."""
    if not is_open:
        raise Conflict(LOCKED)


def found(thing: T | None) -> T:
    """Return what was looked for in a solicitud; refuse what is not there."""
    if thing is None:
        raise NotFound("No lo encontramos en esta solicitud: vuelva a abrirla.")
    return thing


def rebase(antes: Valores, hoy: Valores, valores: Valores) -> dict[str, Any]:
    """Return what is asked, over what an entry says today: the rest follows it."""
    kept = {
        clave: hoy.get(clave) if valores.get(clave) == antes.get(clave) else valores.get(clave)
        for clave in {**hoy, **valores}
    }
    return {clave: value for clave, value in kept.items() if value is not None}


def _is_observed(fallos: Mapping[str, Fallo], piece: Pieza) -> bool:
    fallo = fallos.get(piece.campo)
    return fallo is not None and fallo.resultado is Resultado.OBSERVADO


def what_still_lacks(*, is_ready: bool, needs_one: bool, documents: int) -> str:
    """Tell what an entry needs before the answer can be sent; nothing, if it is ready."""
    if not is_ready:
        return "Falta completar sus datos."
    if needs_one and not documents:
        return "Falta el documento que lo sustenta."
    return ""
