"""A service's own database: the session, the transaction of a use case, and announcing an event."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import structlog
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, CursorResult, DateTime, Enum, Executable, MetaData, Table, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

from chassis import inbox, outbox
from chassis.connections import keep_alive
from chassis.logs import current_request_id
from contracts.events import Event

P = ParamSpec("P")
R = TypeVar("R")

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name that a migration can say."""

STATEMENT_TIMEOUT_MS = 30_000
"""No page waits longer for one statement; an import sets its own."""


def text_enum(length: int = 20) -> Enum:
    """Return the column type of an enumeration that is stored as its text."""
    return Enum(
        StrEnum,
        native_enum=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


COLUMN_TYPES: dict[Any, Any] = {
    datetime: DateTime(timezone=True),
    dict[str, Any]: JSONB,
    StrEnum: text_enum(),
}
"""How a service stores what its models annotate: the `type_annotation_map` of its Base."""

log = structlog.get_logger()


def new_metadata() -> MetaData:
    """Return the metadata of a service's tables: its own, plus outbox, inbox and dead letters."""
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    outbox.define_table(metadata)
    inbox.define_tables(metadata)
    return metadata


def table_of(model: type[DeclarativeBase]) -> Table:
    """Return the table of a model, for statements that make no objects."""
    return cast(Table, model.__table__)


class Database:
    """What use cases and queries of one service work on."""

    def __init__(self, metadata: MetaData) -> None:
        self.metadata = metadata
        self._extension = SQLAlchemy(metadata=metadata)

    def init_app(self, app: Flask, url: str) -> None:
        """Connect the app of this service, and none other, to its database."""
        app.config["SQLALCHEMY_DATABASE_URI"] = url
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
            "pool_size": 8,
            "max_overflow": 8,
            "hide_parameters": True,  # errors are logged: no hash, address or sealed link
            "connect_args": {
                "connect_timeout": 5,
                "options": f"-c timezone=UTC -c statement_timeout={STATEMENT_TIMEOUT_MS}",
            },
        }
        self._extension.init_app(app)
        with app.app_context():
            keep_alive(self._extension.engine)
        app.teardown_appcontext(self._let_go)

    @property
    def session(self) -> Session:
        """Return the session of the request, task or command that is running."""
        return cast(Session, self._extension.session())

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Offer a connection for queries that need no transaction: none is begun, none ended.

        It is not the session's: what that has not committed is not seen here.
        """
        with self._extension.engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def run(self, statement: Executable, **values: Any) -> CursorResult[Any]:
        """Run a statement that was made once, on the connection of the session: no objects.

        What the session has not written yet is written before.
        """
        session = self.session
        session.flush()
        return session.connection().execute(statement, values)

    def publish(self, *events: Event) -> None:
        """Announce the events when, and only when, the current transaction commits."""
        outbox.append(self.session, self.metadata, *events, requestid=current_request_id())

    def transactional(self, use_case: Callable[P, R]) -> Callable[P, R]:
        """Make a use case one transaction; inside another one it takes part in that."""

        @wraps(use_case)
        def in_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.transaction():
                return use_case(*args, **kwargs)

        return in_transaction

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what happens inside, or none of it."""
        session = self.session
        if session.info.get("transaction_open"):
            yield
            return
        session.info["transaction_open"] = True
        try:
            yield
            if session.in_transaction():  # else nothing was asked, nor is there anything to write
                session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["transaction_open"] = False

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Run use cases as they are, and undo all they did: the dry run of an import."""
        session = self.session
        session.info["transaction_open"] = True
        try:
            yield
        finally:
            session.rollback()
            session.info["transaction_open"] = False

    def _let_go(self, _error: BaseException | None) -> None:
        """End the session; when its connection is lost by then, the answer still stands."""
        try:
            self._extension.session.remove()
        except DBAPIError as error:
            self._extension.session.registry.clear()
            log.warning("connection_lost", error=type(error).__name__)

    def answers(self) -> bool:
        """Tell whether the database can be reached."""
        return bool(self.session.scalar(text("SELECT true")))
