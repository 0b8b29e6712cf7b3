"""The catalogue of the legajo, as a program needs it to draw the forms."""

from dataclasses import dataclass
from typing import Self

from chassis.openapi.values import Published
from services.legajo.domain import secciones as domain
from services.legajo.domain.secciones import Clase, Limites


@dataclass(frozen=True, kw_only=True)
class Campo(Published):
    """Un dato de un tipo de anotación, y qué se puede escribir en él."""

    clave: str
    """Cómo se llama en «valores»."""
    etiqueta: str
    clase: Clase
    ayuda: str
    opciones: tuple[str, ...]
    """Las únicas respuestas, si su clase es «opcion»."""
    largo: int
    """Cuántos caracteres como máximo, si es texto."""
    patron: str
    """La expresión regular que debe cumplir un texto; vacía, ninguna."""
    min: int
    max: int
    """Entre qué números, si es un número o un monto."""
    limites: Limites
    """Qué días se aceptan, si es una fecha."""
    es_obligatorio: bool
    es_reservado: bool
    opciones_reservadas: tuple[str, ...]
    """Con cuáles de sus opciones es reservado, si no lo es siempre."""


@dataclass(frozen=True, kw_only=True)
class Tipo(Published):
    """Un tipo de anotación: qué se pregunta y qué documento se pide."""

    clave: str
    nombre: str
    servir: str
    """La sección de las doce de SERVIR a la que corresponde."""
    ayuda: str
    needs_sustento: bool
    """Si quien lo pide debe adjuntar un documento."""
    is_de_oficio: bool
    """Si solo la agrega el equipo de Escalafón."""
    es_reservado: bool
    campos: tuple[Campo, ...]

    @classmethod
    def of_tipo(cls, tipo: domain.TipoAnotacion) -> Self:
        """Take it from the catalogue."""
        return cls.of(tipo, campos=tuple(Campo.of(campo) for campo in tipo.campos))


@dataclass(frozen=True, kw_only=True)
class Seccion(Published):
    """Una de las diez secciones del legajo (RVM 092-2020-MINEDU)."""

    numero: str
    nombre: str
    contenido: str
    servir: tuple[str, ...]
    """Las secciones de SERVIR que contienen lo mismo."""
    es_reservada: bool
    tipos: tuple[Tipo, ...]

    @classmethod
    def of_seccion(cls, seccion: domain.Seccion) -> Self:
        """Take it from the catalogue."""
        return cls.of(seccion, tipos=tuple(Tipo.of_tipo(tipo) for tipo in seccion.tipos))


@dataclass(frozen=True, kw_only=True)
class Limite:
    """Cuánto se puede enviar."""

    documento_mb: int
    """El documento más grande, en megabytes."""
    documentos_por_anotacion: int
    anotaciones_por_solicitud: int
    texto: int
    """El detalle o el comentario más largo, en caracteres."""


@dataclass(frozen=True, kw_only=True)
class MotivoDeInforme(Published):
    """Para qué se puede pedir un informe escalafonario."""

    clave: str
    nombre: str
    tipo: str
    """Qué clase de informe sirve para ello."""


@dataclass(frozen=True, kw_only=True)
class Catalogo:
    """Las secciones, sus tipos de anotación y los datos de cada uno."""

    secciones: tuple[Seccion, ...]
    servir: dict[str, str]
    """Los nombres de las doce secciones de SERVIR, por número."""
    motivos_de_informe: tuple[MotivoDeInforme, ...]
    limites: Limite
