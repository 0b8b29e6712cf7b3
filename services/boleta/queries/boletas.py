"""One boleta with all that it says, ready for the page and the PDF."""

from sqlalchemy import ColumnElement, select

from chassis.errors import NotFound
from contracts.access_token import Principal
from contracts.sedes import find_sede, name_of
from services.boleta.domain import BoletaDocument, Linea, periodo_of
from services.boleta.models import Boleta, Concepto, Planilla, db

AS_KEPT = (
    *("id", "periodo", "estado", "dni", "apellidos", "nombres", "regimen", "tipo_servidor"),
    *("cargo", "establecimiento", "situacion", "fecha_nacimiento", "fecha_ingreso"),
    *("fecha_termino", "tiempo_servicio", "pension", "cuenta", "bruto", "descuentos", "liquido"),
    *("mensajes",),
)
"""What the document of a boleta takes from its row as it is."""


def boleta_document(principal: Principal, boleta_id: int) -> BoletaDocument:
    """Return a boleta of who asks, with its lines; somebody else's is not there."""
    found = db.session.execute(
        select(Boleta, Planilla.published_at)
        .join(Planilla, Planilla.id == Boleta.planilla_id)
        .where(*is_boleta(boleta_id), Boleta.dni == principal.dni)
    ).one_or_none()
    if found is None or found.published_at is None:
        raise NotFound("Esa boleta no existe o no es suya.")
    boleta = found.Boleta
    sede = find_sede(boleta.sede)
    return BoletaDocument(
        region=sede.dre_name if sede else "",
        entidad=name_of(boleta.sede),
        lineas=_lineas(boleta),
        avisos=tuple(boleta.avisos or ()),
        published_at=found.published_at,
        **{name: getattr(boleta, name) for name in AS_KEPT},
    )


def is_boleta(boleta_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that find a boleta; its month tells in which partition."""
    return Boleta.periodo == periodo_of(boleta_id), Boleta.id == boleta_id


def _lineas(boleta: Boleta) -> tuple[Linea, ...]:
    used = select(Concepto).where(Concepto.id.in_(set(boleta.conceptos)))
    conceptos = {concepto.id: concepto for concepto in db.session.scalars(used)}
    return tuple(
        Linea(conceptos[id_].tipo, conceptos[id_].codigo, conceptos[id_].nombre, centimos)
        for id_, centimos in zip(boleta.conceptos, boleta.montos, strict=True)
    )
