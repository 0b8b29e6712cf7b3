"""The two orders in which a legajo is read: MINEDU's ten sections, and SERVIR's twelve."""

from collections.abc import Sequence
from typing import NamedTuple

from services.legajo.domain.secciones import SECCIONES, SECCIONES_SERVIR, TIPOS
from services.legajo.models import Anotacion, by_seccion

MINEDU, SERVIR = "minedu", "servir"
"""How an address calls each."""


class Grupo(NamedTuple):
    """A section of a legajo, as a page shows it."""

    clave: str
    titulo: str
    contenido: str
    actualizar: str
    """The one of the ten sections where it is updated; empty, if there are several."""
    anotaciones: list[Anotacion]


def groups_of(vista: str, anotaciones: Sequence[Anotacion]) -> list[Grupo]:
    """Put entries in their sections, in either order; the empty ones too."""
    return _servir(anotaciones) if vista == SERVIR else _minedu(anotaciones)


def _minedu(anotaciones: Sequence[Anotacion]) -> list[Grupo]:
    return [
        Grupo(numero, SECCIONES[numero].titulo, SECCIONES[numero].contenido, numero, found)
        for numero, found in by_seccion(anotaciones).items()
    ]


def _servir(anotaciones: Sequence[Anotacion]) -> list[Grupo]:
    groups = []
    for numero, nombre in SECCIONES_SERVIR.items():
        tipos = [tipo for tipo in TIPOS.values() if tipo.servir == numero]
        where = {tipo.seccion for tipo in tipos}
        found = [each for each in anotaciones if each.about.servir == numero]
        contenido = "; ".join(tipo.nombre for tipo in tipos)
        only = where.pop() if len(where) == 1 else ""
        groups.append(Grupo(numero, f"{numero}. {nombre}", contenido, only, found))
    return groups
