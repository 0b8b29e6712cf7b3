"""Turns are shared out: who asks for much waits behind who asks for little."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.legajo.documents.turns import Busy, Turns

PATIENCE = 30
"""Longer than any of these tests takes."""

ALL = 30
"""More than any of these tests has together."""


class Work:
    """Something long: each piece is at work until it is told to end."""

    def __init__(self, turns):
        self.turns = turns
        self.order = []
        self.may_end = threading.Semaphore(0)

    def do(self, who):
        with self.turns.turn(who):
            self.order.append(who)
            assert self.may_end.acquire(timeout=PATIENCE)

    def ask(self, pool, who, times=1):
        """Ask for so many, one after the other; return what becomes of each."""
        asked = []
        for _ in range(times):
            before = self._seen()
            asked.append(pool.submit(self.do, who))
            while not asked[-1].done() and self._seen() == before:  # at work, waiting or refused
                time.sleep(0.001)
        return asked

    def _seen(self):
        return len(self.order), waiting(self.turns)


def waiting(turns):
    return sum(len(tickets) for tickets in turns._waiting.values())


@pytest.fixture
def pool():
    with ThreadPoolExecutor(30) as threads:
        yield threads


def test_twenty_of_one_person_leave_another_one_at_work_at_once(pool):
    work = Work(Turns(at_once=2, each=3, together=ALL, patience=PATIENCE))
    many = work.ask(pool, "who asks for much", times=20)

    work.ask(pool, "who asks for one")

    assert work.order == ["who asks for much", "who asks for one"]
    assert sum(asked.done() for asked in many) == 17
    assert all(isinstance(asked.exception(), Busy) for asked in many if asked.done())
    work.may_end.release(20)


def test_another_one_waits_for_one_piece_of_work_at_most(pool):
    work = Work(Turns(at_once=1, each=3, together=ALL, patience=PATIENCE))
    work.ask(pool, "who asks for much", times=20)
    (one,) = work.ask(pool, "who asks for one")

    work.may_end.release(2)
    one.result(timeout=PATIENCE)

    assert work.order[:2] == ["who asks for much", "who asks for one"]
    work.may_end.release(20)


def test_everybody_comes_to_their_turn(pool):
    work = Work(Turns(at_once=2, each=3, together=ALL, patience=PATIENCE))
    asked = [each for who in "abcdef" for each in work.ask(pool, who, times=3)]

    work.may_end.release(len(asked))
    for each in asked:
        each.result(timeout=PATIENCE)

    assert sorted(work.order) == sorted("abcdef" * 3)
    assert work.turns._waiting == {}


def test_many_people_together_leave_room_for_what_is_no_turn(pool):
    work = Work(Turns(at_once=2, each=3, together=5, patience=PATIENCE))

    asked = [each for who in "abcdef" for each in work.ask(pool, who, times=2)]

    assert sum(each.done() for each in asked) == len(asked) - 5
    work.may_end.release(5)
    for each in asked:
        each.exception(timeout=PATIENCE)
    work.may_end.release()
    work.ask(pool, "who comes later")[0].result(timeout=PATIENCE)


def test_who_waits_too_long_may_ask_again(pool):
    turns = Turns(at_once=1, each=3, together=ALL, patience=0)
    work = Work(turns)
    work.ask(pool, "who is at work")

    with pytest.raises(Busy), turns.turn("who waits"):
        pass

    work.may_end.release()
    assert waiting(turns) == 0


def test_work_that_fails_gives_its_turn_back():
    turns = Turns(at_once=1, each=1, together=ALL, patience=0)

    with pytest.raises(ZeroDivisionError), turns.turn("who fails"):
        _ = 1 / 0

    with turns.turn("who comes next"):
        pass
