"""Takes in what the form of an entry says, of a request or of an answer: as it is, or checked."""

from collections.abc import Mapping

from chassis.errors import Invalid
from services.legajo.domain import MAX_TEXT
from services.legajo.domain.anotacion import POR_QUE, Operacion, clean, read_valores
from services.legajo.models import Cambio, Enmienda
from services.legajo.usecases.anotaciones import margen_of


def keep_typed(filled: Cambio | Enmienda, cambio: Cambio, typed: Mapping[str, str]) -> None:
    """Keep what was typed as it is, right or not yet; of a text that is too long, its beginning."""
    filled.listo = False
    filled.motivo = clean(typed.get(POR_QUE, ""))[:MAX_TEXT]
    if cambio.operacion is not Operacion.ANULAR:
        kept = {each.clave: clean(typed.get(each.clave, "")) for each in cambio.about.campos}
        filled.valores = {clave: text[:MAX_TEXT] for clave, text in kept.items() if text}


def check_typed(
    filled: Cambio | Enmienda, cambio: Cambio, typed: Mapping[str, str], *, dni: str
) -> None:
    """Keep what was typed if it is right, for the legajo of that person: it can be sent."""
    motivo = clean(typed.get(POR_QUE, ""))
    if len(motivo) > MAX_TEXT:
        raise Invalid(errors={POR_QUE: f"Escriba {MAX_TEXT} caracteres como máximo."})
    if cambio.operacion is not Operacion.ANULAR:
        filled.valores = read_valores(cambio.about, typed, margen_of(dni))
    elif not motivo:
        raise Invalid(errors={POR_QUE: "Escriba por qué debe retirarse."})
    filled.motivo = motivo
    filled.listo = True
