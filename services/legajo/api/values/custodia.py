"""How a legajo is kept: what it was opened with, whether it counts and why, where its paper is."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from werkzeug.datastructures import FileStorage

from chassis.openapi import Rule
from chassis.openapi.values import Codigo, Dni, Published
from services.legajo import models
from services.legajo.api.values.borrador import Texto, Visto
from services.legajo.api.values.legajo import EstadoLegajo
from services.legajo.domain import Vigencia
from services.legajo.domain.custodia import (
    DOCUMENTOS,
    LONGEST_NUMBER,
    LONGEST_PLACE,
    MOST_FOLIOS,
    NORMAS,
    Motivo,
)

Lugar = Annotated[str, Rule(max_length=LONGEST_PLACE)]

OPTION = 80
"""No option that is offered has more characters."""


@dataclass(frozen=True, kw_only=True)
class Ubicacion(Published):
    """Dónde está el papel de un legajo, y cuánto hay; lo vacío no se sabe."""

    ambiente: str
    estante: str
    caja: str
    folios: dict[str, int]
    """Cuántos hay en cada sección, por su número."""
    total_folios: int


@dataclass(frozen=True, kw_only=True)
class LegajoGuardado(Published):
    """Con qué se abrió un legajo, por qué está como está, y dónde."""

    estado: Vigencia
    motivo: Motivo | None
    """Por qué está así; null, si solo lo dijo un archivo, o si es reservado."""
    motivo_reservado: bool
    """Si el motivo no se dice hasta que quien pregunta diga por qué necesita verlo."""
    desde: date | None
    """Desde cuándo está así."""
    documento: str
    """Con qué se abrió; vacío, nadie lo dijo."""
    numero_documento: str
    fecha_documento: date | None
    norma: str
    """La norma por la que se lleva."""
    ubicacion: Ubicacion
    version: int
    """Crece con cada cambio: con ella se dice qué se vio."""

    @classmethod
    def of_legajo(cls, legajo: models.Legajo, *, with_reserved: bool) -> Self:
        """Take how a legajo is kept."""
        hides = bool(legajo.motivo and legajo.motivo.es_reservado and not with_reserved)
        return cls.of(
            legajo,
            motivo=None if hides else legajo.motivo,
            motivo_reservado=hides,
            ubicacion=Ubicacion.of(legajo),
        )


@dataclass(frozen=True, kw_only=True)
class Custodia:
    """Cómo se guarda el legajo de un servidor, o que no lo tiene."""

    dni: Dni
    sede: Codigo
    """La UGEL o DRE que lo guarda, o que puede abrirlo."""
    estado: EstadoLegajo
    legajo: LegajoGuardado | None
    traslado_id: int | None
    """El traslado en curso; null, si no lo hay."""

    @classmethod
    def of_servidor(
        cls,
        servidor: models.Servidor,
        traslado: models.Traslado | None,
        *,
        with_reserved: bool,
    ) -> Self:
        """Take what is known of the legajo of a servidor, and of its way to another sede."""
        legajo = servidor.legajo
        return cls(
            dni=servidor.dni,
            sede=servidor.sede,
            estado=EstadoLegajo.of(servidor.legajo),
            legajo=LegajoGuardado.of_legajo(legajo, with_reserved=with_reserved)
            if legajo
            else None,
            traslado_id=traslado.id if traslado else None,
        )


@dataclass(frozen=True, kw_only=True)
class Sustentado:
    """El documento por el que se hace algo con un legajo."""

    documento: Annotated[str, Rule(max_length=OPTION, example=DOCUMENTOS[0])] = ""
    """Qué documento es, como lo llama la página."""
    numero_documento: Annotated[str, Rule(max_length=LONGEST_NUMBER)] = ""
    fecha_documento: date | None = None
    archivo: Annotated[tuple[FileStorage, ...], Rule(max_items=1)] = ()
    """Su copia, si la hay: PDF, JPG o PNG."""

    @property
    def sustento(self) -> dict[str, str]:
        """What the form of a page would send of it."""
        fecha = self.fecha_documento.isoformat() if self.fecha_documento else ""
        return {
            "documento": self.documento,
            "numero_documento": self.numero_documento,
            "fecha_documento": fecha,
        }


@dataclass(frozen=True, kw_only=True)
class LegajoQueSeAbre(Sustentado):
    """Con qué se abre un legajo de oficio."""

    norma: Annotated[str, Rule(max_length=OPTION, example=NORMAS[0])]
    """La norma por la que se lleva."""


@dataclass(frozen=True, kw_only=True)
class CambioDeVigencia(Sustentado):
    """Que un legajo deja de contar, o cuenta otra vez, y por qué."""

    estado: Vigencia
    motivo: Motivo
    """Solo un error se corrige sin documento."""
    desde: date
    detalle: Texto = ""
    """De un error, cuál fue."""
    visto: Visto
    """La «version» que vio quien decide: si hay algo nuevo, no se hace nada."""


@dataclass(frozen=True, kw_only=True)
class UbicacionAnotada:
    """Dónde queda el papel de un legajo; lo que no se dice no se sabe."""

    ambiente: Lugar = ""
    estante: Lugar = ""
    caja: Lugar = ""
    folios: dict[str, Annotated[int, Rule(minimum=0, maximum=MOST_FOLIOS)]]
    """Cuántos hay en cada sección, por su número."""
    visto: Visto
    """La «version» que vio quien anota: si hay algo nuevo, no se hace nada."""


@dataclass(frozen=True, kw_only=True)
class LegajoEnSuSitio(Published):
    """Un legajo en un estante."""

    dni: Dni
    apellidos: str
    nombres: str
    sede: Codigo
    estado: EstadoLegajo
    ubicacion: Ubicacion

    @classmethod
    def of_servidor(cls, servidor: models.Servidor) -> Self:
        """Take whose legajo it is, and where."""
        return cls.of(
            servidor,
            estado=EstadoLegajo.of(servidor.legajo),
            ubicacion=Ubicacion.of(servidor.legajo),
        )


@dataclass(frozen=True, kw_only=True)
class LegajosEnSuSitio:
    """Una parte de los legajos de un lugar, en el orden de los estantes."""

    legajos: tuple[LegajoEnSuSitio, ...]
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""
