"""The session of a service: what it announces, and when the database goes away."""

from contextlib import ExitStack, suppress

import pytest
from sqlalchemy import insert, select, text

from contracts.legajo import ServidoresUpdated
from deploy.embedded import Postgres
from tests.component.chassis.conftest import Chassis
from tests.support.samples import sample


def test_a_connection_that_is_lost_after_the_last_statement_spoils_nothing(
    chassis: Chassis, postgres: Postgres
) -> None:
    with chassis.app.app_context():
        pid = chassis.session.scalar(text("SELECT pg_backend_pid()"))
        with postgres.connect() as superuser:
            superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    with chassis.app.app_context():
        assert chassis.db.answers()


def test_all_connections_that_rested_may_be_lost_at_once(
    chassis: Chassis, postgres: Postgres
) -> None:
    def use_several(count: int) -> list[int]:
        with ExitStack() as stack, chassis.app.app_context():
            connections = [stack.enter_context(chassis.db.reading()) for _ in range(count)]
            return [each.scalar(text("SELECT pg_backend_pid()")) for each in connections]

    lost = use_several(4)
    with postgres.connect() as superuser:
        for pid in lost:
            superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    assert not set(use_several(4)) & set(lost)


def test_a_connection_that_was_used_just_now_is_not_asked_whether_it_lives(
    chassis: Chassis, monkeypatch: pytest.MonkeyPatch
) -> None:
    with chassis.app.app_context():
        chassis.db.answers()
        chassis.session.close()
        dialect = chassis.session.get_bind().dialect
        pings: list[object] = []
        monkeypatch.setattr(dialect, "do_ping", pings.append)

        chassis.db.answers()
        chassis.session.close()
        assert pings == []
        monkeypatch.setattr("chassis.connections.RESTED_SECONDS", -1.0)
        chassis.db.answers()

    assert len(pings) == 1


def test_a_statement_that_was_made_once_is_part_of_the_transaction(chassis: Chassis) -> None:
    outbox = chassis.db.metadata.tables["outbox"]
    keep = insert(outbox)

    with suppress(ZeroDivisionError), chassis.db.transaction():
        chassis.db.run(keep, envelope={"number": 1})
        raise ZeroDivisionError
    with chassis.db.transaction():
        chassis.db.run(keep, envelope={"number": 2})
    chassis.session.rollback()

    assert chassis.session.scalars(select(outbox.c.envelope)).all() == [{"number": 2}]


def test_events_are_announced_together_and_in_their_order(chassis: Chassis) -> None:
    person = sample(ServidoresUpdated)["data"]["servidores"][0]
    dnis = [f"{number:08}" for number in range(1, 4)]
    events = [ServidoresUpdated.from_data({"servidores": [person | {"dni": dni}]}) for dni in dnis]

    with chassis.db.transaction():
        chassis.db.publish(*events)
        chassis.db.publish()

    outbox = chassis.db.metadata.tables["outbox"]
    kept = chassis.session.scalars(select(outbox.c.envelope).order_by(outbox.c.seq))
    assert [each["data"]["servidores"][0]["dni"] for each in kept] == dnis
