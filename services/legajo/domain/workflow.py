"""The workflow of a solicitud: what can be done with it, by whom, and by when.

Everything about it is a table of this module. What day it is, and who asks, others know.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from chassis.errors import Conflict, Invalid
from services.legajo.domain.plazos import working_day_after, working_days_between


class Estado(StrEnum):
    """Where a solicitud is on its way."""

    REGISTRADA = "registrada"
    EN_REVISION = "en_revision"
    OBSERVADA = "observada"
    SUBSANADA = "subsanada"
    ATENDIDA = "atendida"
    ATENDIDA_PARCIALMENTE = "atendida_parcialmente"
    RECHAZADA = "rechazada"
    NO_PRESENTADA = "no_presentada"
    DESISTIDA = "desistida"

    @property
    def label(self) -> str:
        """How people call it."""
        if self is Estado.EN_REVISION:
            return "En revisión"
        return self.replace("_", " ").capitalize()


class Accion(StrEnum):
    """What can be done with a solicitud. It begins with REGISTRAR, which no transition repeats."""

    REGISTRAR = "registrar"
    TOMAR = "tomar"
    RELEVAR = "relevar"
    SOLTAR = "soltar"
    ATENDER = "atender"
    ATENDER_EN_PARTE = "atender_en_parte"
    OBSERVAR = "observar"
    RECHAZAR = "rechazar"
    SUBSANAR = "subsanar"
    DESISTIR = "desistir"
    VENCER = "vencer"
    TRASLADAR = "trasladar"

    @property
    def label(self) -> str:
        """How people call it."""
        return self.replace("_", " ")


TRANSITIONS: dict[tuple[Estado, Accion], Estado] = {
    (Estado.REGISTRADA, Accion.TOMAR): Estado.EN_REVISION,
    (Estado.REGISTRADA, Accion.DESISTIR): Estado.DESISTIDA,
    (Estado.EN_REVISION, Accion.ATENDER): Estado.ATENDIDA,
    (Estado.EN_REVISION, Accion.ATENDER_EN_PARTE): Estado.ATENDIDA_PARCIALMENTE,
    (Estado.EN_REVISION, Accion.OBSERVAR): Estado.OBSERVADA,
    (Estado.EN_REVISION, Accion.RECHAZAR): Estado.RECHAZADA,
    (Estado.EN_REVISION, Accion.SOLTAR): Estado.REGISTRADA,
    (Estado.EN_REVISION, Accion.RELEVAR): Estado.EN_REVISION,
    (Estado.EN_REVISION, Accion.DESISTIR): Estado.DESISTIDA,
    (Estado.OBSERVADA, Accion.SUBSANAR): Estado.SUBSANADA,
    (Estado.OBSERVADA, Accion.VENCER): Estado.NO_PRESENTADA,
    (Estado.OBSERVADA, Accion.DESISTIR): Estado.DESISTIDA,
    (Estado.SUBSANADA, Accion.TOMAR): Estado.EN_REVISION,
    (Estado.SUBSANADA, Accion.DESISTIR): Estado.DESISTIDA,
    (Estado.REGISTRADA, Accion.TRASLADAR): Estado.REGISTRADA,
    (Estado.EN_REVISION, Accion.TRASLADAR): Estado.REGISTRADA,
    (Estado.OBSERVADA, Accion.TRASLADAR): Estado.OBSERVADA,
    (Estado.SUBSANADA, Accion.TRASLADAR): Estado.SUBSANADA,
}
"""The whole workflow. What is not in this table cannot happen."""

DECISIONES = (Accion.ATENDER, Accion.ATENDER_EN_PARTE, Accion.OBSERVAR, Accion.RECHAZAR)
"""What the specialist of escalafón answers to the servidor."""

OF_ESCALAFON = (Accion.TOMAR, Accion.RELEVAR, Accion.SOLTAR, *DECISIONES)
"""What the specialist of escalafón may do."""

OF_THE_SERVIDOR = (Accion.SUBSANAR, Accion.DESISTIR)
"""What the servidor who asked may do."""

OF_TIME = (Accion.VENCER,)
"""What nobody does: it happens when a deadline has passed."""

OF_A_TRANSFER = (Accion.TRASLADAR,)
"""What happens to it when its legajo does: another sede attends it from then on."""

OF_WHO_TOOK_IT = (Accion.SOLTAR, *DECISIONES)
"""What only that specialist may do who took it: nothing is attended twice at once."""

UNANNOUNCED = (Accion.TOMAR, Accion.RELEVAR, Accion.SOLTAR, Accion.TRASLADAR)
"""What the servidor finds in Seguimiento, and no mail tells them."""

EXPLAINED = {
    Accion.ATENDER_EN_PARTE: "Escriba qué no se incorporó al legajo, y por qué.",
    Accion.OBSERVAR: "Escriba qué debe corregir o completar el servidor.",
    Accion.RECHAZAR: "Escriba por qué se rechaza la solicitud.",
    Accion.SUBSANAR: "Escriba su respuesta a la observación.",
}
"""What nobody may do without a comentario, and how it is asked for."""

POR_ATENDER = (Estado.REGISTRADA, Estado.SUBSANADA, Estado.EN_REVISION)
"""What waits for a specialist."""

IN_COURSE = (*POR_ATENDER, Estado.OBSERVADA)
"""What is not finished yet."""


@dataclass(frozen=True)
class Plazo:
    """Within how many working days something is awaited, of whom, and because of which norm."""

    dias: int
    espera: str
    """What is awaited, with `{servidor}` in the place of who asked, if it is of them."""
    norma: str


PLAZOS = {
    Estado.REGISTRADA: Plazo(
        10,
        "Un especialista de escalafón debe revisarla y responder",
        # RVM 092-2020 gives the servidor ten days to hand in documents: the answer takes no longer.
        "RVM 092-2020-MINEDU, por analogía",
    ),
    Estado.EN_REVISION: Plazo(
        10,
        "El especialista de escalafón que la revisa debe responder",
        "RVM 092-2020-MINEDU, por analogía",
    ),
    Estado.OBSERVADA: Plazo(
        5,
        "{servidor} debe subsanar lo observado; si no, quedará como no presentada",
        "RVM 092-2020-MINEDU",
    ),
    Estado.SUBSANADA: Plazo(
        5,
        "Un especialista de escalafón debe revisar la respuesta y decidir",
        "RVM 092-2020-MINEDU, por analogía",
    ),
}
"""What each estado waits for. The two days of mesa de partes (TUO of Ley 27444, article 136) are
for what a paper lacks when it is handed in; here the form says so before it is sent."""

RUNS_ON = (Accion.TOMAR, Accion.RELEVAR, Accion.SOLTAR, Accion.TRASLADAR)
"""What changes no deadline: who takes a solicitud, hands it back or inherits it wins no time."""

DAYS_OF_WARNING = 2
"""How many working days before a solicitud becomes no presentada its servidor is warned."""


class Espera(NamedTuple):
    """What a solicitud waits for today."""

    texto: str
    vence_el: date
    quedan: int
    """How many working days are left; below zero, how many it is late."""
    vencio: bool
    norma: str


def awaited(estado: Estado, vence_el: date | None, today: date, servidor: str) -> Espera | None:
    """Return what is awaited, calling who asked as is said; nothing, once it is finished."""
    plazo = PLAZOS.get(estado)
    if plazo is None or vence_el is None:
        return None
    return Espera(
        plazo.espera.format(servidor=servidor),
        vence_el,
        working_days_between(today, vence_el),
        vence_el < today,
        plazo.norma,
    )


def next_estado(estado: Estado, accion: Accion) -> Estado:
    """Return what a solicitud in `estado` becomes when `accion` is taken."""
    try:
        return TRANSITIONS[estado, accion]
    except KeyError:
        raise Conflict(
            f"La solicitud está {estado.label.lower()}: no se puede {accion.label}."
        ) from None


def possible_acciones(estado: Estado) -> list[Accion]:
    """Return what can be done with a solicitud in `estado`, in the order of the table."""
    return [accion for origin, accion in TRANSITIONS if origin is estado]


def acciones_of_servidor(estado: Estado) -> list[Accion]:
    """Return what the servidor who asked can do."""
    return [accion for accion in possible_acciones(estado) if accion in OF_THE_SERVIDOR]


def acciones_of_escalafon(estado: Estado, taken_by: str | None, dni: str) -> list[Accion]:
    """Return what a specialist can do: with what another has taken, only take it over."""
    kept = [Accion.TOMAR, *(OF_WHO_TOOK_IT if taken_by == dni else [Accion.RELEVAR])]
    return [accion for accion in possible_acciones(estado) if accion in kept]


def check_taker(accion: Accion, taken_by: str | None, dni: str) -> None:
    """Refuse to decide what another specialist is looking at, or to take over what one has."""
    if accion in OF_WHO_TOOK_IT and taken_by != dni:
        raise Conflict("Otra persona está revisando esta solicitud.")
    if accion is Accion.RELEVAR and taken_by == dni:
        raise Conflict("Usted ya está revisando esta solicitud.")


def check_comentario(accion: Accion, comentario: str) -> None:
    """Refuse an accion that the other side could not understand."""
    if accion in EXPLAINED and not comentario:
        raise Invalid(errors={"comentario": EXPLAINED[accion]})


def check_in_time(accion: Accion, vence_el: date | None, today: date) -> None:
    """Refuse an answer that comes after its deadline, and an expiry that comes before."""
    is_late = vence_el is not None and vence_el < today
    if accion is Accion.SUBSANAR and is_late:
        raise Conflict(f"El plazo para subsanar venció el {vence_el:%d/%m/%Y}.")
    if accion is Accion.VENCER and not is_late:
        raise Conflict("Todavía no vence el plazo para subsanar.")


def deadline_after(
    accion: Accion, estado: Estado, current: date | None, today: date
) -> date | None:
    """Return the last day of what is awaited once `accion` has led to `estado`, if any is."""
    if accion in RUNS_ON and current:
        return current
    plazo = PLAZOS.get(estado)
    return working_day_after(today, plazo.dias) if plazo else None


def last_deadline_to_warn_of(today: date) -> date:
    """Return the latest deadline of which so little is left that who must act is reminded."""
    return working_day_after(today, DAYS_OF_WARNING)
