"""What the worker does with planillas: it reads what was uploaded, and publishes what is due.

A planilla is held by the lock of its row. Who is killed lets go of it, nothing of theirs stays, and
the next sweep hands it to somebody else: no lease has to lapse.
"""

import threading
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, text, update

from chassis.errors import Invalid
from chassis.filestore import FileLost, FileOutOfReach
from chassis.service import current_valkey
from services.boleta.domain.planilla import EstadoPlanilla
from services.boleta.models import Planilla, db
from services.boleta.models.planilla import progress_key
from services.boleta.usecases.avisos import look_over
from services.boleta.usecases.importing import announce, validate
from services.boleta.usecases.publishing import discard, publish

AGAIN = timedelta(seconds=20)
"""How long a planilla that a worker was told of waits to be told of again."""

TRIES = 5
"""How often a planilla is begun before somebody must look why it never comes to its end."""

SOON = timedelta(seconds=2)
"""How long one waits to be told of again that found all readers busy."""

AT_ONCE = 20
"""How many planillas a sweep hands over."""

READERS = 2
"""How many threads of a worker may read planillas: the others have events to apply."""

_readers = threading.BoundedSemaphore(READERS)

log = structlog.get_logger()


@db.transactional
def hand_over() -> list[int]:
    """Return the planillas that wait for a worker, and for whom none was woken just now."""
    now = datetime.now(UTC)
    waiting = (
        select(Planilla.id)
        .where(
            or_(_is_uploaded(), and_(*_is_due(now))),
            or_(Planilla.wake_at.is_(None), Planilla.wake_at <= now),
        )
        .order_by(Planilla.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    woken = update(Planilla).where(Planilla.id.in_(waiting.scalar_subquery()))
    woken = woken.values(wake_at=now + AGAIN).returning(Planilla.id)
    return list(db.session.scalars(woken))


def work_on(planilla_id: int) -> None:
    """Do what a planilla waits for, if nobody does it already."""
    if publish_due(planilla_id):
        return
    if not _readers.acquire(blocking=False):
        come_back_to(planilla_id)
        return
    try:
        if begin_review(planilla_id):
            review_planilla(planilla_id)
    except Invalid as refusal:
        give_up(planilla_id, refusal.detail)
    except FileLost:
        log.exception("planilla_lost", planilla=planilla_id)
        give_up(planilla_id, "El archivo no está a nuestro alcance: vuelva a subirlo.")
    except FileOutOfReach as error:
        # It is there, and will be read when what keeps it answers again.
        log.error("planilla_out_of_reach", planilla=planilla_id, reason=str(error))
    finally:
        _readers.release()


@db.transactional
def publish_due(planilla_id: int) -> bool:
    """Publish a planilla whose moment has come; tell whether it was one."""
    planilla = _hold(planilla_id, *_is_due(datetime.now(UTC)))
    if planilla is None:
        return False
    publish(planilla.id)
    return True


@db.transactional
def come_back_to(planilla_id: int) -> None:
    """Let a planilla be handed over again soon: nobody had time for it."""
    planilla = _hold(planilla_id, _is_uploaded())
    if planilla is not None:
        planilla.wake_at = datetime.now(UTC) + SOON


@db.transactional
def begin_review(planilla_id: int) -> bool:
    """Count a try at reading a planilla; tell whether it shall be made."""
    planilla = _hold(planilla_id, _is_uploaded())
    if planilla is None:
        return False
    planilla.intentos += 1
    planilla.wake_at = datetime.now(UTC) + AGAIN * planilla.intentos
    if planilla.intentos > TRIES:
        log.error("planilla_never_ends", planilla=planilla.id, tries=TRIES)
        _tell(planilla, "La revisión se interrumpió varias veces. Escriba a la mesa de ayuda.")
    return planilla.falla is None


@db.transactional
def review_planilla(planilla_id: int) -> None:
    """Read the file of a planilla, warn of what is odd in it, and announce that it was read."""
    planilla = _hold(planilla_id, _is_uploaded())
    if planilla is None:
        return
    db.session.execute(text("SET LOCAL statement_timeout = 0"))
    validate(planilla.id, progress=lambda percent: note_progress(planilla_id, percent))
    look_over(planilla)
    announce(planilla)
    if planilla.es_ensayo:
        discard(planilla.id, "Fue un ensayo.", discarded_by=planilla.uploaded_by)
    log.info("planilla_reviewed", planilla=planilla.id, estado=str(planilla.estado))


@db.transactional
def give_up(planilla_id: int, reason: str) -> None:
    """Say why the file of a planilla could not be read at all."""
    planilla = _hold(planilla_id, _is_uploaded())
    if planilla is not None:
        _tell(planilla, reason)


def note_progress(planilla_id: int, percent: int) -> None:
    """Remember for a while, for those who watch, how far the reading has come."""
    current_valkey().set(progress_key(planilla_id), percent, ex=3600)


def _tell(planilla: Planilla, reason: str) -> None:
    planilla.falla = reason
    announce(planilla)
    log.warning("planilla_unreadable", planilla=planilla.id)


def _is_uploaded() -> ColumnElement[bool]:
    return and_(Planilla.estado == EstadoPlanilla.CARGADA, Planilla.falla.is_(None))


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Planilla.estado == EstadoPlanilla.PROGRAMADA, Planilla.publish_at <= now


def _hold(planilla_id: int, *conditions: ColumnElement[bool]) -> Planilla | None:
    """Lock the row of a planilla that is in that state still; None when somebody else holds it."""
    held = select(Planilla).where(Planilla.id == planilla_id, *conditions)
    held = held.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return db.session.scalar(held)
