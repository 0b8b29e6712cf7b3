"""The sections of a legajo and the kinds of entry of each, as secciones.toml says.

A new kind, or a new field of one, is a change of that file alone: forms, pages and checks read it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).with_name("secciones.toml")
"""The catalogue, for who edits it."""


class Clase(StrEnum):
    """What can be written in a field."""

    TEXTO = "texto"
    PARRAFO = "parrafo"
    FECHA = "fecha"
    NUMERO = "numero"
    MONTO = "monto"
    ANIO = "anio"
    OPCION = "opcion"
    SI_NO = "si_no"


class Limites(StrEnum):
    """Which days a field that is a date believes."""

    VIDA = "vida"
    """From the birth of the servidor until today."""
    PASADO = "pasado"
    """Until today: it may be older than the servidor."""
    LIBRE = "libre"
    """From the birth of the servidor; days to come too."""


@dataclass(frozen=True, kw_only=True)
class Campo:
    """A field of a kind of entry."""

    clave: str
    etiqueta: str
    clase: Clase
    ayuda: str = ""
    opciones: tuple[str, ...] = ()
    largo: int = 120
    patron: str = ""
    """What a text must look like, if that is known."""
    min: int = 0
    max: int = 999_999
    limites: Limites = Limites.VIDA
    es_obligatorio: bool = True
    es_reservado: bool = False
    """Only the servidor and the specialists of escalafón of their sede may see it."""
    opciones_reservadas: tuple[str, ...] = ()
    """By which of its options it is reserved, if not by all."""

    def is_reserved_as(self, value: Any) -> bool:
        """Tell whether nobody else may see that it says that."""
        return bool(value) and (self.es_reservado or value in self.opciones_reservadas)


@dataclass(frozen=True, kw_only=True)
class TipoAnotacion:
    """A kind of entry: what it asks, and what names one in a list."""

    clave: str
    seccion: str
    nombre: str
    servir: str
    """The section of SERVIR's twelve where it goes."""
    campos: tuple[Campo, ...]
    resumen: tuple[str, ...]
    desde: str = ""
    hasta: str = ""
    ayuda: str = ""
    needs_sustento: bool = True
    """Whether a document must come with what the servidor asks."""
    is_de_oficio: bool = False
    """Whether only the specialist adds one; the servidor may ask to correct or remove it."""
    es_reservado: bool = False
    is_in_informe: bool = False
    """Whether it goes into the informe escalafonario."""

    def sumilla(self, valores: Mapping[str, Any]) -> str:
        """Name an entry in one line, by what tells it from others."""
        return " · ".join(str(valores[clave]) for clave in self.resumen if valores.get(clave))


@dataclass(frozen=True, kw_only=True)
class Seccion:
    """A section of the legajo."""

    numero: str
    nombre: str
    contenido: str
    servir: tuple[str, ...]
    """The sections of SERVIR's twelve that hold the same."""
    es_reservada: bool = False
    """Only the servidor and the specialists of escalafón of their sede may see it."""

    @property
    def titulo(self) -> str:
        """How people call it: `II. Situación académica`."""
        return f"{self.numero}. {self.nombre}" if self.numero else self.nombre

    @property
    def titulo_fuera(self) -> str:
        """How it is called where others may read it, as in a mail: if reserved, it has no name."""
        return "" if self.es_reservada else self.titulo

    @property
    def tipos(self) -> list[TipoAnotacion]:
        """The kinds of entry that it holds, in the order of the catalogue."""
        return [tipo for tipo in TIPOS.values() if tipo.seccion == self.numero]


def _read_campo(clave: str, said: Mapping[str, Any], es_obligatorio: bool) -> Campo:
    rest = {name: said[name] for name in ("ayuda", "largo", "patron", "min", "max") if name in said}
    reservado = said.get("reservado", False)
    return Campo(
        clave=clave,
        etiqueta=said["etiqueta"],
        clase=Clase(said["tipo"]),
        opciones=tuple(said.get("opciones", ())),
        limites=Limites(said.get("limites", "vida")),
        es_obligatorio=es_obligatorio,
        es_reservado=reservado is True,
        opciones_reservadas=() if isinstance(reservado, bool) else tuple(reservado),
        **rest,
    )


def _read_tipo(said: Mapping[str, Any], shared: Mapping[str, Any]) -> TipoAnotacion:
    own, optional = said.get("campo", {}), said.get("opcionales", ())
    campos = tuple(
        _read_campo(clave, shared.get(clave, {}) | own.get(clave, {}), clave not in optional)
        for clave in said["campos"]
    )
    return TipoAnotacion(
        clave=said["clave"],
        seccion=said["seccion"],
        nombre=said["nombre"],
        servir=said["servir"],
        campos=campos,
        resumen=tuple(said["resumen"]),
        desde=said.get("desde", ""),
        hasta=said.get("hasta", ""),
        ayuda=said.get("ayuda", ""),
        needs_sustento=said.get("sustento", True),
        is_de_oficio=said.get("de_oficio", False),
        es_reservado=said.get("reservado", False),
        is_in_informe=said.get("informe", False),
    )


def _read_seccion(said: Mapping[str, Any]) -> Seccion:
    return Seccion(
        numero=said["numero"],
        nombre=said["nombre"],
        contenido=said["contenido"],
        servir=tuple(said["servir"]),
        es_reservada=said.get("reservado", False),
    )


_TABLE = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))

SECCIONES: Mapping[str, Seccion] = {
    said["numero"]: _read_seccion(said) for said in _TABLE["seccion"]
}
"""The ten sections in their order, by number (RVM 092-2020-MINEDU)."""

SECCIONES_SERVIR: Mapping[str, str] = {said["numero"]: said["nombre"] for said in _TABLE["servir"]}
"""The names of SERVIR's twelve sections, by number (Directiva 001-2023-SERVIR-GDSRH)."""

TIPOS: Mapping[str, TipoAnotacion] = {
    said["clave"]: _read_tipo(said, _TABLE["campo"]) for said in _TABLE["tipo"]
}
"""The kinds of entry, by key, in the order of the catalogue."""

APERTURA = Seccion(
    numero="",
    nombre="Apertura de legajo",
    contenido="El legajo todavía no existe, o dejó de estar vigente.",
    servir=(),
)
"""What a solicitud is about when it asks for the legajo itself; no section has its number."""

EN_PALABRAS = Seccion(
    numero="*",
    nombre="Con sus palabras",
    contenido="Lo que no cabe en los datos de una anotación.",
    servir=(),
)
"""What a draft is about that asks in words, of whichever section; no section has its number."""
