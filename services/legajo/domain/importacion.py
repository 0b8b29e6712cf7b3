"""The rules of files that are imported into legajos: their columns, and how their cells are read.

A file holds entries of one kind: the DNI of each servidor, and the fields by their keys.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from unicodedata import combining, normalize

from chassis.errors import Invalid
from services.legajo.domain.anotacion import NO, SI, Margen, Valores, read_valores
from services.legajo.domain.secciones import Campo, Clase, TipoAnotacion

DNI = "dni"
"""The column that says in whose legajo an entry belongs."""

YES_AND_NO = {"si": SI, "s": SI, "no": NO, "n": NO}
"""How a file may say yes and no."""

EXAMPLES = {
    Clase.TEXTO: ("Texto", "1234567", "00000077", "987654321", "000000AAAAA0"),
    Clase.PARRAFO: ("Texto",),
    Clase.FECHA: ("31/03/2020",),
    Clase.MONTO: ("1250.00",),
    Clase.ANIO: ("2020",),
    Clase.SI_NO: ("sí",),
}
"""What a field of each kind may say, in the template: the first that its pattern allows."""


ACCEPTED = {
    Clase.FECHA: "Una fecha: dd/mm/aaaa.",
    Clase.MONTO: "Soles, con punto y dos decimales: 1250.00.",
    Clase.ANIO: "Un año, de cuatro cifras.",
    Clase.SI_NO: "«sí» o «no».",
}
"""What a field of each of these kinds may say."""


class Columna(NamedTuple):
    """A column of a file, as its template explains it."""

    clave: str
    es_obligatoria: bool
    que_es: str
    puede_decir: str


EXPLAINED_DNI = Columna(
    DNI, True, "DNI del servidor", "8 dígitos, con sus ceros a la izquierda. Debe tener legajo."
)
"""The column that every file of entries has."""


class Titular(NamedTuple):
    """Whose legajo an entry is to enter."""

    nacimiento: date
    sede: str
    has_legajo: bool


class Entrada(NamedTuple):
    """An entry of a file, read and checked."""

    dni: str
    valores: Valores


@dataclass(frozen=True, kw_only=True)
class Alcance:
    """Into which legajos a file may write: those that whoever imports it attends."""

    por: str = ""
    """The DNI of that specialist; empty is an operator, who may write into all."""
    sedes: frozenset[str] = frozenset()
    """The sedes that the specialist attends."""

    def covers(self, dni: str, sede: str) -> bool:
        """Tell whether the legajo may be written into: nobody writes into their own."""
        return not self.por or (sede in self.sedes and dni != self.por)


def columns_of(tipo: TipoAnotacion) -> tuple[Sequence[str], Sequence[str]]:
    """Return the columns that a file of a kind must have, and those that it may have."""
    required = [campo.clave for campo in tipo.campos if campo.es_obligatorio]
    optional = [campo.clave for campo in tipo.campos if not campo.es_obligatorio]
    return (DNI, *required), tuple(optional)


def read_entrada(
    tipo: TipoAnotacion,
    cells: Mapping[str, str],
    titulares: Mapping[str, Titular],
    alcance: Alcance,
    hoy: date,
) -> Entrada:
    """Read a row of a file; the refusal tells every column that is wrong."""
    dni = cells[DNI]
    titular = _titular_of(dni, titulares, alcance)
    typed = {campo.clave: as_typed(campo, cells[campo.clave]) for campo in tipo.campos}
    try:
        return Entrada(dni, read_valores(tipo, typed, Margen(titular.nacimiento, hoy)))
    except Invalid as refusal:
        told = (f"{clave}: {mistake}" for clave, mistake in refusal.errors.items())
        raise Invalid(" ".join(told)) from None


def as_typed(campo: Campo, cell: str) -> str:
    """Return what a cell says as the form has it: files are lax about accents and capitals."""
    if campo.clase is Clase.SI_NO:
        return YES_AND_NO.get(_folded(cell), cell)
    if campo.clase is Clase.OPCION and cell not in campo.opciones:
        same = (opcion for opcion in campo.opciones if _folded(opcion) == _folded(cell))
        return next(same, cell)
    return cell


def example_of(campo: Campo) -> str:
    """Return what a field may say, for the template."""
    if campo.clase is Clase.OPCION:
        return campo.opciones[0]
    if campo.clase is Clase.NUMERO:
        return str(campo.min or 1)
    pattern = campo.patron or ".*"
    return next(text for text in EXAMPLES[campo.clase] if re.fullmatch(pattern, text))


def explain(tipo: TipoAnotacion) -> list[Columna]:
    """Return what each column of a file of that kind is, in their order."""
    required, _ = columns_of(tipo)
    columnas = {
        campo.clave: Columna(
            campo.clave, campo.es_obligatorio, campo.etiqueta, f"{_accepted(campo)} {campo.ayuda}"
        )
        for campo in tipo.campos
    } | {DNI: EXPLAINED_DNI}
    return [columnas[clave] for clave in dict.fromkeys((*required, *columnas))]


def _accepted(campo: Campo) -> str:
    match campo.clase:
        case Clase.OPCION:
            return f"Una de estas: {'; '.join(campo.opciones)}."
        case Clase.NUMERO:
            return f"Un número entero, de {campo.min} a {campo.max}."
        case Clase.TEXTO | Clase.PARRAFO:
            return f"Un texto de hasta {campo.largo} caracteres."
    return ACCEPTED[campo.clase]


def _titular_of(dni: str, titulares: Mapping[str, Titular], alcance: Alcance) -> Titular:
    if not re.fullmatch("[0-9]{8}", dni):
        raise Invalid("dni: Debe tener 8 dígitos, con sus ceros a la izquierda.")
    titular = titulares.get(dni)
    if titular is None or not alcance.covers(dni, titular.sede):
        where = "de las sedes que usted atiende" if alcance.por else "del registro"
        raise Invalid(f"dni: {dni} no está entre los servidores {where}.")
    if not titular.has_legajo:
        raise Invalid(f"dni: {dni} todavía no tiene legajo: ábralo antes de anotar en él.")
    return titular


def _folded(text: str) -> str:
    """Return a text without accents, capitals or more than one space together."""
    plain = "".join(sign for sign in normalize("NFD", text) if not combining(sign))
    return " ".join(plain.casefold().split())
