"""How a solicitud is shown to both sides: the words and the colours of what happened to it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from chassis.errors import Refusal
from chassis.problems import problem_of
from contracts.access_token import Role
from services.legajo.domain import LIMA, MAX_TEXT, Accion, Estado
from services.legajo.domain.veredicto import Resultado
from services.legajo.domain.workflow import awaited
from services.legajo.models import Movimiento, Solicitud
from services.legajo.queries.veredictos import last_fallos

KINDS = {
    Estado.REGISTRADA: "informe",
    Estado.EN_REVISION: "informe",
    Estado.OBSERVADA: "aviso",
    Estado.SUBSANADA: "informe",
    Estado.ATENDIDA: "exito",
    Estado.ATENDIDA_PARCIALMENTE: "exito",
    Estado.RECHAZADA: "error",
    Estado.NO_PRESENTADA: "error",
    Estado.DESISTIDA: "neutro",
}
"""The kind of badge of each estado."""

VERDICT_KINDS = {
    Resultado.ACEPTADO: "exito",
    Resultado.OBSERVADO: "aviso",
    Resultado.RECHAZADO: "error",
}
"""The kind of badge of each verdict."""

TITLES = {
    Accion.REGISTRAR: "Solicitud registrada",
    Accion.TOMAR: "Solicitud en revisión",
    Accion.RELEVAR: "La revisa otra persona",
    Accion.SOLTAR: "Solicitud de nuevo por revisar",
    Accion.OBSERVAR: "Solicitud observada",
    Accion.SUBSANAR: "Observación subsanada",
    Accion.ATENDER: "Solicitud atendida",
    Accion.ATENDER_EN_PARTE: "Solicitud atendida parcialmente",
    Accion.RECHAZAR: "Solicitud rechazada",
    Accion.DESISTIR: "Desistimiento de la solicitud",
    Accion.VENCER: "Solicitud no presentada",
    Accion.TRASLADAR: "La atiende otra sede",
}
"""What each accion is called once it is done."""

NOTICES = {
    Accion.REGISTRAR: "Su solicitud quedó registrada. Con el número de expediente podrá seguirla.",
    Accion.SUBSANAR: "Su respuesta fue enviada: la solicitud vuelve a estar por atender.",
    Accion.DESISTIR: "Usted desistió de esta solicitud. Si la necesita, puede registrar otra.",
    Accion.TOMAR: "Usted está revisando esta solicitud: nadie más puede responderla.",
    Accion.RELEVAR: "Ahora usted revisa esta solicitud.",
    Accion.SOLTAR: "La solicitud vuelve a estar por revisar: otra persona puede tomarla.",
    Accion.OBSERVAR: "La solicitud fue observada. El servidor recibirá su comentario.",
    Accion.ATENDER: "La solicitud fue atendida. El servidor recibirá el aviso.",
    Accion.ATENDER_EN_PARTE: "La solicitud fue atendida en parte. El servidor recibirá el motivo.",
    Accion.RECHAZAR: "La solicitud fue rechazada. El servidor recibirá el motivo.",
}
"""What is said to who has just done it."""


class Moment(NamedTuple):
    """One step of the timeline, as `ui.timeline` shows it."""

    title: str
    when: datetime
    text: str
    kind: str


class PlazoShown(NamedTuple):
    """What a solicitud waits for, by when, and how near that is."""

    espera: str
    vence_el: date
    queda: str
    """How much is left, in words."""
    kind: str
    """The kind of badge."""
    is_over: bool
    norma: str


def show_solicitud(
    template: str,
    solicitud: Solicitud,
    refusal: Refusal | None,
    *,
    shows_dni: bool = False,
    typed: Mapping[str, str] | None = None,
    covered: bool = False,
    **context: Any,
) -> ResponseReturnValue:
    """Show the solicitud as it is now, with what was refused and what was typed.

    What is `covered` is told without anybody's words.
    """
    problem = problem_of(refusal) if refusal else None
    page = render_template(
        template,
        solicitud=solicitud,
        plazo=plazo_of(solicitud, "El servidor" if shows_dni else "Usted"),
        fallos=last_fallos(solicitud),
        verdict_kinds=VERDICT_KINDS,
        kinds=KINDS,
        moments=_moments(solicitud, shows_dni, covered),
        covered=covered,
        notices=_notices(solicitud, request.args.get("hecho")),
        problem=problem,
        typed=request.form if typed is None else typed,
        max_text=MAX_TEXT,
        **context,
    )
    return page, problem.status if problem else HTTPStatus.OK


def show_refused(
    solicitud: Solicitud, refusal: Refusal | None, acciones: Sequence[Accion]
) -> ResponseReturnValue:
    """Show one's own solicitud; what was said in vain stays there to be read."""
    said = request.form.get("comentario", "") if refusal else ""
    return show_solicitud("legajo/solicitud.html", solicitud, refusal, acciones=acciones, said=said)


def plazo_of(solicitud: Solicitud, servidor: str = "Usted") -> PlazoShown | None:
    """Return what the solicitud waits for, calling who asked so; nothing, once it is finished."""
    today = datetime.now(LIMA).date()
    espera = awaited(solicitud.estado, solicitud.vence_el, today, servidor)
    if espera is None:
        return None
    queda, kind = _left_in_words(espera.quedan, espera.vencio)
    return PlazoShown(espera.texto, espera.vence_el, queda, kind, espera.vencio, espera.norma)


def _left_in_words(left: int, is_over: bool) -> tuple[str, str]:
    """Say how many working days are left, or by how many it is late; and how bad that is."""
    if is_over:
        return (f"Venció hace {_days(-left)}" if left else "Venció"), "error"
    if left == 0:
        return "Vence hoy", "aviso"
    few = 2
    return (
        f"{'Queda' if left == 1 else 'Quedan'} {_days(left)}",
        "aviso" if left <= few else "neutro",
    )


def _days(count: int) -> str:
    return "1 día hábil" if count == 1 else f"{count} días hábiles"


def _moments(solicitud: Solicitud, shows_dni: bool, covered: bool) -> list[Moment]:
    """Return what happened, newest first; only colleagues learn who in person attended it."""
    return [
        Moment(
            title=f"{TITLES[movimiento.accion]}{_who(movimiento, shows_dni)}",
            when=movimiento.at,
            text="Reservado" if covered and movimiento.comentario else movimiento.comentario,
            kind=KINDS[movimiento.estado],
        )
        for movimiento in reversed(solicitud.movimientos)
    ]


def _notices(solicitud: Solicitud, done: str | None) -> list[tuple[str, str]]:
    """Confirm what was just done; nothing, if something else has happened since."""
    last = solicitud.movimientos[-1].accion
    return [("exito", NOTICES[last])] if done == last and last in NOTICES else []


def _who(movimiento: Movimiento, shows_dni: bool) -> str:
    if movimiento.role is None:
        return ""
    if shows_dni:
        return f" · {movimiento.role.label}, DNI {movimiento.dni}"
    return f" · {'Usted' if movimiento.role is Role.SERVIDOR else movimiento.role.label}"
