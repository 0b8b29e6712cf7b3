"""The ticker: a chore that fails is tried again, and does not stop the others."""

import threading

from kombu.exceptions import BatchPublishError
from redis.exceptions import RedisError
from structlog.testing import capture_logs

from chassis.ticker import Chore, Ticker
from tests.support.waiting import PATIENCE


def test_a_chore_that_fails_does_not_stop_the_others():
    done = threading.Event()

    def fail():
        raise LookupError

    ticker = Ticker([Chore("bad", 0.01, fail), Chore("good", 0.01, done.set)])

    ticker.start()

    assert done.wait(PATIENCE)
    ticker.stop()
    assert not ticker.is_alive()


def test_a_chore_with_more_to_do_is_done_again_at_once():
    left = [True, True, False]
    finished = threading.Event()

    def work():
        more = left.pop(0)
        if not more:
            finished.set()
        return more

    ticker = Ticker([Chore("relay", 3600, work)])
    ticker.start()

    assert finished.wait(PATIENCE)
    ticker.stop()


def test_a_ticker_that_was_never_started_can_be_stopped():
    Ticker([]).stop()


def test_why_a_chore_waits_is_said_in_a_line():
    def fail():
        try:
            raise RedisError("OOM command not allowed")
        except RedisError as error:
            raise BatchPublishError("Redis publish batch failed") from error

    with capture_logs() as logs:
        Ticker([])._do(Chore("relay", 0.5, fail))

    assert logs == [
        {
            "event": "chore_waits",
            "log_level": "warning",
            "chore": "relay",
            "reason": "BatchPublishError",
            "said": "OOM command not allowed",
        }
    ]
