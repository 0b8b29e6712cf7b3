"""Keeps the replica of the people: what legajo last said about each of them."""

from collections.abc import Iterable
from dataclasses import asdict

import structlog
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.legajo import ServidorFile
from services.boleta.models import Servidor, db

log = structlog.get_logger()


@db.transactional
def remember_servidores(servidores: Iterable[ServidorFile]) -> None:
    """Keep what legajo says about people, in the place of what it said before."""
    rows = {servidor.dni: asdict(servidor) for servidor in servidores}
    in_order = [rows[dni] for dni in sorted(rows)]  # two workers never wait in a ring
    if in_order:
        statement = upsert(Servidor)
        said = {name: statement.excluded[name] for name in in_order[0] if name != "dni"}
        statement = statement.on_conflict_do_update(index_elements=["dni"], set_=said)
        db.session.execute(statement, in_order)
    log.info("servidores_remembered", servidores=len(in_order))
