"""What a servidor prepares before they send it, and what they send."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from chassis.openapi import Rule
from chassis.openapi.values import Clave, Published
from services.legajo import models
from services.legajo.api.api import NumeroDeSeccion
from services.legajo.api.values.legajo import Documento, Valores
from services.legajo.domain import MAX_ASUNTO, MAX_TEXT
from services.legajo.domain.anotacion import Operacion, typed_of
from services.legajo.domain.borrador import what_is_missing

Texto = Annotated[str, Rule(max_length=MAX_TEXT)]
TextoDicho = Annotated[str, Rule(min_length=1, max_length=MAX_TEXT)]


Visto = Annotated[int, Rule(minimum=1, maximum=999_999_999)]
"""How many things had happened to a solicitud when who decides looked at it."""


class OperacionPosible(StrEnum):
    """What may be asked of an entry that is there."""

    CORREGIR = "corregir"
    ANULAR = "anular"


@dataclass(frozen=True, kw_only=True)
class Cambio(Published):
    """Lo que se pide de una anotación: agregarla, corregirla o retirarla."""

    id: int
    operacion: Operacion
    tipo: str
    """La clave de su tipo en el catálogo."""
    sumilla: str
    anotacion_id: int | None
    """La anotación que se corrige o retira; null, si es nueva."""
    antes: Valores
    """Qué decía cuando se pidió."""
    valores: Valores
    """Qué debe decir."""
    por_que: str
    """Por qué debe retirarse."""
    listo: bool
    """Si sus datos están completos y revisados."""
    falta: str
    """Qué falta para poder enviarlo; vacío, nada."""
    documentos: tuple[Documento, ...]

    @classmethod
    def of_row(cls, cambio: models.Cambio) -> Self:
        """Take a change that is being prepared."""
        return cls.of(
            cambio,
            antes=typed_of(cambio.about, cambio.antes),
            valores=typed_of(cambio.about, cambio.valores),
            por_que=cambio.motivo,
            falta=what_is_missing(cambio),
            documentos=tuple(Documento.of(each) for each in cambio.adjuntos),
        )


@dataclass(frozen=True, kw_only=True)
class Borrador:
    """Lo que se prepara para una sección: como máximo uno por sección."""

    id: str
    """Con él se envía: enviado dos veces, es una sola solicitud."""
    seccion: str
    detalle: str
    """Lo que se quiere decir además."""
    updated_at: datetime
    cambios: tuple[Cambio, ...]

    @classmethod
    def of_row(cls, borrador: models.Borrador) -> Self:
        """Take a draft with its changes."""
        return cls(
            id=str(borrador.id),
            seccion=borrador.seccion,
            detalle=borrador.detalle,
            updated_at=borrador.updated_at,
            cambios=tuple(Cambio.of_row(each) for each in borrador.cambios),
        )


@dataclass(frozen=True, kw_only=True)
class Borradores:
    """Lo que se está preparando, lo último que se tocó primero."""

    borradores: tuple[Borrador, ...]


@dataclass(frozen=True, kw_only=True)
class Detalle:
    """Lo que se va escribiendo además de lo que se pide."""

    detalle: Texto


@dataclass(frozen=True, kw_only=True)
class Apertura:
    """Lo que se prepara para pedir el legajo que falta, o la solicitud que ya lo pide."""

    detalle: str
    documentos: tuple[Documento, ...]
    expediente: str | None
    """El de la solicitud en curso; null, si no la hay."""


@dataclass(frozen=True, kw_only=True)
class AnotacionNueva:
    """Qué se quiere agregar."""

    tipo: Annotated[str, Rule(max_length=30, example="estudio")]
    """La clave de un tipo del catálogo."""


@dataclass(frozen=True, kw_only=True)
class AnotacionPorCambiar:
    """Qué se quiere hacer con una anotación."""

    operacion: OperacionPosible


@dataclass(frozen=True, kw_only=True)
class CambioEscrito:
    """Lo que se escribió de un cambio, completo o todavía no."""

    valores: Valores
    """Cada dato por su clave; lo que no se dice queda vacío."""
    por_que: Texto = ""
    """Por qué debe retirarse."""
    listo: bool = False
    """Si está completo: entonces se revisa, y puede enviarse."""


@dataclass(frozen=True, kw_only=True)
class Envio:
    """Un borrador que se envía."""

    seccion: NumeroDeSeccion
    borrador: Clave
    """El «id» del borrador."""
    detalle: Texto = ""
    """Lo que se quiera decir además."""


@dataclass(frozen=True, kw_only=True)
class SolicitudEnPalabras:
    """Lo que se pide sin llenar los datos de una anotación."""

    clave: Clave
    """Un UUID que elige quien envía: lo mismo, enviado dos veces, es una sola solicitud."""
    seccion: NumeroDeSeccion
    asunto: Annotated[str, Rule(min_length=1, max_length=MAX_ASUNTO)]
    detalle: TextoDicho


@dataclass(frozen=True, kw_only=True)
class PalabrasEscritas:
    """Lo que se va pidiendo en palabras, completo o todavía no."""

    seccion: NumeroDeSeccion | None = None
    asunto: Annotated[str, Rule(max_length=MAX_ASUNTO)] = ""
    detalle: Texto = ""


@dataclass(frozen=True, kw_only=True)
class Palabras:
    """Lo que se prepara para pedirlo en palabras."""

    seccion: str | None
    """La sección elegida; null, todavía ninguna."""
    asunto: str
    detalle: str
    documentos: tuple[Documento, ...]
    updated_at: datetime | None
    """Cuándo se tocó por última vez; null, si no se prepara nada."""

    @classmethod
    def of_row(cls, draft: models.Borrador | None) -> Self:
        """Take what was begun, if it was."""
        return cls(
            seccion=draft.destino or None if draft else None,
            asunto=draft.asunto if draft else "",
            detalle=draft.detalle if draft else "",
            documentos=tuple(Documento.of(each) for each in draft.adjuntos) if draft else (),
            updated_at=draft.updated_at if draft else None,
        )


@dataclass(frozen=True, kw_only=True)
class PedidoDeApertura:
    """Por qué debe abrirse el legajo."""

    clave: Clave
    """Un UUID que elige quien envía: lo mismo, enviado dos veces, es una sola solicitud."""
    detalle: TextoDicho
    """Cuál es la resolución."""


@dataclass(frozen=True, kw_only=True)
class Desistimiento:
    """Con qué se desiste de una solicitud."""

    visto: Visto
    """La «version» que vio quien decide: si hay algo nuevo, no se hace nada."""


@dataclass(frozen=True, kw_only=True)
class Respuesta:
    """Con qué se responde a lo observado."""

    visto: Visto
    """La «version» que vio quien responde: si hay algo nuevo, no se hace nada."""
    comentario: TextoDicho
