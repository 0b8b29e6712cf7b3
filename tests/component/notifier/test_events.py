"""What the notifier does when it hears what others say: each fact once, and no secret kept."""

import pytest
from sqlalchemy import func, select

from contracts.events import Event
from contracts.subscriptions import SUBSCRIPTIONS
from services.notifier.domain import message_id
from services.notifier.models import Contact, Email, db
from services.notifier.subscribers import HANDLERS
from tests.support.builders.notifier import (
    LINK,
    ROSA,
    accounts_created,
    at,
    boletas_published,
    email_changed,
    password_link,
    password_set,
    people,
    planilla_imported,
    solicitud_status_changed,
)
from tests.support.samples import sample


def contacts() -> dict[str, str]:
    return {contact.dni: contact.correo for contact in db.session.scalars(select(Contact))}


def test_every_event_that_it_subscribes_to_is_handled():
    assert set(HANDLERS) == set(SUBSCRIPTIONS["notifier"])


@pytest.mark.parametrize("event", SUBSCRIPTIONS["notifier"], ids=lambda event: event.type)
def test_each_published_sample_has_its_effect_once(notifier, event: type[Event]):
    notifier.hear(accounts_created(ROSA, *people(2, first=900)))
    envelope = sample(event)

    assert notifier.service.receive(envelope) is True
    once = len(notifier.emails())
    assert notifier.service.receive(envelope) is False

    assert len(notifier.emails()) == once


def test_new_accounts_are_remembered_and_not_written_to(notifier):
    notifier.hear(accounts_created(*people(500)))

    assert db.session.scalar(select(func.count()).select_from(Contact)) == 500
    assert notifier.emails() == []


def test_an_address_that_changed_is_not_put_back_by_an_older_fact(notifier):
    notifier.hear(email_changed(), accounts_created())

    assert contacts() == {ROSA.dni: "rosa.q@correo.example"}


def test_boletas_are_announced_to_who_has_an_address(notifier):
    notifier.hear(
        accounts_created(*people(3)), boletas_published("00000001", "00000003", "00000099")
    )

    addresses = {email.correo for email in notifier.emails()}

    assert addresses == {"persona1@correo.example", "persona3@correo.example"}


def test_a_planilla_that_is_announced_again_writes_to_nobody_twice(notifier):
    notifier.hear(accounts_created(), boletas_published(), boletas_published())

    assert len(notifier.emails()) == 1


def test_an_address_is_the_one_of_the_moment_when_the_mail_was_owed(notifier):
    notifier.hear(accounts_created(), boletas_published(), email_changed())

    (boleta, *_) = notifier.emails()

    assert boleta.correo == ROSA.correo


def test_a_solicitud_may_be_observed_twice(notifier):
    again = solicitud_status_changed(at=at("2026-06-20T09:00:00+00:00"))

    notifier.hear(accounts_created(), solicitud_status_changed(), again)

    assert len(notifier.emails()) == 2


def test_a_change_that_is_announced_again_writes_to_nobody_twice(notifier):
    notifier.hear(accounts_created(), solicitud_status_changed(), solicitud_status_changed())

    assert len(notifier.emails()) == 1


def test_an_import_by_command_is_reported_to_nobody(notifier):
    notifier.hear(accounts_created(), planilla_imported(imported_by=None))

    assert notifier.emails() == []


def test_a_first_address_has_no_previous_one_to_warn(notifier):
    notifier.hear(email_changed(previous_correo=""))

    assert [email.kind for email in notifier.emails()] == ["email_changed"]


def test_a_live_link_rests_nowhere_in_the_database(notifier, server, databases):
    server.say("RCPT", "451 4.3.0 espere")
    notifier.hear(password_link(), password_set())
    notifier.deliver()
    notifier.deliver_later()
    letters = [message.get_body(("plain",)).get_content() for message in server.messages]
    assert sum(LINK in letter for letter in letters) == 1

    with databases.postgres.connect("notifier") as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        everything = [
            str(connection.execute(f'SELECT * FROM "{table}"').fetchall()) for (table,) in tables
        ]

    assert not any(LINK in rows or "secreto_de_prueba" in rows for rows in everything)


def test_a_request_is_joined_to_its_e_mail(notifier):
    celery = notifier.service.app.extensions["celery"]
    envelope = password_link().to_envelope(requestid="0123456789abcdef")

    celery.tasks["chassis.receive_event"](envelope)

    assert notifier.email().request_id == "0123456789abcdef"
    assert db.session.scalar(select(func.count()).select_from(Email)) == 1


def test_a_letter_to_many_has_the_same_number_as_one_to_a_person(notifier):
    notifier.hear(accounts_created(), boletas_published())

    email = notifier.email()

    assert email.message_id == message_id(email.dedupe_key, "ayni.example.pe")
