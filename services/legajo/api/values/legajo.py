"""What a legajo says: who it is of, its entries, their documents, and who looked."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from chassis.openapi.values import Codigo, Dni, Published
from services.legajo import models
from services.legajo.domain import tiempo_de_servicio
from services.legajo.domain.acceso import Acto
from services.legajo.domain.anotacion import EstadoAnotacion, Origen, typed_of

Valores = dict[str, str]
"""What an entry says, by the key of each field, as a form shows it."""


class EstadoLegajo(StrEnum):
    """Whether somebody has a legajo that counts."""

    VIGENTE = "vigente"
    NO_VIGENTE = "no_vigente"
    NINGUNO = "ninguno"

    @classmethod
    def of(cls, legajo: models.Legajo | None) -> "EstadoLegajo":
        """Return how it is with a legajo, or with who has none."""
        return cls(legajo.estado) if legajo else cls.NINGUNO


@dataclass(frozen=True, kw_only=True)
class Yo:
    """Si quien pregunta tiene legajo."""

    dni: Dni
    legajo: EstadoLegajo


@dataclass(frozen=True, kw_only=True)
class ServidorDelRegistro:
    """Un servidor, como lo conocen los demás sistemas."""

    dni: Dni
    apellidos: str
    nombres: str
    sede: Codigo
    """El código de la UGEL o DRE que guarda el legajo."""
    tipo_servidor: str
    regimen: str
    cargo: str
    fecha_ingreso: date


@dataclass(frozen=True, kw_only=True)
class Servidores:
    """Una parte del registro de servidores, en el orden de sus DNI."""

    servidores: tuple[ServidorDelRegistro, ...]
    next: Dni | None
    """El «after» con que se pide lo que sigue; null cuando no hay más."""


@dataclass(frozen=True, kw_only=True)
class Tiempo:
    """Años, meses y días enteros."""

    anios: int
    meses: int
    dias: int


@dataclass(frozen=True, kw_only=True)
class Legajo(Published):
    """De quién es un legajo, y si está vigente."""

    dni: Dni
    apellidos: str
    nombres: str
    fecha_nacimiento: date
    sede: Codigo
    """El código de la UGEL o DRE que guarda el legajo."""
    nombre_sede: str
    tipo_servidor: str
    regimen: str
    cargo: str
    establecimiento: str
    codigo_modular: str
    fecha_ingreso: date
    estado: EstadoLegajo
    tiempo_de_servicio: Tiempo
    """Hasta hoy, desde la fecha de ingreso."""

    @classmethod
    def of_servidor(cls, servidor: models.Servidor, today: date) -> Self:
        """Take the heading of a legajo as it is today."""
        tiempo = tiempo_de_servicio(servidor.fecha_ingreso, today)
        return cls.of(
            servidor,
            estado=EstadoLegajo.of(servidor.legajo),
            tiempo_de_servicio=Tiempo(anios=tiempo.years, meses=tiempo.months, dias=tiempo.days),
        )


@dataclass(frozen=True, kw_only=True)
class Documento:
    """Un documento que sustenta una anotación."""

    id: int
    """Con él se pide el archivo, en /documentos/ID."""
    nombre: str
    """Como se llamaba al llegar."""
    tipo: str
    """Qué es por su contenido: application/pdf, image/jpeg o image/png."""
    bytes: int
    paginas: int
    recibido: datetime
    sin_efecto: bool
    """Si se adjuntó por error y ya no sustenta nada: solo se ve en la historia."""

    @classmethod
    def of(cls, adjunto: models.Adjunto) -> Self:
        """Take what is told of a document, and of what it holds."""
        documento = adjunto.documento
        return cls(
            id=adjunto.id,
            nombre=adjunto.nombre,
            tipo=documento.tipo,
            bytes=documento.bytes,
            paginas=documento.paginas,
            recibido=adjunto.created_at,
            sin_efecto=adjunto.sin_efecto,
        )


@dataclass(frozen=True, kw_only=True)
class Anotacion(Published):
    """Algo que el legajo dice: un título, un contrato, una licencia."""

    id: int
    seccion: str
    tipo: str
    """La clave de su tipo en el catálogo."""
    sumilla: str
    """De qué se trata, en una línea."""
    valores: Valores
    """Qué dice cada uno de sus datos, por su clave."""
    desde: date | None
    hasta: date | None
    estado: EstadoAnotacion
    origen: Origen
    """Cómo entró al legajo."""
    updated_at: datetime
    ocultos: tuple[str, ...]
    """Los datos que no se dicen porque son reservados."""
    documentos: tuple[Documento, ...]

    @classmethod
    def of_row(cls, anotacion: models.Anotacion) -> Self:
        """Take an entry with its documents."""
        return cls.of(
            anotacion,
            valores=typed_of(anotacion.about, anotacion.valores),
            ocultos=anotacion.hidden,
            documentos=tuple(Documento.of(each) for each in anotacion.adjuntos),
        )


@dataclass(frozen=True, kw_only=True)
class Anotaciones:
    """Lo que dice un legajo, en el orden de sus secciones; en cada una, lo más reciente primero."""

    anotaciones: tuple[Anotacion, ...]


@dataclass(frozen=True, kw_only=True)
class Mirada(Published):
    """Alguien más vio algo de un legajo."""

    at: datetime
    acto: Acto
    quien: str
    por_que: str
    """Con qué derecho."""
    sobre: str
    """Qué vio de él; vacío, el legajo en general."""


@dataclass(frozen=True, kw_only=True)
class Miradas:
    """Una parte de quiénes vieron un legajo, lo más reciente primero."""

    accesos: tuple[Mirada, ...]
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""
