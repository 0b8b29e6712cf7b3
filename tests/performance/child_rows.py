"""Boletas stored the usual way: a row for each boleta and a row for each of its lines.

They are taken from ours once ours has imported them, and so are ready-made: nothing is left to read
or to check.
"""

from psycopg import Connection
from psycopg.rows import dict_row
from sqlalchemy import create_engine
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import Session

from tests.support.stack import Databases

TABLES = """
    CREATE TABLE parent (LIKE boleta INCLUDING ALL);
    ALTER TABLE parent DROP COLUMN conceptos, DROP COLUMN montos;
    CREATE TABLE child (
        boleta_id bigint, orden smallint, concepto smallint, monto int,
        PRIMARY KEY (boleta_id, orden)
    );
"""
"""The indexes of ours, and the one that lines need."""

LINES = """
    SELECT id AS boleta_id, orden, concepto, monto
    FROM boleta, unnest(conceptos, montos) WITH ORDINALITY AS line (concepto, monto, orden)
"""
"""Our lines as such rows."""


class ChildRows:
    """The boletas that ours has stored, ready to be stored as child rows."""

    def __init__(self, databases: Databases, connection: Connection) -> None:
        self._connection = connection
        connection.execute(TABLES)
        names = [c.name for c in connection.execute("SELECT * FROM parent LIMIT 0").description]
        self._queries = {"parent": f"SELECT {', '.join(names)} FROM boleta", "child": LINES}
        self._blocks = {table: self._copied(query) for table, query in self._queries.items()}
        server = databases.postgres
        self._engine = create_engine(server.url("postgres", server.password, "boleta"))
        self._models = automap_base()
        self._models.prepare(autoload_with=self._engine)

    def copy(self) -> None:
        """Pour all of them in, in one transaction: the floor under every import."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            for table, block in self._blocks.items():
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(block)

    def read(self, boletas: int) -> None:
        """Take so many for `add_all`."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            chosen = f"(SELECT * FROM boleta LIMIT {boletas}) AS boleta"
            self._rows = {
                table: cursor.execute(query.replace("FROM boleta", f"FROM {chosen}")).fetchall()
                for table, query in self._queries.items()
            }

    def add_all(self) -> None:
        """Store what was taken through the ORM."""
        with Session(self._engine) as session:
            for table, rows in self._rows.items():
                model = self._models.classes[table]
                session.add_all([model(**row) for row in rows])
            session.commit()

    def close(self) -> None:
        """Leave nothing behind."""
        self._engine.dispose()
        self._connection.execute("DROP TABLE parent, child")

    def _copied(self, query: str) -> bytes:
        with self._connection.cursor().copy(f"COPY ({query}) TO STDOUT") as copy:
            return b"".join(map(bytes, copy))
