"""The rules of a reclamo: what a person says is wrong with their pay, and what becomes of it.

Pure values and decisions. Who may see which reclamo, and where it is kept, others know.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from chassis.errors import Conflict, Invalid


class EstadoReclamo(StrEnum):
    """Where a reclamo is on its way."""

    ABIERTO = "abierto"
    EN_REVISION = "en_revision"
    OBSERVADO = "observado"
    ATENDIDO = "atendido"
    RECHAZADO = "rechazado"
    DESISTIDO = "desistido"

    @property
    def label(self) -> str:
        """How people call it."""
        return "En revisión" if self is EstadoReclamo.EN_REVISION else self.capitalize()


class AccionReclamo(StrEnum):
    """What can be done with a reclamo. It begins with ABRIR, which no transition repeats."""

    ABRIR = "abrir"
    TOMAR = "tomar"
    RELEVAR = "relevar"
    SOLTAR = "soltar"
    OBSERVAR = "observar"
    SUBSANAR = "subsanar"
    ATENDER = "atender"
    RECHAZAR = "rechazar"
    DESISTIR = "desistir"


TRANSITIONS: dict[tuple[EstadoReclamo, AccionReclamo], EstadoReclamo] = {
    (EstadoReclamo.ABIERTO, AccionReclamo.TOMAR): EstadoReclamo.EN_REVISION,
    (EstadoReclamo.ABIERTO, AccionReclamo.DESISTIR): EstadoReclamo.DESISTIDO,
    (EstadoReclamo.EN_REVISION, AccionReclamo.ATENDER): EstadoReclamo.ATENDIDO,
    (EstadoReclamo.EN_REVISION, AccionReclamo.OBSERVAR): EstadoReclamo.OBSERVADO,
    (EstadoReclamo.EN_REVISION, AccionReclamo.RECHAZAR): EstadoReclamo.RECHAZADO,
    (EstadoReclamo.EN_REVISION, AccionReclamo.SOLTAR): EstadoReclamo.ABIERTO,
    (EstadoReclamo.EN_REVISION, AccionReclamo.RELEVAR): EstadoReclamo.EN_REVISION,
    (EstadoReclamo.EN_REVISION, AccionReclamo.DESISTIR): EstadoReclamo.DESISTIDO,
    (EstadoReclamo.OBSERVADO, AccionReclamo.SUBSANAR): EstadoReclamo.EN_REVISION,
    (EstadoReclamo.OBSERVADO, AccionReclamo.RECHAZAR): EstadoReclamo.RECHAZADO,
    (EstadoReclamo.OBSERVADO, AccionReclamo.RELEVAR): EstadoReclamo.OBSERVADO,
    (EstadoReclamo.OBSERVADO, AccionReclamo.DESISTIR): EstadoReclamo.DESISTIDO,
}
"""The whole workflow. What is not in this table cannot happen."""

DECISIONES = (AccionReclamo.ATENDER, AccionReclamo.OBSERVAR, AccionReclamo.RECHAZAR)
"""What is answered to the servidor, who is told of it by mail."""

OF_THE_ADMINISTRADOR = (
    *(AccionReclamo.TOMAR, AccionReclamo.RELEVAR, AccionReclamo.SOLTAR),
    *DECISIONES,
)
"""What the Administrador MI BOLETA may do; the rest is for the servidor whose reclamo it is."""

OF_WHO_TOOK_IT = (AccionReclamo.SOLTAR, *DECISIONES)
"""What only that administrador may do who took it: nobody answers what another is looking at."""

PENDIENTES = (EstadoReclamo.ABIERTO, EstadoReclamo.EN_REVISION)
"""What waits for an administrador."""

IN_COURSE = (*PENDIENTES, EstadoReclamo.OBSERVADO)
"""What is not finished yet."""

EXPLAINED = {
    AccionReclamo.OBSERVAR: "Escriba qué debe aclarar o adjuntar el servidor.",
    AccionReclamo.ATENDER: "Escriba qué se hizo: el servidor lo leerá.",
    AccionReclamo.RECHAZAR: "Escriba por qué se rechaza el reclamo.",
    AccionReclamo.SUBSANAR: "Escriba su respuesta a la observación.",
}
"""What nobody may do without a comentario, and how it is asked for."""

MAX_TEXT = 2000
"""The longest text or comentario, in characters: about a page."""


@dataclass(frozen=True, kw_only=True)
class NuevoReclamo:
    """What a servidor says is wrong; without a boleta, that they do not find the one of a month."""

    periodo: int
    sede: str
    """Who should have paid; of a boleta, its own sede counts."""
    boleta_id: int | None
    linea: int | None
    """Which line of the boleta, counted from 1; none is the boleta as a whole."""
    texto: str
    monto_esperado: int | None
    """What it should be, in céntimos, if the servidor knows."""

    def sent_with(self, form_key: UUID) -> UUID:
        """Identify one sending: the same form, sent twice with the same words, is one."""
        return uuid5(form_key, "\0".join(str(value) for value in asdict(self).values()))


def next_estado(estado: EstadoReclamo, accion: AccionReclamo) -> EstadoReclamo:
    """Return what a reclamo in `estado` becomes when `accion` is taken."""
    try:
        return TRANSITIONS[estado, accion]
    except KeyError:
        raise Conflict(f"El reclamo está {estado.label.lower()}: no se puede {accion}.") from None


def possible_acciones(estado: EstadoReclamo) -> list[AccionReclamo]:
    """Return what can be done with a reclamo in `estado`, in the order of the table."""
    return [accion for origin, accion in TRANSITIONS if origin is estado]


def acciones_of(estado: EstadoReclamo, taken_by: str | None, dni: str) -> list[AccionReclamo]:
    """Return what an administrador can do with a reclamo: with another's, only take it over."""
    possible = [accion for accion in possible_acciones(estado) if accion in OF_THE_ADMINISTRADOR]
    mine = taken_by == dni
    kept = [AccionReclamo.TOMAR, *(OF_WHO_TOOK_IT if mine else [AccionReclamo.RELEVAR])]
    return [accion for accion in possible if accion in kept]


def check_taker(accion: AccionReclamo, taken_by: str | None, dni: str) -> None:
    """Refuse to decide what another administrador is looking at, or to take what one has."""
    if accion in OF_WHO_TOOK_IT and taken_by != dni:
        raise Conflict(
            "Otra persona está revisando este reclamo: para responderlo, tómelo usted primero."
        )
    if accion is AccionReclamo.RELEVAR and taken_by == dni:
        raise Conflict("Usted ya está revisando este reclamo.")


def check_comentario(accion: AccionReclamo, comentario: str) -> None:
    """Refuse an accion that the other side could not understand."""
    if accion in EXPLAINED and not comentario:
        raise Invalid(errors={"comentario": EXPLAINED[accion]})


def format_numero(year: int, number: int) -> str:
    """Return the number of a reclamo: `RCL-2026-000123`."""
    return f"RCL-{year}-{number:06}"
