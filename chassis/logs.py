"""Logs: one event a line, JSON in production; the request id joins a click to its e-mail.

`event` is a short English constant, everything else a key. What must not be read is dropped here,
whatever a caller passes.
"""

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars, get_contextvars
from structlog.dev import plain_traceback
from structlog.processors import ExceptionRenderer, JSONRenderer
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor, WrappedLogger

DROPPED = {"password", "contrasena", "token", "enlace", "link", "captcha", "secret", "cookie"}
"""Keys whose values never reach a log."""

MASKED = {"dni", "correo"}
"""Keys of which a log keeps only enough to compare two lines."""

TRACEBACK = ExceptionDictTransformer(show_locals=False)
"""A traceback without the values of variables: they hold passwords and tokens."""

QUIET_LOGGERS = ("authlib", "urllib3", "kombu", "amqp", "celery", "fontTools", "fpdf")
"""Libraries that print tokens, or a great deal, when they are let: warnings only."""


def configure_logs(service: str, log_format: str) -> None:
    """Send everything, ours and the libraries', through structlog to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        _name(service),
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
    ]
    renderer: list[Any] = (
        [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain_traceback)]
        if log_format == "console"
        else [ExceptionRenderer(TRACEBACK), JSONRenderer(ensure_ascii=False)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)


def _name(service: str) -> Processor:
    def name(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event.setdefault("service", service)  # also in threads, which inherit no context
        return event

    return name


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop what is secret and mask who it is about."""
    for key in list(event):
        if key in DROPPED:
            event[key] = "…"
        elif key in MASKED:
            event[key] = mask(str(event[key]))
    return event


def mask(text: str) -> str:
    """Keep the first two characters, and the domain of an address: `4425****`, `ro…@gmail.com`."""
    if "@" in text:
        return re.sub(r"^(.{2}).*(@.*)$", r"\1…\2", text)
    return text[:2] + "*" * max(len(text) - 2, 0)


@contextmanager
def request_id(value: str) -> Iterator[None]:
    """Tie every line that is logged inside to one request."""
    with bound_contextvars(request_id=value):
        yield


def current_request_id() -> str:
    """Return the id of the request that is being served, or an empty text."""
    return str(get_contextvars().get("request_id", ""))
