"""People at work while everything fails: `python -m tests.chaos.loads passwords`.

Each load is a process that does one kind of work by the use cases themselves, again and again,
until its input ends. What fails is tried again; what was done is in the databases, nowhere else.
"""

import io
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, cycle
from uuid import UUID, uuid4

from flask import Flask
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from chassis.errors import Refusal
from chassis.service import current_settings
from contracts.access_token import Grant, Principal, Role
from deploy.cli import load
from services.boleta.usecases.importing import import_planilla
from services.identity.settings import Settings
from services.identity.usecases.passwords import request_link
from services.legajo.domain import Accion, Pedido
from services.legajo.usecases import amend_solicitud, attend_solicitud, submit_solicitud
from tests.chaos.people import PEOPLE, SEDE, correo, dni
from tests.support.builders.boleta import a_csv, some_pagos

BOLETAS = 100
"""How many one planilla brings."""

ESPECIALISTA = Principal(
    sub="specialist", client_id="gateway", dni="00009001", grants=(Grant(Role.ESCALAFON, SEDE),)
)

PEDIDO = Pedido(seccion="II", asunto="Grado de maestría", detalle="Adjunto el diploma")

Step = Callable[[], object]


def passwords() -> Iterator[Step]:
    """Ask for a link, for one person after the other."""
    for number in cycle(range(1, PEOPLE + 1)):
        yield lambda number=number: request_link(
            dni(number), correo(number), current_settings(Settings)
        )


def boletas() -> Iterator[Step]:
    """Publish month after month; one that failed is tried again, and comes once."""
    for month in count():
        periodo = 200001 + month // 12 * 100 + month % 12
        yield partial(_publish, periodo)


def solicitudes() -> Iterator[Step]:
    """Ask for an update, have it observed, and answer."""
    for number in cycle(range(1, PEOPLE + 1)):
        person = Principal(sub=dni(number), client_id="gateway", dni=dni(number))
        key = uuid4()
        yield partial(submit_solicitud, person, PEDIDO, form_key=key)
        yield partial(_attend, person, key, Accion.TOMAR)
        yield partial(_attend, person, key, Accion.OBSERVAR, comentario="Falta el reverso")
        yield partial(_answer, person, key)


def _publish(periodo: int) -> None:
    content = a_csv(*some_pagos(BOLETAS, periodo=periodo))
    import_planilla(io.BytesIO(content), archivo=f"{periodo}.csv", sede=SEDE)


def _attend(person: Principal, key: UUID, accion: Accion, comentario: str = "") -> None:
    expediente = submit_solicitud(person, PEDIDO, form_key=key)  # sent again, it is the same one
    attend_solicitud(ESPECIALISTA, expediente, accion, comentario=comentario)


def _answer(person: Principal, key: UUID) -> None:
    expediente = submit_solicitud(person, PEDIDO, form_key=key)
    amend_solicitud(person, expediente, comentario="Aquí está el reverso")


LOADS = {
    "passwords": ("identity", passwords),
    "boletas": ("boleta", boletas),
    "solicitudes": ("legajo", solicitudes),
}
"""Each kind of work, and the service that does it."""


def main(name: str) -> None:
    """Do that work until nobody holds our input open."""
    service, steps = LOADS[name]
    app = load(service)
    over = threading.Event()
    threading.Thread(target=_watch, args=[over], daemon=True).start()
    for step in steps():
        is_again = False
        while not _is_done(app, step, is_again) and not over.wait(0.2):
            is_again = True
        if over.wait(0.02):
            return


def _watch(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


def _is_done(app: Flask, step: Step, is_again: bool) -> bool:
    """Do a step as a request does; tell whether it need not be tried again."""
    try:
        with app.app_context():
            step()
    except Refusal:
        if not is_again:
            raise
        sys.stderr.write("It was done before, and only the answer was lost.\n")
    except (DBAPIError, RedisError) as error:
        sys.stderr.write(f"{type(error).__name__}\n")
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1])
