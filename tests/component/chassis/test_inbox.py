"""The inbox: delivered twice, an event acts once; what fails is tried again, then kept."""

import pytest

from chassis import inbox, worker
from contracts.legajo import ServidoresUpdated
from tests.support.samples import sample

ENVELOPE = sample(ServidoresUpdated)


def test_an_event_delivered_twice_acts_once(chassis):
    seen: list[ServidoresUpdated] = []
    handlers: inbox.Handlers = {ServidoresUpdated: seen.append}

    assert worker.receive(chassis.db, handlers, ENVELOPE) is True
    assert worker.receive(chassis.db, handlers, ENVELOPE) is False

    assert len(seen) == 1


def test_an_event_whose_handler_failed_is_new_the_next_time(chassis):
    def fail(_event):
        raise LookupError

    failing: inbox.Handlers = {ServidoresUpdated: fail}
    working: inbox.Handlers = {ServidoresUpdated: lambda _event: None}

    with pytest.raises(LookupError):
        worker.receive(chassis.db, failing, ENVELOPE)

    assert worker.receive(chassis.db, working, ENVELOPE) is True


def test_what_could_not_be_applied_is_kept_until_it_is(chassis):
    worker.bury(chassis.db, ENVELOPE, "LookupError()")

    (letter,) = inbox.dead_letters(chassis.session, chassis.db.metadata)
    assert (letter.envelope, letter.reason) == (ENVELOPE, "LookupError()")

    inbox.exhume(chassis.session, chassis.db.metadata, ENVELOPE["id"])
    assert inbox.dead_letters(chassis.session, chassis.db.metadata) == []
