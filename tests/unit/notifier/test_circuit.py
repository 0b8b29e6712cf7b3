"""When a mail server is left alone, and for how long."""

from datetime import timedelta

from services.notifier.domain import FAILURES_TO_OPEN, pause_after


def test_a_few_failures_are_nothing():
    assert pause_after(FAILURES_TO_OPEN - 1) is None


def test_each_failure_more_doubles_the_pause():
    first, second = pause_after(FAILURES_TO_OPEN), pause_after(FAILURES_TO_OPEN + 1)

    assert first is not None
    assert second == 2 * first


def test_a_pause_is_never_long():
    assert pause_after(10_000) == timedelta(minutes=2)
