"""The register Evaluación Docente becomes accounts: a batch at a time, each as one set.

The rows are copied into a temporary table, and the tables are compared there. What the register
says of a sede counts until legajo, where people work, has said another; what it says of an address,
until the person or the mesa has: then only something new counts.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import text

from chassis.logs import mask
from contracts.events import BATCH_SIZE
from contracts.identity import AccountContact, AccountEmailChanged, AccountsCreated
from services.identity.acts import Act
from services.identity.domain import Registration, fold_correo
from services.identity.models import db
from services.identity.usecases.audit import record

ROWS_AT_ONCE = 10_000
"""How many rows one transaction registers."""

INCOMING = """
CREATE TEMPORARY TABLE IF NOT EXISTS incoming (
    dni text, apellidos text, nombres text, correo text, correo_key text, sede text
) ON COMMIT DELETE ROWS
"""

SAME = "JOIN incoming USING (dni)"

THEIR_SEDE = """
CASE WHEN account.sede_de_legajo OR incoming.sede = '' THEN account.sede ELSE incoming.sede END
"""

HAS_SAID_IT = "incoming.correo IS NOT DISTINCT FROM account.correo_de_registro"
"""Whether the register only repeats an address that was changed since."""

THEIR_CORREO = f"CASE WHEN {HAS_SAID_IT} THEN account.correo ELSE incoming.correo END"

HOLD = f"SELECT account.id FROM account {SAME} ORDER BY account.dni FOR UPDATE OF account"  # noqa: S608
"""In the order of their DNI, so that two imports wait for each other and never both."""

MOVED = f"""
SELECT account.id, account.dni, incoming.nombres, account.correo AS previous, incoming.correo
FROM account {SAME} WHERE account.correo <> {THEIR_CORREO} ORDER BY account.dni
"""  # noqa: S608

CORRECT = f"""
UPDATE account SET apellidos = incoming.apellidos, nombres = incoming.nombres,
    correo = {THEIR_CORREO}, sede = {THEIR_SEDE},
    correo_key = CASE WHEN {HAS_SAID_IT} THEN account.correo_key ELSE incoming.correo_key END,
    correo_de_registro = CASE WHEN {HAS_SAID_IT} THEN account.correo_de_registro END
FROM incoming WHERE account.dni = incoming.dni
    AND (account.apellidos, account.nombres, account.correo, account.sede)
        IS DISTINCT FROM (incoming.apellidos, incoming.nombres, {THEIR_CORREO}, {THEIR_SEDE})
RETURNING account.id
"""  # noqa: S608

CREATE = """
INSERT INTO account (id, dni, apellidos, nombres, correo, correo_key, sede, state, sede_de_legajo)
SELECT gen_random_uuid(), dni, apellidos, nombres, correo, correo_key, sede, 'pending', false
FROM incoming WHERE NOT EXISTS (SELECT FROM account WHERE account.dni = incoming.dni)
ORDER BY dni ON CONFLICT (dni) DO NOTHING RETURNING dni, nombres, correo
"""

END_LINKS = """
UPDATE password_link SET expires_at = :now
WHERE account_id = ANY(:accounts) AND used_at IS NULL AND expires_at > :now
"""


class Registered(NamedTuple):
    """What a batch of the register changed."""

    created: int = 0
    corrected: int = 0
    unchanged: int = 0


@db.transactional
def register_accounts(rows: Sequence[Registration]) -> Registered:
    """Create or correct the accounts of a batch, in which no DNI comes twice; announce it."""
    if not rows:
        return Registered()
    _copy(rows)
    session = db.session
    session.execute(text(HOLD))
    moved = session.execute(text(MOVED)).all()
    corrected = len(session.execute(text(CORRECT)).all())
    created = [
        AccountContact(dni=dni, nombres=nombres, correo=correo)
        for dni, nombres, correo in session.execute(text(CREATE))
    ]
    for first in range(0, len(created), BATCH_SIZE):
        db.publish(AccountsCreated(accounts=tuple(created[first : first + BATCH_SIZE])))
    _follow(moved)
    return Registered(len(created), corrected, len(rows) - len(created) - corrected)


def _copy(rows: Sequence[Registration]) -> None:
    """Bring the rows into the database by the quickest way there is."""
    connection = db.session.connection()
    connection.execute(text(INCOMING))
    connection.execute(text("TRUNCATE incoming"))
    driver: Any = connection.connection  # psycopg's
    with driver.cursor() as cursor, cursor.copy("COPY incoming FROM STDIN") as copy:
        for row in rows:
            key = fold_correo(row.correo)
            copy.write_row((row.dni, row.apellidos, row.nombres, row.correo, key, row.sede))
    connection.execute(text("ANALYZE incoming"))


def _follow(moved: Sequence[Any]) -> None:
    """Announce new addresses, and let no link that went to an old one be used."""
    if not moved:
        return
    now = datetime.now(UTC)
    accounts = [row.id for row in moved]
    db.session.execute(text(END_LINKS), {"accounts": accounts, "now": now})
    for row in moved:
        db.publish(
            AccountEmailChanged(
                dni=row.dni,
                nombres=row.nombres,
                previous_correo=row.previous,
                correo=row.correo,
                at=now,
            )
        )
        record(
            Act.CORREO_CHANGED,
            account=row.id,
            reason="register",
            anterior=mask(row.previous),
            nuevo=mask(row.correo),
        )
