"""How long e-mails are kept."""

from datetime import UTC, datetime, timedelta

from services.notifier.domain import State
from services.notifier.usecases.retention import trim_emails
from tests.support.builders.notifier import accounts_created, boletas_published

LATER = datetime.now(UTC) + timedelta(days=731)


def test_what_has_ended_is_kept_for_two_years(notifier):
    notifier.hear(accounts_created(), boletas_published())
    notifier.deliver()

    assert trim_emails(LATER - timedelta(days=2)) == 0
    assert trim_emails(LATER) == 1


def test_what_still_waits_is_never_deleted(notifier):
    notifier.hear(accounts_created(), boletas_published())

    assert trim_emails(LATER) == 0
    assert notifier.email().state == State.PENDING
