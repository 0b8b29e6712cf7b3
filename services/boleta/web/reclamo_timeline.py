"""How a reclamo is shown to both sides: the words and the colours of what happened to it."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from chassis.errors import Refusal
from chassis.problems import problem_of
from contracts.access_token import Role
from services.boleta.domain.reclamo import MAX_TEXT, AccionReclamo, EstadoReclamo
from services.boleta.models import MovimientoReclamo, Reclamo

KINDS = {
    EstadoReclamo.ABIERTO: "informe",
    EstadoReclamo.EN_REVISION: "informe",
    EstadoReclamo.OBSERVADO: "aviso",
    EstadoReclamo.ATENDIDO: "exito",
    EstadoReclamo.RECHAZADO: "error",
    EstadoReclamo.DESISTIDO: "neutro",
}
"""The kind of badge of each estado."""

TITLES = {
    AccionReclamo.ABRIR: "Reclamo presentado",
    AccionReclamo.TOMAR: "En revisión",
    AccionReclamo.RELEVAR: "Lo revisa otra persona",
    AccionReclamo.SOLTAR: "Vuelve a estar por revisar",
    AccionReclamo.OBSERVAR: "Reclamo observado",
    AccionReclamo.SUBSANAR: "Observación subsanada",
    AccionReclamo.ATENDER: "Reclamo atendido",
    AccionReclamo.RECHAZAR: "Reclamo rechazado",
    AccionReclamo.DESISTIR: "Desistimiento del reclamo",
}
"""What each accion is called once it is done."""

NOTICES = {
    AccionReclamo.ABRIR: "Su reclamo quedó presentado. Le avisaremos por correo cuando respondan.",
    AccionReclamo.SUBSANAR: "Su respuesta fue enviada: el reclamo vuelve a estar en revisión.",
    AccionReclamo.DESISTIR: "Usted desistió de este reclamo. Si lo necesita, puede presentar otro.",
    AccionReclamo.TOMAR: "Usted está revisando este reclamo: nadie más puede responderlo.",
    AccionReclamo.RELEVAR: "Ahora usted revisa este reclamo.",
    AccionReclamo.SOLTAR: "El reclamo vuelve a estar por revisar: otra persona puede tomarlo.",
    AccionReclamo.OBSERVAR: "El reclamo fue observado. El servidor recibirá su comentario.",
    AccionReclamo.ATENDER: "El reclamo fue atendido. El servidor recibirá el aviso.",
    AccionReclamo.RECHAZAR: "El reclamo fue rechazado. El servidor recibirá el motivo.",
}
"""What is said to who has just done it."""


class Moment(NamedTuple):
    """One step of the timeline, as `ui.timeline` shows it."""

    title: str
    when: datetime
    text: str
    kind: str


def show_reclamo(
    template: str,
    reclamo: Reclamo,
    refusal: Refusal | None,
    *,
    shows_dni: bool = False,
    **context: Any,
) -> ResponseReturnValue:
    """Show the reclamo as it is now, with what was refused and what was typed."""
    problem = problem_of(refusal) if refusal else None
    page = render_template(
        template,
        reclamo=reclamo,
        kinds=KINDS,
        moments=_moments(reclamo, shows_dni),
        notices=_notices(reclamo, request.args.get("hecho")),
        problem=problem,
        typed=request.form,
        max_text=MAX_TEXT,
        **context,
    )
    return page, problem.status if problem else HTTPStatus.OK


def _moments(reclamo: Reclamo, shows_dni: bool) -> list[Moment]:
    """Return what happened, newest first; only colleagues learn who in person attended it."""
    return [
        Moment(
            title=f"{TITLES[movimiento.accion]} · {_who(movimiento, shows_dni)}",
            when=movimiento.at,
            text=movimiento.comentario,
            kind=KINDS[movimiento.estado],
        )
        for movimiento in reversed(reclamo.movimientos)
    ]


def _notices(reclamo: Reclamo, done: str | None) -> list[tuple[str, str]]:
    """Confirm what was just done; nothing, if something else has happened since."""
    last = reclamo.movimientos[-1].accion
    return [("exito", NOTICES[last])] if done == last else []


def _who(movimiento: MovimientoReclamo, shows_dni: bool) -> str:
    if shows_dni:
        return f"{movimiento.role.label}, DNI {movimiento.dni}"
    return "Usted" if movimiento.role is Role.SERVIDOR else movimiento.role.label
