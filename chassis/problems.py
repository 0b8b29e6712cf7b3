"""Errors, once for all services: problem details (RFC 9457) for programs, a page for people.

Both have the same words and the request id, which the help desk asks for. What nobody foresaw is a
500: logged with its traceback, shown without it.
"""

from dataclasses import asdict, dataclass, field
from http import HTTPStatus

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from redis.exceptions import RedisError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from chassis.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from chassis.filestore import FileOutOfReach
from chassis.http import Unavailable
from chassis.logs import current_request_id

log = structlog.get_logger()


@dataclass(frozen=True)
class Problem:
    """What went wrong, as it is told."""

    type: str
    """The last word of the problem's URN: `urn:ayni:problem:conflict`."""
    status: int
    title: str
    detail: str
    errors: dict[str, str] = field(default_factory=dict)


REFUSALS: dict[type[Refusal], tuple[str, int, str]] = {
    Invalid: ("invalid", 422, "Hay datos por corregir"),
    NotFound: ("not-found", 404, "No encontramos lo que busca"),
    NotAllowed: ("not-allowed", 403, "No tiene permiso para esto"),
    Conflict: ("conflict", 409, "No se puede hacer en este momento"),
}
"""Each refusal: the type of its problem, its HTTP status, its title."""

HTTP_PROBLEMS: dict[int, tuple[str, str, str]] = {
    400: ("bad-request", "No entendimos la solicitud", "Vuelva a la página anterior e intente."),
    401: ("not-signed-in", "Su sesión ha terminado", "Inicie sesión para continuar."),
    403: ("not-allowed", "No tiene permiso para esto", "Su cuenta no tiene acceso a esta página."),
    404: ("not-found", "No encontramos esa página", "Revise la dirección o vuelva al inicio."),
    405: ("method-not-allowed", "Eso no se puede hacer aquí", "Vuelva al inicio."),
    413: ("too-large", "El archivo es muy grande", "Elija un archivo más pequeño."),
    429: ("too-many", "Demasiados intentos", "Espere unos minutos y vuelva a intentar."),
    503: (
        "unavailable",
        "El servicio no está disponible",
        "Estamos trabajando para restablecerlo. Intente dentro de unos minutos.",
    ),
}
"""What is said for an HTTP status that no rule of ours explains: type, title, detail."""

NO_FILES = Problem(
    "unavailable",
    503,
    "Los archivos no están disponibles por el momento",
    "No pudimos guardar ni abrir el archivo, y ya estamos trabajando para restablecerlo. Vuelva a"
    " intentarlo dentro de unos minutos; lo demás sigue funcionando.",
)
"""What is said while what keeps the files does not answer."""

UNEXPECTED = Problem(
    "unexpected",
    500,
    "Algo falló de nuestro lado",
    "Ya quedó registrado. Intente dentro de unos minutos; si continúa, escriba a la mesa de ayuda.",
)
"""What is said when we do not know."""


def register_problems(app: Flask) -> None:
    """Answer every error of the app as a problem."""
    app.register_error_handler(Refusal, lambda refusal: answer(problem_of(refusal)))
    app.register_error_handler(HTTPException, _answer_http)
    for away in (Unavailable, RedisError, OperationalError):
        app.register_error_handler(away, _answer_unavailable)
    app.register_error_handler(FileOutOfReach, _answer_without_files)
    app.register_error_handler(DataError, _answer_unstorable)
    app.register_error_handler(Exception, _answer_unexpected)


def problem_of(refusal: Refusal) -> Problem:
    """Return how a refusal is told."""
    type_, status, title = REFUSALS[type(refusal)]
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    return Problem(type_, status, title, refusal.detail, errors)


def http_problem(status: int) -> Problem:
    """Return how an HTTP status is told."""
    type_, title, detail = HTTP_PROBLEMS.get(status, HTTP_PROBLEMS[400])
    return Problem(type_, status, title, detail)


def answer(problem: Problem) -> Response:
    """Answer the current request with the problem, as JSON or as a page."""
    if wants_page():
        context = asdict(problem) | {"request_id": current_request_id()}
        page = render_template("ui/problem.html", **context)
        return make_response(page, problem.status)
    response = jsonify(
        type=f"urn:ayni:problem:{problem.type}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        errors=problem.errors,
        request_id=current_request_id(),
    )
    response.content_type = "application/problem+json"
    response.status_code = problem.status
    return response


def wants_page() -> bool:
    """Tell whether a person with a browser asks, rather than a program."""
    return "/api/" not in request.path and request.accept_mimetypes.accept_html


def _answer_http(error: HTTPException) -> Response:
    if error.response is not None or isinstance(error, RoutingException):
        return make_response(error.get_response())
    response = answer(http_problem(error.code or HTTPStatus.INTERNAL_SERVER_ERROR))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def _answer_unavailable(error: Exception) -> Response:
    log.warning("unavailable", error=type(error).__name__, reason=str(error))
    return answer(http_problem(503))


def _answer_without_files(error: FileOutOfReach) -> Response:
    log.warning("unavailable", error=type(error).__name__, reason=str(error))
    return answer(NO_FILES)


def _answer_unstorable(error: DataError) -> Response:
    """Answer what no database can hold: a NUL in a text, a number beyond its column."""
    log.warning("unstorable", reason=str(error.orig))
    return answer(http_problem(400))


def _answer_unexpected(error: Exception) -> Response:
    log.exception("unexpected_error", error=type(error).__name__)
    return answer(UNEXPECTED)
