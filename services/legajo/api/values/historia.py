"""What changed in a legajo."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from chassis.openapi.values import Published
from services.legajo.api.values.legajo import Documento
from services.legajo.domain.operacion import Operacion
from services.legajo.queries import historia as queries


@dataclass(frozen=True, kw_only=True)
class Diferencia(Published):
    """Un dato como era y como es."""

    etiqueta: str
    antes: str
    despues: str


@dataclass(frozen=True, kw_only=True)
class Paso(Published):
    """Un cambio de un legajo."""

    id: int
    at: datetime
    operacion: Operacion
    sobre: str
    """De qué anotación, en una línea; o el legajo."""
    anotacion_id: int | None
    por: str
    """El DNI de quien lo hizo; vacío, un archivo, o quien pregunta no debe saberlo."""
    quien: str
    """Con qué rol."""
    motivo: str
    expediente: str
    """El de la solicitud que lo pidió, si alguna lo hizo."""
    cambios: tuple[Diferencia, ...]
    ocultos: tuple[str, ...]
    """Los datos que no se dicen porque son reservados."""
    documentos: tuple[Documento, ...]

    @classmethod
    def of_row(cls, paso: queries.Paso) -> Self:
        """Take a change as who asks may see it."""
        return cls.of(
            paso,
            cambios=tuple(Diferencia.of(each) for each in paso.cambios),
            ocultos=tuple(paso.ocultos),
            documentos=tuple(Documento.of(each) for each in paso.adjuntos),
        )


@dataclass(frozen=True, kw_only=True)
class Historia:
    """Una parte de lo que cambió en un legajo, lo más reciente primero."""

    cambios: tuple[Paso, ...]
    reservados: int
    """Cuántos cambios más son de anotaciones reservadas, que no se muestran."""
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""
