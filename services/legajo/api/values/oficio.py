"""What a specialist writes in a legajo de oficio."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from werkzeug.datastructures import FileStorage

from chassis.openapi import Rule
from chassis.openapi.values import Clave
from services.legajo.api.values.borrador import Texto
from services.legajo.api.values.legajo import Valores
from services.legajo.domain.borrador import MAX_ADJUNTOS

Archivos = Annotated[tuple[FileStorage, ...], Rule(max_items=MAX_ADJUNTOS)]
"""PDF, JPG or PNG: their content decides, not their names."""


@dataclass(frozen=True, kw_only=True)
class AnotacionDeOficio:
    """Una anotación que se agrega de oficio, con sus documentos: todo o nada."""

    clave: Clave
    """Un UUID que elige quien envía: lo mismo, enviado dos veces, es una sola anotación."""
    tipo: Annotated[str, Rule(max_length=30, example="sancion")]
    """La clave de un tipo del catálogo."""
    valores: Valores
    """Cada dato por su clave, como un objeto JSON."""
    por_que: Texto = ""
    archivo: Archivos = ()
    """PDF, JPG o PNG. Una sanción no se anota sin su resolución."""


@dataclass(frozen=True, kw_only=True)
class AnotacionEscrita:
    """La anotación que se agregó."""

    id: int


@dataclass(frozen=True, kw_only=True)
class Correccion:
    """Qué debe decir una anotación, y por qué."""

    valores: Valores
    """Todos sus datos por su clave; lo que no se dice queda vacío."""
    por_que: Texto
    """Queda en su historia."""
    visto: datetime
    """El «updated_at» que vio quien corrige: si cambió después, no se hace nada."""


@dataclass(frozen=True, kw_only=True)
class Anulacion:
    """Por qué una anotación deja de contar."""

    por_que: Texto
    """Queda en su historia."""
    visto: datetime
    """El «updated_at» que vio quien anula: si cambió después, no se hace nada."""


@dataclass(frozen=True, kw_only=True)
class SinEfecto:
    """Por qué un documento deja de sustentar una anotación."""

    por_que: Texto
    """Queda en su historia, con el documento."""


@dataclass(frozen=True, kw_only=True)
class DocumentosDeOficio:
    """Documentos que se ponen junto a una anotación: todos o ninguno."""

    archivo: Archivos
    """PDF, JPG o PNG."""
