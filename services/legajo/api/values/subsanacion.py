"""What was observed of a solicitud, and what is prepared to answer it."""

from dataclasses import dataclass
from typing import Self

from services.legajo.api.values.borrador import Texto
from services.legajo.api.values.legajo import Documento, Valores
from services.legajo.domain.anotacion import typed_of
from services.legajo.queries.subsanacion import Observado
from services.legajo.usecases.amending import what_lacks


@dataclass(frozen=True, kw_only=True)
class CambioObservado:
    """Una anotación que se pidió, qué de ella puede corregirse, y qué se prepara."""

    cambio: int
    """Su «id» en la solicitud."""
    corregible: bool
    """Si se observó algo de ella: entonces se le pueden agregar documentos."""
    datos_corregibles: bool
    """Si se pueden corregir sus datos."""
    documentos_retirables: tuple[int, ...]
    """Los documentos observados, que pueden retirarse."""
    valores: Valores
    """Qué debe decir, con lo que se corrigió."""
    por_que: str
    agregados: tuple[Documento, ...]
    """Los documentos que agrega la respuesta."""
    retirados: tuple[int, ...]
    """Los documentos que retira la respuesta."""
    falta: str
    """Qué falta para poder enviarla; vacío, nada."""

    @classmethod
    def of_row(cls, observado: Observado) -> Self:
        """Take an entry beside what is prepared of it."""
        enmienda = observado.enmienda
        asked = enmienda or observado.cambio
        return cls(
            cambio=observado.cambio.id,
            corregible=observado.partes.is_open,
            datos_corregibles=observado.partes.datos,
            documentos_retirables=tuple(sorted(observado.partes.documentos)),
            valores=typed_of(observado.cambio.about, asked.valores),
            por_que=asked.motivo,
            agregados=tuple(Documento.of(each) for each in observado.agregados),
            retirados=tuple(each.id for each in enmienda.retirados) if enmienda else (),
            falta=what_lacks(enmienda) if enmienda else "",
        )


@dataclass(frozen=True, kw_only=True)
class Subsanacion:
    """La respuesta que se prepara a lo último que se observó."""

    comentario: str
    cambios: tuple[CambioObservado, ...]
    agregados: tuple[Documento, ...]
    """Los documentos que agrega a una solicitud que no pide anotaciones."""


@dataclass(frozen=True, kw_only=True)
class RespuestaEscrita:
    """Lo que se va escribiendo de la respuesta."""

    comentario: Texto
