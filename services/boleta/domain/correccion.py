"""The rules of correcting one boleta that people have already seen, without undoing its month."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from chassis.errors import Conflict, Invalid
from services.boleta.domain import BoletaDocument, Estado, Linea, TipoConcepto

MAX_LINEAS = 200
"""How many lines a boleta may have: more is a slip."""

MAX_CENTIMOS = 999_999_999
"""The largest amount that is believed, S/ 9,999,999.99: a larger one is a slip of the keyboard."""

LEAST_MOTIVO = 10
"""The shortest reason that says something, in characters."""

MAX_MOTIVO = 500
"""The longest reason, in characters: its owner reads it beside the boleta."""


class LineaCorregida(NamedTuple):
    """A line as it should be."""

    tipo: TipoConcepto
    codigo: str
    centimos: int


@dataclass(frozen=True, kw_only=True)
class Correccion:
    """A boleta as it should be, and why."""

    lineas: tuple[LineaCorregida, ...]
    motivo: str
    reclamo: str | None = None
    """The number of the reclamo that it answers, if there is one."""

    @property
    def bruto(self) -> int:
        """What the person earns."""
        return self._total(TipoConcepto.INGRESO)

    @property
    def descuentos(self) -> int:
        """What is taken from it."""
        return self._total(TipoConcepto.DESCUENTO)

    @property
    def liquido(self) -> int:
        """What the person gets."""
        return self.bruto - self.descuentos

    def _total(self, tipo: TipoConcepto) -> int:
        return sum(linea.centimos for linea in self.lineas if linea.tipo is tipo)


def lines_of(boleta: BoletaDocument) -> tuple[LineaCorregida, ...]:
    """Return the lines of a boleta as they are."""
    return tuple(
        LineaCorregida(linea.tipo, linea.codigo, linea.centimos) for linea in boleta.lineas
    )


def corrected(
    boleta: BoletaDocument, correccion: Correccion, names: dict[str, str]
) -> BoletaDocument:
    """Return the boleta as it will be; `names` tells what each concept is called."""
    lineas = tuple(
        Linea(tipo, codigo, names.get(codigo, codigo), centimos)
        for tipo, codigo, centimos in correccion.lineas
    )
    return replace(
        boleta,
        lineas=lineas,
        bruto=correccion.bruto,
        descuentos=correccion.descuentos,
        liquido=correccion.liquido,
        avisos=(),
    )


def check_correccion(correccion: Correccion, before: tuple[LineaCorregida, ...]) -> None:
    """Refuse what would be no boleta, or the same one."""
    check_motivo(correccion.motivo)
    if not correccion.lineas:
        raise Invalid("Una boleta tiene al menos una línea. Si no debe existir, anúlela.")
    if len(correccion.lineas) > MAX_LINEAS:
        raise Invalid(f"Una boleta tiene {MAX_LINEAS} líneas como máximo.")
    if any(not 0 < linea.centimos <= MAX_CENTIMOS for linea in correccion.lineas):
        raise Invalid("Cada monto debe ser mayor que cero y menor que S/ 10,000,000.00.")
    if correccion.descuentos > correccion.bruto:
        raise Invalid("Los descuentos son mayores que los ingresos.")
    if sorted(correccion.lineas) == sorted(before):
        raise Invalid("No cambió ninguna línea: no hay nada que corregir.")


def check_motivo(motivo: str) -> None:
    """Refuse a reason that says nothing to who reads it."""
    if len(motivo) < LEAST_MOTIVO:
        raise Invalid(errors={"motivo": "Escriba por qué: lo leerá el dueño de la boleta."})
    if len(motivo) > MAX_MOTIVO:
        raise Invalid(errors={"motivo": f"Escriba {MAX_MOTIVO} caracteres como máximo."})


def check_vigente(estado: Estado) -> None:
    """Refuse to correct what no longer counts: somebody was quicker."""
    if estado is not Estado.VIGENTE:
        raise Conflict(
            f"Esta boleta ya fue {estado}: alguien la corrigió antes que usted."
            " Revise la versión que está vigente."
        )
