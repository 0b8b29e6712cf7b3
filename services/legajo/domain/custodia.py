"""The rules of keeping a legajo: what it is opened with, why it counts or not, where its paper is.

What happened to it is told as facts by key (`HECHOS`), which its history keeps before and after.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from contracts.sedes import name_of
from services.legajo.domain.anotacion import Diferencia, show_fecha
from services.legajo.domain.secciones import SECCIONES
from services.legajo.domain.servidor import Vigencia

DOCUMENTOS = (
    "Resolución directoral",
    "Resolución jefatural",
    "Resolución ministerial",
    "Contrato",
    "Acta de defunción",
    "Mandato judicial",
    "Oficio",
    "Otro",
)
"""What supports a change of the legajo itself."""

NORMAS = (
    "RVM 092-2020-MINEDU (docentes y auxiliares)",
    "RVM 016-2021-MINEDU (Carrera Pública Docente)",
    "Directiva 001-2023-SERVIR-GDSRH (administrativos)",
)
"""By which norm a legajo is kept."""

LONGEST_PLACE = 40
"""The longest name of a room, a shelf or a box, in characters."""

LONGEST_NUMBER = 60
"""The longest number of a document, in characters."""

MOST_FOLIOS = 9_999
"""How many leaves of paper a section may have; a greater number is a slip of the finger."""


class Motivo(StrEnum):
    """Why a legajo counts, or counts no more."""

    CESE = "cese"
    RENUNCIA = "renuncia"
    FALLECIMIENTO = "fallecimiento"
    TERMINO_DE_CONTRATO = "termino_de_contrato"
    DESTITUCION = "destitucion"
    INCAPACIDAD = "incapacidad"
    INGRESO = "ingreso"
    REINGRESO = "reingreso"
    MANDATO_JUDICIAL = "mandato_judicial"
    ERROR = "error"

    @property
    def label(self) -> str:
        """How people call it."""
        return MOTIVOS[self].label

    @property
    def es_reservado(self) -> bool:
        """Whether it tells of a sanction or of health, which is shown to who says why."""
        return MOTIVOS[self].es_reservado


class _Motivo(NamedTuple):
    label: str
    leads_to: tuple[Vigencia, ...]
    es_reservado: bool = False


MOTIVOS = {
    Motivo.CESE: _Motivo("Cese por límite de edad", (Vigencia.NO_VIGENTE,)),
    Motivo.RENUNCIA: _Motivo("Renuncia", (Vigencia.NO_VIGENTE,)),
    Motivo.FALLECIMIENTO: _Motivo("Fallecimiento", (Vigencia.NO_VIGENTE,)),
    Motivo.TERMINO_DE_CONTRATO: _Motivo("Término de contrato", (Vigencia.NO_VIGENTE,)),
    Motivo.DESTITUCION: _Motivo("Destitución", (Vigencia.NO_VIGENTE,), es_reservado=True),
    Motivo.INCAPACIDAD: _Motivo(
        "Incapacidad permanente", (Vigencia.NO_VIGENTE,), es_reservado=True
    ),
    Motivo.INGRESO: _Motivo("Ingreso o nuevo contrato", (Vigencia.VIGENTE,)),
    Motivo.REINGRESO: _Motivo("Reingreso", (Vigencia.VIGENTE,)),
    Motivo.MANDATO_JUDICIAL: _Motivo("Mandato judicial", (Vigencia.VIGENTE, Vigencia.NO_VIGENTE)),
    Motivo.ERROR: _Motivo("Se registró por error", (Vigencia.VIGENTE, Vigencia.NO_VIGENTE)),
}
"""Every motivo, and what a legajo may become by it."""


def motivos_for(vigencia: Vigencia) -> list[Motivo]:
    """Return why a legajo may become so, in the order in which they are offered."""
    return [motivo for motivo, about in MOTIVOS.items() if vigencia in about.leads_to]


@dataclass(frozen=True, kw_only=True)
class Sustento:
    """The paper by which something is done with a legajo; without a date it was not asked for."""

    documento: str
    numero_documento: str
    fecha_documento: date | None

    @property
    def hechos(self) -> dict[str, Any]:
        """What is told of it in the history."""
        fecha = self.fecha_documento.isoformat() if self.fecha_documento else None
        return {
            "documento": self.documento,
            "numero_documento": self.numero_documento,
            "fecha_documento": fecha,
        }


@dataclass(frozen=True, kw_only=True)
class Apertura:
    """With what a legajo is opened de oficio."""

    sustento: Sustento
    norma: str


@dataclass(frozen=True, kw_only=True)
class CambioDeVigencia:
    """That a legajo counts no more, or counts again, and why."""

    estado: Vigencia
    motivo: Motivo
    desde: date
    sustento: Sustento
    detalle: str


@dataclass(frozen=True, kw_only=True)
class Ubicacion:
    """Where the paper of a legajo is, and how much there is."""

    ambiente: str
    estante: str
    caja: str
    folios: Mapping[str, int]


def needs_sustento(motivo: Motivo) -> bool:
    """Tell whether a paper says so; an error is put right by words alone."""
    return motivo is not Motivo.ERROR


def tells_reserved(hechos: Mapping[str, Any]) -> bool:
    """Tell whether what is known of a legajo says a motivo that is reserved."""
    motivo: str | None = hechos.get("motivo")
    return motivo is not None and Motivo(motivo).es_reservado


def compare_hechos(antes: Mapping[str, Any], despues: Mapping[str, Any]) -> list[Diferencia]:
    """Return every fact that is known before or after, in the order of `HECHOS`."""
    found = [
        Diferencia(label, _shown(show, antes.get(clave)), _shown(show, despues.get(clave)))
        for clave, (label, show) in HECHOS.items()
    ]
    return [each for each in found if each.antes or each.despues]


def _shown(show: Callable[[Any], str], value: Any) -> str:
    return show(value) if value else ""


def _folios(by_seccion: Mapping[str, int]) -> str:
    counted = ((numero, by_seccion[numero]) for numero in SECCIONES if numero in by_seccion)
    return ", ".join(f"{numero}: {count}" for numero, count in counted)


HECHOS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "estado": ("Estado", lambda value: Vigencia(value).label),
    "motivo": ("Motivo", lambda value: Motivo(value).label),
    "desde": ("Desde", show_fecha),
    "documento": ("Documento", str),
    "numero_documento": ("Número del documento", str),
    "fecha_documento": ("Fecha del documento", show_fecha),
    "norma": ("Norma", str),
    "sede": ("DRE o UGEL", name_of),
    "destino": ("DRE o UGEL de destino", name_of),
    "causa": ("Causa del traslado", str),
    "ambiente": ("Ambiente", str),
    "estante": ("Estante", str),
    "caja": ("Caja", str),
    "folios": ("Folios por sección", _folios),
    "total_folios": ("Folios", str),
}
"""What can be told of a legajo itself: what each fact is called, and how it is shown."""
