"""What an operator does about events that could not be applied: `ayni notifier events …`."""

import pytest

from chassis import worker
from services.notifier.models import db
from tests.support.builders.notifier import password_link

ENVELOPE = password_link().to_envelope()


@pytest.fixture
def buried(notifier):
    """Bury an event, as the worker does after its last try."""
    worker.bury(db, ENVELOPE, "OperationalError('the database was away')")
    return notifier


def test_what_could_not_be_applied_is_listed_with_the_reason(buried):
    result = buried.run("events", "dead")

    assert result.output.splitlines() == [
        f"{ENVELOPE['id']}  identity.password_link_issued.v1"
        "  OperationalError('the database was away')",
        "Eventos sin aplicar: 1",
    ]


def test_what_is_applied_by_command_is_no_longer_listed(buried):
    result = buried.run("events", "retry", ENVELOPE["id"])

    assert result.output == "Eventos aplicados: 1 de 1\n"
    assert buried.email().kind == "password_link"
    assert buried.run("events", "dead").output == "Eventos sin aplicar: 0\n"


def test_what_fails_again_stays(notifier):
    broken = password_link(purpose="nadie sabe").to_envelope()
    worker.bury(db, broken, "KeyError('nadie sabe')")

    result = notifier.run("events", "retry", broken["id"])

    assert result.exit_code == 1
    assert "tampoco esta vez" in result.output
    assert "Eventos sin aplicar: 1" in notifier.run("events", "dead").output
    assert notifier.emails() == []


def test_an_unknown_event_is_told(notifier):
    result = notifier.run("events", "retry", ENVELOPE["id"])

    assert result.exit_code == 1
    assert "No hay ningún evento" in result.output


def test_all_are_applied_and_what_fails_again_keeps_nobody_back(buried):
    worker.bury(db, password_link(purpose="nadie sabe").to_envelope(), "KeyError('nadie sabe')")

    result = buried.run("events", "retry", "--all")

    assert result.exit_code == 1
    assert "Eventos aplicados: 1 de 2" in result.output
    assert len(buried.emails()) == 1


def test_how_far_behind_a_service_is_can_be_seen(buried):
    lines = buried.run("events", "lag").output.splitlines()

    assert lines[1].split() == ["notifier", "0", "0", "s", "0", "1"]
