"""What an informe escalafonario is asked for."""

from chassis.errors import Invalid
from services.legajo.domain.informe import MOTIVOS, Motivo
from services.legajo.forms.text import Form


def read_motivo(form: Form) -> Motivo:
    """Read `motivo`: one of those that are offered."""
    motivo = MOTIVOS.get(form.get("motivo", ""))
    if motivo is None or not motivo.is_offered:
        raise Invalid(errors={"motivo": "Elija para qué necesita el informe."})
    return motivo
