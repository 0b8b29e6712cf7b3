"""How a solicitud is shown to both sides: the words and the colours of what happened to it."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from chassis.errors import Refusal
from chassis.problems import problem_of
from contracts.access_token import Role
from services.legajo.domain import MAX_TEXT, Accion, Estado
from services.legajo.models import Movimiento, Solicitud

KINDS = {
    Estado.REGISTRADA: "informe",
    Estado.OBSERVADA: "aviso",
    Estado.ATENDIDA: "exito",
    Estado.RECHAZADA: "error",
    Estado.DESISTIDA: "neutro",
}
"""The kind of badge of each estado."""

TITLES = {
    Accion.REGISTRAR: "Solicitud registrada",
    Accion.OBSERVAR: "Solicitud observada",
    Accion.SUBSANAR: "Observación subsanada",
    Accion.ATENDER: "Solicitud atendida",
    Accion.RECHAZAR: "Solicitud rechazada",
    Accion.DESISTIR: "Desistimiento de la solicitud",
}
"""What each accion is called once it is done."""

NOTICES = {
    Accion.REGISTRAR: "Su solicitud quedó registrada. Con el número de expediente podrá seguirla.",
    Accion.SUBSANAR: "Su respuesta fue enviada: la solicitud vuelve a estar por atender.",
    Accion.DESISTIR: "Usted desistió de esta solicitud. Si la necesita, puede registrar otra.",
    Accion.OBSERVAR: "La solicitud fue observada. El servidor recibirá su comentario.",
    Accion.ATENDER: "La solicitud fue atendida. El servidor recibirá el aviso.",
    Accion.RECHAZAR: "La solicitud fue rechazada. El servidor recibirá el motivo.",
}
"""What is said to who has just done it."""


class Moment(NamedTuple):
    """One step of the timeline, as `ui.timeline` shows it."""

    title: str
    when: datetime
    text: str
    kind: str


def show_solicitud(
    template: str,
    solicitud: Solicitud,
    refusal: Refusal | None,
    *,
    shows_dni: bool = False,
    **context: Any,
) -> ResponseReturnValue:
    """Show the solicitud as it is now, with what was refused and what was typed."""
    problem = problem_of(refusal) if refusal else None
    page = render_template(
        template,
        solicitud=solicitud,
        kinds=KINDS,
        moments=_moments(solicitud, shows_dni),
        notices=_notices(solicitud, request.args.get("hecho")),
        problem=problem,
        typed=request.form,
        max_text=MAX_TEXT,
        **context,
    )
    return page, problem.status if problem else HTTPStatus.OK


def _moments(solicitud: Solicitud, shows_dni: bool) -> list[Moment]:
    """Return what happened, newest first; only colleagues learn who in person attended it."""
    return [
        Moment(
            title=f"{TITLES[movimiento.accion]} · {_who(movimiento, shows_dni)}",
            when=movimiento.at,
            text=movimiento.comentario,
            kind=KINDS[movimiento.estado],
        )
        for movimiento in reversed(solicitud.movimientos)
    ]


def _notices(solicitud: Solicitud, done: str | None) -> list[tuple[str, str]]:
    """Confirm what was just done; nothing, if something else has happened since."""
    last = solicitud.movimientos[-1].accion
    return [("exito", NOTICES[last])] if done == last else []


def _who(movimiento: Movimiento, shows_dni: bool) -> str:
    if shows_dni:
        return f"{movimiento.role.label}, DNI {movimiento.dni}"
    return "Usted" if movimiento.role is Role.SERVIDOR else movimiento.role.label
