"""What comes back, and which addresses take no letters."""

from mailbox import Maildir

import pytest
from sqlalchemy import select

from services.notifier.domain import State
from services.notifier.mailer import read_report, reports_in
from services.notifier.models import BadAddress, db
from services.notifier.usecases.bounces import note_bounce
from tests.support.builders.notifier import (
    ROSA,
    accounts_created,
    boletas_published,
    delivery_report,
    email_changed,
    password_link,
)


@pytest.fixture
def rosa(notifier):
    """Know one person, to whom everything is written."""
    notifier.hear(accounts_created(ROSA))
    return notifier


def bad_addresses() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(BadAddress.correo)))


def announced(notifier) -> list[str]:
    return [event.dni for event in notifier.service.outbox()]


def bounce(email, **fields) -> bool:
    report = read_report(delivery_report(email.id.hex, **fields))
    assert report is not None
    return note_bounce(report)


def test_a_message_names_its_bounces_by_its_number(rosa, server):
    rosa.hear(password_link())

    rosa.deliver()

    assert server.senders == [f"rebotes+{rosa.email().id.hex}@ayni.example.pe"]


def test_an_address_that_does_not_exist_is_told_once(rosa, server):
    server.say("RCPT", "550 5.1.1 no existe", "550 5.1.1 no existe")

    rosa.hear(boletas_published(planilla=1), password_link())
    rosa.deliver()

    assert bad_addresses() == [ROSA.correo.lower()]
    assert announced(rosa) == [ROSA.dni]


@pytest.mark.parametrize("answer", ["554 5.7.1 spam", "552 5.2.2 lleno", "550 5.7.26 dmarc"])
def test_a_refusal_for_another_reason_says_nothing_of_the_address(rosa, server, answer):
    server.say("RCPT", answer)

    rosa.hear(boletas_published())
    rosa.deliver()

    assert bad_addresses() == []


def test_what_came_back_is_marked_once_and_its_address_with_it(rosa):
    rosa.hear(boletas_published())
    rosa.deliver()

    first, second = bounce(rosa.email()), bounce(rosa.email())

    assert (first, second) == (True, False)
    assert rosa.email().state == State.BOUNCED
    assert bad_addresses() == [ROSA.correo.lower()]


def test_a_full_mailbox_that_bounces_keeps_its_address(rosa):
    rosa.hear(boletas_published())
    rosa.deliver()

    bounce(rosa.email(), status="5.2.2")

    assert rosa.email().state == State.BOUNCED
    assert bad_addresses() == []


def test_bulk_is_not_sent_to_a_bad_address_and_security_mail_is(rosa, server):
    server.say("RCPT", "550 5.1.1 no existe")
    rosa.hear(boletas_published(planilla=1))
    rosa.deliver()

    rosa.hear(boletas_published(planilla=2), password_link())
    rosa.deliver()

    states = {(email.kind, email.state) for email in rosa.emails()}
    assert ("boleta_published", State.SUPPRESSED) in states
    assert ("password_link", State.SENT) in states


def test_an_address_that_takes_a_letter_again_is_good_again(rosa, server):
    server.say("RCPT", "550 5.1.1 no existe")
    rosa.hear(boletas_published())
    rosa.deliver()

    rosa.hear(password_link())
    rosa.deliver()

    assert bad_addresses() == []


def test_a_bounce_of_an_address_that_was_left_tells_nobody(rosa):
    rosa.hear(boletas_published())
    rosa.deliver()
    (email,) = rosa.emails()
    rosa.hear(email_changed())

    bounce(email)

    assert announced(rosa) == []


def test_a_maildir_is_emptied_of_what_was_dealt_with(rosa, tmp_path):
    box = Maildir(str(tmp_path / "rebotes"))
    rosa.hear(boletas_published())
    rosa.deliver()
    box.add(delivery_report(rosa.email().id.hex))
    box.add(b"To: rebotes@ayni.example.pe\r\n\r\nGracias por avisar")

    for report in reports_in(str(tmp_path / "rebotes")):
        note_bounce(report)

    assert rosa.email().state == State.BOUNCED
    assert len(box) == 0
