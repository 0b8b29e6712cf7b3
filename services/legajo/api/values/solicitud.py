"""A solicitud: what is asked, what happened, by when what is awaited, what was thought of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from chassis.openapi.values import Published
from services.legajo import models
from services.legajo.api.values.legajo import Documento, Valores
from services.legajo.domain import Accion, Estado
from services.legajo.domain.anotacion import Operacion, typed_of
from services.legajo.domain.veredicto import Fallo, Pieza, Resultado
from services.legajo.domain.workflow import Espera

Fallos = dict[str, Fallo]
"""What was thought of each piece, by what a form calls it."""


RESERVADO = "Reservado"
"""In the place of what a solicitud asked for that has ended, and was about something reserved."""


@dataclass(frozen=True, kw_only=True)
class Plazo:
    """Qué se espera, y hasta cuándo."""

    espera: str
    vence_el: date
    dias_habiles: int
    """Cuántos quedan; menos de cero, cuántos hace que venció."""
    norma: str


@dataclass(frozen=True, kw_only=True)
class Movimiento(Published):
    """Algo que pasó con una solicitud."""

    at: datetime
    accion: Accion
    estado: Estado
    """En qué estado quedó."""
    quien: str
    """El rol de quien lo hizo; vacío, el paso del tiempo."""
    comentario: str

    @classmethod
    def of_row(cls, movimiento: models.Movimiento, *, is_covered: bool = False) -> Self:
        """Take it without who did it in person, which only colleagues learn."""
        said = RESERVADO if is_covered and movimiento.comentario else movimiento.comentario
        quien = movimiento.role.label if movimiento.role else ""
        return cls.of(movimiento, quien=quien, comentario=said)


@dataclass(frozen=True, kw_only=True)
class Veredicto(Published):
    """Lo que se decidió de una anotación o de un documento."""

    resultado: Resultado
    motivo: str


@dataclass(frozen=True, kw_only=True)
class DocumentoPedido:
    """Un documento que vino con lo pedido, y lo que se decidió de él."""

    documento: Documento
    veredicto: Veredicto | None


@dataclass(frozen=True, kw_only=True)
class CambioPedido(Published):
    """Lo que una solicitud pide de una anotación, y lo que se decidió."""

    id: int
    operacion: Operacion
    tipo: str
    """La clave de su tipo en el catálogo."""
    sumilla: str
    anotacion_id: int | None
    """La anotación que se corrige o retira, o la que resultó."""
    antes: Valores
    """Qué decía cuando se pidió."""
    valores: Valores
    """Qué debe decir."""
    por_que: str
    incorporated_at: datetime | None
    """Cuándo entró al legajo."""
    veredicto: Veredicto | None
    """El último; null, si no lo hay."""
    documentos: tuple[DocumentoPedido, ...]

    @classmethod
    def of_row(cls, cambio: models.Cambio, fallos: Fallos) -> Self:
        """Take a change that was sent, and the last verdicts on it."""
        return cls.of(
            cambio,
            antes=typed_of(cambio.about, cambio.antes),
            valores=typed_of(cambio.about, cambio.valores),
            por_que=cambio.motivo,
            veredicto=_veredicto(fallos, Pieza(cambio.id)),
            documentos=tuple(
                DocumentoPedido(
                    documento=Documento.of(adjunto),
                    veredicto=_veredicto(fallos, Pieza(cambio.id, adjunto.id)),
                )
                for adjunto in cambio.adjuntos
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Solicitud(Published):
    """Una solicitud en una lista."""

    expediente: str
    titulo: str
    """La sección, o qué se pide en su lugar."""
    asunto: str
    estado: Estado
    submitted_at: datetime
    vence_el: date | None
    """Hasta cuándo se espera algo; null, si ya nada."""
    finished_at: datetime | None

    @classmethod
    def of_row(cls, solicitud: models.Solicitud) -> Self:
        """Take a solicitud as a list shows it."""
        return cls.of(solicitud, titulo=solicitud.about.titulo)


@dataclass(frozen=True, kw_only=True)
class Solicitudes:
    """Una parte de la lista de solicitudes, la más reciente primero."""

    solicitudes: tuple[Solicitud, ...]
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""


@dataclass(frozen=True, kw_only=True)
class SolicitudCompleta(Solicitud):
    """Una solicitud con todo lo que pide, y todo lo que pasó con ella."""

    seccion: str
    """Su número; vacío, si pide la apertura del legajo."""
    detalle: str
    version: int
    """Cuántas cosas han pasado con ella: envíelo como «visto» al decidir."""
    plazo: Plazo | None
    acciones: tuple[Accion, ...]
    """Lo que quien pregunta puede hacer con ella ahora."""
    dias_habiles: int | None
    """En cuántos días hábiles terminó."""
    cambios: tuple[CambioPedido, ...]
    documentos: tuple[Documento, ...]
    """Los de una solicitud que no pide anotaciones."""
    movimientos: tuple[Movimiento, ...]
    """Lo que pasó, en orden."""

    @classmethod
    def whole(
        cls,
        solicitud: models.Solicitud,
        *,
        espera: Espera | None,
        acciones: Sequence[Accion],
        fallos: Fallos,
        hidden: Collection[int] = (),
        is_covered: bool = False,
        **more: str,
    ) -> Self:
        """Take a solicitud with everything but the `hidden` changes, and no words if covered.

        `more` is what only who attends it is told.
        """
        shown = [cambio for cambio in solicitud.cambios if cambio.id not in hidden]
        return cls.of(
            solicitud,
            titulo=solicitud.about.titulo,
            asunto=RESERVADO if is_covered else solicitud.asunto,
            detalle=RESERVADO if is_covered and solicitud.detalle else solicitud.detalle,
            plazo=_plazo(espera),
            acciones=tuple(acciones),
            cambios=tuple(CambioPedido.of_row(each, fallos) for each in shown),
            documentos=tuple(
                Documento.of(each) for each in ([] if is_covered else solicitud.documentos)
            ),
            movimientos=tuple(
                Movimiento.of_row(each, is_covered=is_covered) for each in solicitud.movimientos
            ),
            **more,
        )


def _plazo(espera: Espera | None) -> Plazo | None:
    """Return what is awaited, if anything is."""
    if espera is None:
        return None
    return Plazo(
        espera=espera.texto,
        vence_el=espera.vence_el,
        dias_habiles=espera.quedan,
        norma=espera.norma,
    )


def _veredicto(fallos: Fallos, pieza: Pieza) -> Veredicto | None:
    fallo = fallos.get(pieza.campo)
    return Veredicto.of(fallo) if fallo else None
