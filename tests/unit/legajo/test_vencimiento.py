"""Which entries end, and what is said of them."""

from datetime import date

import pytest

from services.legajo.domain.secciones import TIPOS
from services.legajo.domain.vencimiento import EXPIRES, vencimiento_of

TODAY = date(2026, 3, 1)
LENGUA = next(tipo for tipo in TIPOS.values() if tipo.hasta == EXPIRES)
LICENCIA = TIPOS["licencia"]


@pytest.mark.parametrize(
    ("tipo", "hasta", "told"),
    [
        (LENGUA, None, None),
        (LENGUA, date(2026, 2, 28), ("Venció el 28/02/2026: renuévela", "error")),
        (LENGUA, date(2026, 3, 1), ("Vence pronto, el 01/03/2026", "aviso")),
        (LENGUA, date(2026, 4, 30), ("Vence pronto, el 30/04/2026", "aviso")),
        (LENGUA, date(2026, 5, 1), ("Vence el 01/05/2026", "informe")),
        (LICENCIA, date(2026, 3, 1), ("En curso, hasta el 01/03/2026", "informe")),
        (LICENCIA, date(2026, 2, 28), None),
    ],
)
def test_until_when_an_entry_counts(tipo, hasta, told):
    assert vencimiento_of(tipo, hasta, TODAY) == told
