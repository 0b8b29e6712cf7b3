"""The list of boletas as CSV: for Excel of Peru and for programs alike.

UTF-8 with its mark, commas, CRLF; dates as ISO, amounts as plain numbers. A text that a spreadsheet
would take for a formula begins with an apostrophe.
"""

import csv
import io

from chassis.csv_cells import guarded
from services.boleta.documents.listado import Listado, estado_of

HEADINGS = (
    *("periodo", "regimen", "planilla", "estado", "version", "entidad"),
    *("monto_bruto", "total_descuentos", "monto_a_pagar"),
)


def render(listado: Listado) -> bytes:
    """Write a list as CSV."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADINGS)
    for boleta in listado.boletas:
        amounts = (boleta.bruto, boleta.descuentos, boleta.liquido)
        rows.writerow(
            [
                f"{boleta.periodo // 100}-{boleta.periodo % 100:02}",
                guarded(boleta.regimen),
                guarded(boleta.tipo.label),
                guarded(estado_of(boleta)),
                boleta.version,
                guarded(boleta.entidad),
                *("" if each is None else f"{each // 100}.{each % 100:02}" for each in amounts),
            ]
        )
    return text.getvalue().encode("utf-8-sig")
