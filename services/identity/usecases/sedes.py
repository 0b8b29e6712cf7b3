"""Where people work, as legajo tells it: by that it is decided which mesa looks after them."""

from sqlalchemy import text

from contracts.legajo import ServidoresUpdated
from services.identity.models import db

FOLLOW = """
UPDATE account SET sede = told.sede, sede_de_legajo = true
FROM unnest(CAST(:dnis AS text[]), CAST(:sedes AS text[])) AS told (dni, sede)
WHERE account.dni = told.dni AND (account.sede, account.sede_de_legajo)
    IS DISTINCT FROM (told.sede, true)
"""


@db.transactional
def follow_sedes(event: ServidoresUpdated) -> None:
    """Let the accounts of servidores be looked after where they work now."""
    people = sorted(event.servidores, key=lambda servidor: servidor.dni)
    told = {"dnis": [each.dni for each in people], "sedes": [each.sede for each in people]}
    db.session.execute(text(FOLLOW), told)
