"""Documents that were issued: their kinds, and what anybody may learn of one by its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from services.boleta.domain import BoletaDocument, Estado


class TipoDocumento(StrEnum):
    """What was issued."""

    BOLETA = "boleta"
    HOJA_ANUAL = "hoja_anual"
    CONSTANCIA = "constancia"

    @property
    def label(self) -> str:
        """How people call it."""
        return TIPO_LABELS[self]


TIPO_LABELS = {
    TipoDocumento.BOLETA: "Boleta de pago",
    TipoDocumento.HOJA_ANUAL: "Hoja anual de pagos",
    TipoDocumento.CONSTANCIA: "Constancia de haberes",
}


@dataclass(frozen=True, kw_only=True)
class Asunto:
    """What a document is about: what the same request finds again, and what its page tells."""

    tipo: TipoDocumento
    clave: str
    """The same document has the same key, and so the same bytes and the same code."""
    dni: str
    nombre: str
    entidad: str
    desde: int
    hasta: int
    """The first and the last month that it is about."""
    liquido: int
    """What it says was to be paid: it is compared, never shown."""
    boleta_id: int | None = None
    version: int = 1


def asunto_of_boleta(boleta: BoletaDocument) -> Asunto:
    """Return what makes the document of a boleta: one while it counts, another when it does not."""
    return Asunto(
        tipo=TipoDocumento.BOLETA,
        clave=f"boleta {boleta.id} {boleta.estado}",
        dni=boleta.dni,
        nombre=boleta.nombre_completo,
        entidad=boleta.entidad,
        desde=boleta.periodo,
        hasta=boleta.periodo,
        liquido=boleta.liquido,
        boleta_id=boleta.id,
        version=boleta.version,
    )


def asunto_of_boletas(
    tipo: TipoDocumento, boletas: Sequence[BoletaDocument], *, issued_on: date | None = None
) -> Asunto:
    """Return what makes a document about several boletas: just these, as they are now.

    One that says when it was issued is another on another day.
    """
    first, last = boletas[0], boletas[-1]
    these = " ".join(f"{each.id}.{each.version}" for each in boletas)
    digest = sha256(these.encode()).hexdigest()[:32]
    parts = (tipo, last.dni, first.periodo, last.periodo, digest, issued_on or "always")
    return Asunto(
        tipo=tipo,
        clave=" ".join(map(str, parts)),
        dni=last.dni,
        nombre=last.nombre_completo,
        entidad=last.entidad,
        desde=first.periodo,
        hasta=last.periodo,
        liquido=sum(each.liquido for each in boletas),
    )


@dataclass(frozen=True, kw_only=True)
class Verificacion:
    """What anybody learns of a document by its code: that it is ours, and as little as will do."""

    codigo: str
    tipo: TipoDocumento
    estado: Estado
    iniciales: str
    dni: str
    """Half of it."""
    entidad: str
    desde: int
    hasta: int
    version: int
    issued_at: datetime
    sha256: str
    reemplazada_por: int | None = None
    """The version that counts instead."""
    anulada_at: datetime | None = None
    corregidas: int = 0
    """How many boletas of its months were corrected after a constancia was issued."""
