"""The ticker: a chore that fails is tried again, and does not stop the others."""

import threading

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
