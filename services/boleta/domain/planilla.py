"""The way of a planilla from its upload to its publication: one table, and who may take each step.

What a step does to boletas, others know. Who uploaded a planilla never approves it: the rule of the
four eyes, which the table `planilla` repeats as a constraint.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.errors import Conflict, Invalid, NotAllowed


class TipoPlanilla(StrEnum):
    """What a planilla pays: a person may have one boleta of each in a month."""

    HABERES = "haberes"
    ADICIONAL = "adicional"
    CAS = "cas"
    PENSIONES = "pensiones"
    OCASIONAL = "ocasional"

    @property
    def label(self) -> str:
        """How people call it."""
        return TIPO_LABELS[self]


TIPO_LABELS = {
    TipoPlanilla.HABERES: "Haberes",
    TipoPlanilla.ADICIONAL: "Adicional",
    TipoPlanilla.CAS: "CAS",
    TipoPlanilla.PENSIONES: "Pensiones",
    TipoPlanilla.OCASIONAL: "Ocasional",
}


class EstadoPlanilla(StrEnum):
    """Where a planilla is on its way."""

    CARGADA = "cargada"
    """Its file is kept; nobody has read it yet, or somebody is reading it."""
    VALIDADA = "validada"
    """It was read, and every record can be used."""
    OBSERVADA = "observada"
    """It was read, and some records cannot be used."""
    APROBADA = "aprobada"
    PROGRAMADA = "programada"
    PUBLICADA = "publicada"
    REGISTRADA = "registrada"
    """A historical month: its records are known, and loaded when their owner asks."""
    DESCARTADA = "descartada"


class Accion(StrEnum):
    """What can be done with a planilla. It begins with CARGAR, which no transition repeats."""

    CARGAR = "cargar"
    VALIDAR = "validar"
    OBSERVAR = "observar"
    REGISTRAR = "registrar"
    REINTENTAR = "reintentar"
    APROBAR = "aprobar"
    PROGRAMAR = "programar"
    CANCELAR = "cancelar"
    PUBLICAR = "publicar"
    DESCARTAR = "descartar"


TRANSITIONS: dict[tuple[EstadoPlanilla, Accion], EstadoPlanilla] = {
    (EstadoPlanilla.CARGADA, Accion.VALIDAR): EstadoPlanilla.VALIDADA,
    (EstadoPlanilla.CARGADA, Accion.OBSERVAR): EstadoPlanilla.OBSERVADA,
    (EstadoPlanilla.CARGADA, Accion.REGISTRAR): EstadoPlanilla.REGISTRADA,
    (EstadoPlanilla.CARGADA, Accion.REINTENTAR): EstadoPlanilla.CARGADA,
    (EstadoPlanilla.VALIDADA, Accion.APROBAR): EstadoPlanilla.APROBADA,
    (EstadoPlanilla.OBSERVADA, Accion.APROBAR): EstadoPlanilla.APROBADA,
    (EstadoPlanilla.APROBADA, Accion.PUBLICAR): EstadoPlanilla.PUBLICADA,
    (EstadoPlanilla.APROBADA, Accion.PROGRAMAR): EstadoPlanilla.PROGRAMADA,
    (EstadoPlanilla.PROGRAMADA, Accion.CANCELAR): EstadoPlanilla.APROBADA,
    (EstadoPlanilla.PROGRAMADA, Accion.PUBLICAR): EstadoPlanilla.PUBLICADA,
    (EstadoPlanilla.CARGADA, Accion.DESCARTAR): EstadoPlanilla.DESCARTADA,
    (EstadoPlanilla.VALIDADA, Accion.DESCARTAR): EstadoPlanilla.DESCARTADA,
    (EstadoPlanilla.OBSERVADA, Accion.DESCARTAR): EstadoPlanilla.DESCARTADA,
    (EstadoPlanilla.APROBADA, Accion.DESCARTAR): EstadoPlanilla.DESCARTADA,
}
"""The whole workflow. What is not in this table cannot happen: what was published is corrected one
boleta at a time, and what is programmed is cancelled before it is discarded."""

OF_PEOPLE = (
    Accion.REINTENTAR,
    Accion.APROBAR,
    Accion.PUBLICAR,
    Accion.PROGRAMAR,
    Accion.CANCELAR,
    Accion.DESCARTAR,
)
"""What an Administrador MI BOLETA does; the rest is the worker's, or an operator's."""

FOUR_EYES = frozenset({Accion.APROBAR})
"""What who uploaded a planilla may not do with it."""

MAX_MOTIVO = 500
"""The longest reason, in characters."""

SOONEST = timedelta(minutes=1)
"""How far ahead a publication is programmed at least: else it is published now."""

LATEST = timedelta(days=60)
"""How far ahead it may be: a date beyond is a slip of the keyboard."""


@dataclass(frozen=True, kw_only=True)
class Paso:
    """What decides whether a step may be taken: where the planilla is, and whose it is."""

    estado: EstadoPlanilla
    uploaded_by: str | None
    boletas: int
    es_ensayo: bool = False
    is_stuck: bool = False
    """Whether its file could not be read."""

    def why_not(self, accion: Accion, dni: str) -> str:
        """Say why that person may not do that now; an empty text when they may."""
        if (self.estado, accion) not in TRANSITIONS:
            return f"La planilla está {self.estado}: no se puede {accion}."
        if accion in FOUR_EYES and dni == self.uploaded_by:
            return (
                "Usted subió esta planilla: debe aprobarla otra persona con el perfil"
                " Administrador MI BOLETA de la misma sede."
            )
        if accion is Accion.REINTENTAR and not self.is_stuck:
            return "La planilla se está revisando: no hace falta reintentarlo."
        if accion is Accion.APROBAR and self.es_ensayo:
            return "Es un ensayo: no se aprueba ni se publica."
        if accion is Accion.APROBAR and not self.boletas:
            return "Ningún registro de esta planilla se puede usar: descártela y suba otra."
        return ""

    def check(self, accion: Accion, dni: str) -> EstadoPlanilla:
        """Return what the planilla becomes; refuse what may not be."""
        reason = self.why_not(accion, dni)
        if reason and accion in FOUR_EYES and dni == self.uploaded_by:
            raise NotAllowed(reason)
        if reason:
            raise Conflict(reason)
        return TRANSITIONS[self.estado, accion]

    def possible(self, dni: str) -> list[Accion]:
        """Return what that person may do now, in the order in which it is offered."""
        return [accion for accion in OF_PEOPLE if not self.why_not(accion, dni)]


def next_estado(estado: EstadoPlanilla, accion: Accion) -> EstadoPlanilla:
    """Return what a planilla in `estado` becomes when `accion` is taken."""
    try:
        return TRANSITIONS[estado, accion]
    except KeyError:
        raise Conflict(f"La planilla está {estado}: no se puede {accion}.") from None


def check_motivo(motivo: str) -> str:
    """Return the reason without blanks around; refuse none, or a novel."""
    motivo = motivo.strip()
    if not motivo:
        raise Invalid(errors={"motivo": "Escriba por qué se descarta la planilla."})
    if len(motivo) > MAX_MOTIVO:
        raise Invalid(errors={"motivo": f"Use {MAX_MOTIVO} letras como máximo."})
    return motivo


def check_publish_at(publish_at: datetime, *, now: datetime) -> datetime:
    """Return the moment of a publication to be; refuse what is past, or too far ahead."""
    if publish_at < now + SOONEST:
        raise Invalid(errors={"fecha": "Elija una fecha y hora que todavía no haya pasado."})
    if publish_at > now + LATEST:
        raise Invalid(errors={"fecha": f"Elija una fecha dentro de los {LATEST.days} días."})
    return publish_at
