"""Alembic's environment, once for all services: which database, which tables, one at a time."""

import importlib
import zlib

import sqlalchemy
from alembic import context

service = context.config.attributes["service"]
metadata = importlib.import_module(f"services.{service}.models").Base.metadata
PARTS = "SELECT relname FROM pg_class WHERE relispartition AND relkind IN ('r', 'p')"


def is_ours(name: str | None, kind: str, parts: set[str]) -> bool:
    """Tell whether a table is one that a model describes, and not a part of one."""
    return kind != "table" or name not in parts


engine = sqlalchemy.create_engine(
    context.config.attributes["url"],
    poolclass=sqlalchemy.NullPool,
    isolation_level="AUTOCOMMIT",
    # Who waits for a table keeps all who come after waiting, too: better to fail, and come again.
    connect_args={"options": "-c lock_timeout=5s"},
)

with engine.connect() as connection:
    connection.execute(sqlalchemy.text("SET lock_timeout = 0"))
    lock = sqlalchemy.text("SELECT pg_advisory_lock(:key)")
    connection.execute(lock, {"key": zlib.crc32(b"ayni migrations")})
    parts = set(connection.scalars(sqlalchemy.text(PARTS)))
    with engine.connect().execution_options(isolation_level="READ COMMITTED") as worker:
        context.configure(
            connection=worker,
            target_metadata=metadata,
            transaction_per_migration=True,
            compare_server_default=True,
            include_name=lambda name, kind, _parents: is_ours(name, kind, parts),
        )
        with context.begin_transaction():
            context.run_migrations()
