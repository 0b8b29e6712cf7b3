"""What other services of ours ask legajo: two contracts (contracts/samples/http)."""

from dataclasses import dataclass, fields
from typing import Annotated

from chassis.access import current_principal, requires_scope
from chassis.openapi import Rule
from contracts.events import BATCH_SIZE
from contracts.legajo import ServidorFile
from services.legajo import queries
from services.legajo.api.api import MI_LEGAJO, OTROS_SISTEMAS, api
from services.legajo.api.values.legajo import EstadoLegajo, ServidorDelRegistro, Servidores, Yo
from services.legajo.models import Servidor

After = Annotated[str, Rule(pattern="([0-9]{8})?", example="00000001")]
Limit = Annotated[int, Rule(minimum=1, maximum=BATCH_SIZE)]


@dataclass(frozen=True, kw_only=True)
class Parte:
    """Which part of the register is wanted."""

    after: After = ""
    """El DNI tras el que se sigue: el «next» de la parte anterior."""
    limit: Limit = BATCH_SIZE
    """Cuántos como máximo."""


@api.get("/me", tag=MI_LEGAJO)
def me() -> Yo:
    """Dice si quien pregunta tiene legajo, y si está vigente."""
    principal = current_principal()
    servidor = queries.get_servidor(principal)
    return Yo(dni=principal.dni, legajo=EstadoLegajo.of(servidor.legajo if servidor else None))


@api.get("/servidores", tag=OTROS_SISTEMAS, problems=(403,))
@requires_scope("legajo.servidores")
def servidores(query: Parte) -> Servidores:
    """Da el registro de servidores, parte por parte."""
    found = queries.list_servidores(after=query.after, limit=query.limit)
    return Servidores(
        servidores=tuple(_file_of(servidor) for servidor in found),
        next=found[-1].dni if len(found) == query.limit else None,
    )


def _file_of(servidor: Servidor) -> ServidorDelRegistro:
    said = {field.name: getattr(servidor, field.name) for field in fields(ServidorFile)}
    return ServidorDelRegistro(**said)
