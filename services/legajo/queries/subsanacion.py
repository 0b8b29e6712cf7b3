"""What a servidor prepares to answer the last observation of a solicitud, piece by piece."""

from typing import NamedTuple

from sqlalchemy import select

from chassis.errors import NotFound
from services.legajo.domain import Estado
from services.legajo.domain.subsanacion import Partes, open_parts
from services.legajo.domain.veredicto import Fallo, Pieza
from services.legajo.models import Adjunto, Cambio, Enmienda, Solicitud, Subsanacion, db
from services.legajo.queries.veredictos import last_fallos


class Observado(NamedTuple):
    """An entry that is asked for, what was thought of it, and what is prepared."""

    cambio: Cambio
    partes: Partes
    fallo: Fallo | None
    """What was thought of the entry itself."""
    documentos: list[tuple[Adjunto, Fallo | None]]
    """Its documents as they were judged."""
    enmienda: Enmienda | None

    @property
    def agregados(self) -> list[Adjunto]:
        """The documents that the answer adds."""
        return self.enmienda.agregados if self.enmienda else []

    @property
    def is_answered(self) -> bool:
        """Whether anything of it was mended."""
        return self.enmienda is not None and self.enmienda.changes_something


def find_subsanacion(solicitud: Solicitud) -> Subsanacion | None:
    """Return the answer that is being prepared to the last observation, if it was begun."""
    observation = next(
        (each for each in reversed(solicitud.movimientos) if each.estado is Estado.OBSERVADA), None
    )
    if observation is None:
        return None
    return db.session.scalar(
        select(Subsanacion).where(
            Subsanacion.observada_en == observation.id, Subsanacion.enviada_en.is_(None)
        )
    )


def list_observados(solicitud: Solicitud) -> list[Observado]:
    """Return every entry that a solicitud asks for, beside what is prepared of it."""
    subsanacion = find_subsanacion(solicitud)
    enmiendas = {each.cambio_id: each for each in subsanacion.enmiendas} if subsanacion else {}
    fallos = last_fallos(solicitud)
    return [
        Observado(
            cambio,
            open_parts(fallos, cambio.id, [adjunto.id for adjunto in cambio.adjuntos]),
            fallos.get(Pieza(cambio.id).campo),
            [(each, fallos.get(Pieza(cambio.id, each.id).campo)) for each in cambio.adjuntos],
            enmiendas.get(cambio.id),
        )
        for cambio in solicitud.cambios
    ]


def get_observado(solicitud: Solicitud, cambio_id: int) -> Observado:
    """Return one entry of a solicitud."""
    for observado in list_observados(solicitud):
        if observado.cambio.id == cambio_id:
            return observado
    raise NotFound("Esa anotación no está en la solicitud: vuelva a abrirla.")
