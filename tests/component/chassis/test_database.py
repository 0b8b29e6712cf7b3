"""The session of a service, when the database goes away."""

from sqlalchemy import text

from deploy.embedded import Postgres
from tests.component.chassis.conftest import Chassis


def test_a_connection_that_is_lost_after_the_last_statement_spoils_nothing(
    chassis: Chassis, postgres: Postgres
) -> None:
    with chassis.app.app_context():
        pid = chassis.session.scalar(text("SELECT pg_backend_pid()"))
        with postgres.connect() as superuser:
            superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    with chassis.app.app_context():
        assert chassis.db.answers()
