"""The informe escalafonario: what it may be asked for, what goes into it, how long it holds.

Which kinds of entry go into it, the catalogue says (`informe` in secciones.toml).
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import dropwhile, takewhile
from json import dumps
from pathlib import Path
from typing import Any, NamedTuple

from services.legajo.domain.anotacion import Valores, day_of, shown
from services.legajo.domain.reserva import without_reserved
from services.legajo.domain.secciones import SECCIONES, TIPOS, Seccion, TipoAnotacion
from services.legajo.domain.servidor import TiempoDeServicio, months_later, tiempo_de_servicio

VALID_MONTHS = 6
"""How long an informe holds, unless the legajo changes before (RVM 092-2020-MINEDU)."""

CATALOGUE = Path(__file__).with_name("informe.toml")
"""What it may be asked for, for who edits it."""

SUSTENTO = ("documento", "numero_documento", "fecha_documento")
"""The fields that say what supports an entry: which document, its number and its date."""

CESE = "cese"
"""The kind of entry by which somebody leaves."""

SIN_GOCE = "Sin goce"
"""What a licence without pay says of itself."""


class Motivo(NamedTuple):
    """What an informe is asked for."""

    clave: str
    nombre: str
    tipo: str
    """The key of the kind of informe that serves for it."""
    is_offered: bool


class EstadoInforme(StrEnum):
    """Whether what an informe says still holds."""

    VIGENTE = "vigente"
    DESACTUALIZADO = "desactualizado"
    """The legajo has changed since."""
    VENCIDO = "vencido"


class Registro(NamedTuple):
    """An entry of the legajo as an informe says it."""

    tipo: str
    """The key of its kind."""
    sumilla: str
    detalle: str
    desde: date | None
    hasta: date | None
    cargo: str
    """The cargo that the person has by it, if it gives them one."""
    is_sin_goce: bool
    """Whether it is a licence without pay."""
    valores: Valores
    """What it says in the legajo, before anybody put it in words."""


@dataclass(frozen=True, kw_only=True)
class Contenido:
    """All that an informe says of a person, on whichever day: another is another informe."""

    dni: str
    apellidos: str
    nombres: str
    fecha_nacimiento: date
    sede: str
    is_vigente: bool
    """Whether the legajo counts."""
    tipo_servidor: str
    regimen: str
    cargo: str
    establecimiento: str
    codigo_modular: str
    fecha_ingreso: date
    registros: tuple[Registro, ...]
    """Oldest first, as the legajo is put in order."""

    @property
    def huella(self) -> str:
        """What tells one content from another: a digest of it, whatever words we tell it in.

        It is kept with each informe: when it is made in another way, all of them are outdated.
        """
        fields = {name: str(value) for name, value in vars(self).items() if name != "registros"}
        registros = sorted(
            dumps([each.tipo, dict(each.valores)], sort_keys=True) for each in self.registros
        )
        said = dumps([fields, registros], sort_keys=True)
        return sha256(said.encode()).hexdigest()

    def of_tipo(self, tipo: TipoAnotacion) -> list[Registro]:
        """Return the entries of a kind."""
        return [registro for registro in self.registros if registro.tipo == tipo.clave]


class Servicio(NamedTuple):
    """How long somebody has served, on a day."""

    hasta: date
    """That day, or the last of the service."""
    total: TiempoDeServicio
    cargo: str
    en_el_cargo: TiempoDeServicio | None
    """How long in the last cargo; None if the legajo does not say since when."""
    sin_goce: int
    """Days of licence without pay, which the total does not leave out."""


def _read() -> tuple[dict[str, str], dict[str, Motivo]]:
    said: Mapping[str, Any] = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    tipos = {each["clave"]: each["nombre"] for each in said["tipo"]}
    motivos = {
        each["clave"]: Motivo(
            each["clave"], each["nombre"], each["tipo"], each.get("vigente", True)
        )
        for each in said["motivo"]
    }
    return tipos, motivos


TIPOS_INFORME, MOTIVOS = _read()
"""The kinds of informe, by key, and what one may be asked for, in the order of the catalogue."""

SECCIONES_INFORME: Sequence[Seccion] = tuple(
    seccion for seccion in SECCIONES.values() if any(tipo.is_in_informe for tipo in seccion.tipos)
)
"""The sections of the legajo that an informe speaks of, also when there is nothing in them."""


def format_numero(anio: int, numero: int) -> str:
    """Write a number as the sede that issued it counts them: `000042-2026`."""
    return f"{numero:06}-{anio}"


def vence_el(issued_on: date) -> date:
    """Return the last day on which an informe holds."""
    return months_later(issued_on, VALID_MONTHS)


def estado_of(vence: date, *, has_changed: bool, today: date) -> EstadoInforme:
    """Tell whether an informe still holds."""
    if today > vence:
        return EstadoInforme.VENCIDO
    return EstadoInforme.DESACTUALIZADO if has_changed else EstadoInforme.VIGENTE


def registro_of(clave: str, valores: Valores) -> Registro:
    """Return an entry as an informe says it: nothing reserved, and nothing twice."""
    tipo = TIPOS[clave]
    told = without_reserved(tipo, valores)
    return Registro(
        tipo=clave,
        sumilla=tipo.sumilla(told) or tipo.nombre,
        detalle="; ".join(_detalle(tipo, told)),
        desde=day_of(told, tipo.desde),
        hasta=day_of(told, tipo.hasta),
        cargo=str(told.get("cargo", "")),
        is_sin_goce=told.get("goce") == SIN_GOCE,
        valores=told,
    )


def _detalle(tipo: TipoAnotacion, told: Valores) -> list[str]:
    """Tell the rest of an entry: what supports it comes last, in one piece, and no `no` is told."""
    elsewhere = {tipo.desde, tipo.hasta, *tipo.resumen}
    left = {
        campo.clave: (campo.etiqueta.strip("¿?"), shown(campo, told[campo.clave]))
        for campo in tipo.campos
        if campo.clave not in elsewhere and told.get(campo.clave)
    }
    documento, numero, on = (left.pop(clave, ("", ""))[1] for clave in SUSTENTO)
    named = " ".join(filter(None, (documento, numero)))
    support = ", ".join(filter(None, (named, f"del {on}" if on else "")))
    rest = [f"{etiqueta}: {value}" for etiqueta, value in left.values()]
    return [*rest, f"Sustento: {support}"] if support else rest


def in_order(registros: Iterable[Registro]) -> tuple[Registro, ...]:
    """Put entries as an informe tells them: by kind, oldest first, the same every time."""
    place = {clave: number for number, clave in enumerate(TIPOS)}
    return tuple(
        sorted(registros, key=lambda each: (place[each.tipo], each.desde or date.min, str(each)))
    )


def servicio_of(contenido: Contenido, today: date) -> Servicio:
    """Count how long a person has served until that day, or until they left."""
    hasta = _left_on(contenido, today) or today
    cargos = sorted(
        ((each.desde, each) for each in contenido.registros if each.cargo and each.desde),
        key=lambda pair: pair[0],
        reverse=True,
    )
    held = [(desde, each) for desde, each in cargos if desde <= hasta]
    last = next((each for _, each in held if each.hasta is None or each.hasta >= hasta), None)
    return Servicio(
        hasta=hasta,
        total=tiempo_de_servicio(contenido.fecha_ingreso, hasta),
        cargo=last.cargo if last else contenido.cargo,
        en_el_cargo=tiempo_de_servicio(_since(held, last), hasta) if last else None,
        sin_goce=sum(_days(each, hasta) for each in contenido.registros if each.is_sin_goce),
    )


def _left_on(contenido: Contenido, today: date) -> date | None:
    """Return the day on which somebody left and after which they took no cargo again."""
    left = [
        each.desde
        for each in contenido.registros
        if each.tipo == CESE and each.desde and each.desde <= today
    ]
    taken = [each.desde for each in contenido.registros if each.cargo and each.desde]
    last = max(left, default=None)
    return None if last and any(last < day <= today for day in taken) else last


def _since(held: Sequence[tuple[date, Registro]], last: Registro) -> date:
    """Return since when the same cargo was held, without another in between; newest come first."""
    from_last = dropwhile(lambda pair: pair[1] is not last, held)
    same = takewhile(lambda pair: pair[1].cargo.casefold() == last.cargo.casefold(), from_last)
    return min(desde for desde, _ in same)


def _days(licencia: Registro, until: date) -> int:
    """Return how many days of a licence there were, both ends counted."""
    if licencia.desde is None:
        return 0
    end = min(licencia.hasta or until, until)
    return max((end - licencia.desde).days + 1, 0)
