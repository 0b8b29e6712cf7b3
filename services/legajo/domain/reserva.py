"""What of a legajo is reserved: the catalogue marks it, and whoever shows a legajo asks here.

A whole section, a kind of entry or one of its fields may be `reservado`, a field also by some of
its options alone: a cese, when it is a sanction. Who it is about sees all of it. A specialist who
keeps the legajo knows that it is there, and sees it once they said why.
"""

from collections.abc import Mapping
from typing import Any

from chassis.errors import Invalid
from services.legajo.domain.secciones import SECCIONES, TIPOS, Campo, Clase, TipoAnotacion

MAX_MOTIVO = 200
"""How long the reason may be: it is part of the key under which a look is remembered."""

LEAST_MOTIVO = 10
"""How short it may be: the person reads it, and «x» says nothing to them."""


def is_reserved(tipo: TipoAnotacion) -> bool:
    """Tell whether no entry of that kind is shown before somebody says why."""
    return tipo.es_reservado or SECCIONES[tipo.seccion].es_reservada


RESERVED = frozenset(clave for clave, tipo in TIPOS.items() if is_reserved(tipo))
"""The kinds of entry that are reserved."""


def reserved_campos(tipo: TipoAnotacion, valores: Mapping[str, Any]) -> tuple[Campo, ...]:
    """Return the fields that an entry says and that are reserved.

    What was written freely beside one of them may name what it hides: it is reserved with it.
    """
    said = [campo for campo in tipo.campos if valores.get(campo.clave)]
    if not any(campo.is_reserved_as(valores[campo.clave]) for campo in said):
        return ()
    return tuple(
        campo
        for campo in said
        if campo.is_reserved_as(valores[campo.clave]) or campo.clase is Clase.PARRAFO
    )


def without_reserved(tipo: TipoAnotacion, valores: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what the reserved fields say."""
    hidden = {campo.clave for campo in reserved_campos(tipo, valores)}
    return {clave: value for clave, value in valores.items() if clave not in hidden}


def documents_are_reserved(tipo: TipoAnotacion, valores: Mapping[str, Any]) -> bool:
    """Tell whether what supports an entry says something reserved: as it does, or as a field."""
    return is_reserved(tipo) or bool(reserved_campos(tipo, valores))


def check_motivo(motivo: str) -> None:
    """Refuse to show what is reserved to who does not say why in words that can be understood."""
    if len(motivo) < LEAST_MOTIVO:
        raise Invalid(
            errors={"motivo_reserva": "Escriba por qué necesita verlo: el servidor lo leerá."}
        )
