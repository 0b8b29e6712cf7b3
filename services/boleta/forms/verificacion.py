"""What somebody types to compare with a document."""

from collections.abc import Mapping

from chassis.errors import Invalid
from services.boleta.formats.record import read_centimos


def read_monto(form: Mapping[str, str]) -> int:
    """Read the net amount of a document in céntimos."""
    try:
        return read_centimos(form.get("monto", ""))
    except Invalid as error:
        raise Invalid(errors={"monto": "Escriba el monto como está: 2,417.25."}) from error
