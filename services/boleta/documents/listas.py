"""The list of boletas, the year, and the constancia de haberes, on paper."""

from collections.abc import Sequence
from datetime import datetime

from services.boleta.documents.listado import Listado, estado_of
from services.boleta.documents.pdf import HOW_TO_VERIFY
from services.boleta.domain import BoletaDocument
from services.boleta.domain.resumen import Fila, HojaAnual
from services.boleta.domain.words import in_words
from uikit.filters import MESES, fecha, fecha_hora, periodo, soles
from uikit.paper import Heading, Paper, Style, Verification

LIST_HEADINGS = (
    *(Heading("Periodo", 1.4), Heading("Tipo de régimen", 1.8), Heading("Planilla", 1.1)),
    *(Heading("Estado boleta", 1.2), Heading("Entidad", 2.4)),
    *(Heading("Monto Bruto", 1.3, True), Heading("Total Descuentos", 1.4, True)),
    Heading("Monto a pagar", 1.3, True),
)

MONTH_HEADINGS = (
    *(Heading("Periodo", 1.4), Heading("Entidad", 2), Heading("Tipo de régimen", 1.6)),
    *(Heading("Monto Bruto", 1.2, True), Heading("Total Descuentos", 1.3, True)),
    Heading("Monto a pagar", 1.2, True),
)

LETTER = Style(10, pitch=4.8)
"""How the text of a constancia is written."""


def render_list(listado: Listado) -> bytes:
    """Draw a list of boletas, with its totals, on lying pages."""
    paper = Paper(
        title="Boletas de pago",
        subject=f"{listado.nombre}, D.N.I. {listado.dni}",
        created_at=listado.created_at,
        landscape=True,
    )
    paper.heading("Boletas de pago", f"{listado.nombre} · D.N.I. {listado.dni}", listado.filtro)
    rows = [
        (
            periodo(boleta.periodo),
            boleta.regimen,
            boleta.tipo.label,
            estado_of(boleta),
            boleta.entidad,
            *map(soles, (boleta.bruto, boleta.descuentos, boleta.liquido)),
        )
        for boleta in listado.boletas
    ]
    total = listado.total
    sums = map(soles, (total.bruto, total.descuentos, total.liquido))
    paper.table(LIST_HEADINGS, rows, (f"Total: {total.boletas}", "", "", "", "", *sums))
    paper.note("El total cuenta las boletas activas: no las reemplazadas ni las anuladas.")
    paper.note(f"Generado el {fecha_hora(listado.created_at)}.")
    return paper.bytes()


def render_year(hoja: HojaAnual, documents: Sequence[BoletaDocument], seal: Verification) -> bytes:
    """Draw a year of a person: concepts by months, on lying pages."""
    person = documents[-1]
    who = f"{person.nombre_completo} · D.N.I. {person.dni}"
    paper = Paper(
        title=f"Hoja anual de pagos {hoja.anio}",
        subject=who,
        created_at=max(each.published_at for each in documents),
        landscape=True,
    )
    paper.heading("Hoja anual de pagos", who, str(hoja.anio))
    paper.density = 0.82
    months = [Heading(mes.capitalize()[:3], 1, True) for mes in MESES]
    for seccion in hoja.secciones:
        headings = [Heading(seccion.titulo, 2.9), *months, Heading("Total", 1.2, True)]
        paper.table(headings, [_cells(fila) for fila in seccion.filas], _cells(seccion.total))
    paper.density = 1
    paper.totals(
        [
            ("Monto bruto del año", hoja.bruto),
            ("Total descuentos del año", hoja.descuentos),
            ("Monto a pagar del año", hoja.liquido.total),
        ]
    )
    paper.verification(seal, ["Montos en soles.", HOW_TO_VERIFY])
    return paper.bytes()


def render_constancia(
    documents: Sequence[BoletaDocument], seal: Verification, issued_at: datetime
) -> bytes:
    """Draw what a person was paid from one month to another, as others ask them to prove it."""
    person = documents[-1]
    desde, hasta = periodo(documents[0].periodo), periodo(person.periodo)
    paper = Paper(
        title="Constancia de haberes",
        subject=f"{person.nombre_completo}, D.N.I. {person.dni}",
        created_at=issued_at,
    )
    paper.heading("Constancia de haberes", f"De {desde} a {hasta}")
    paper.note(
        f"Se deja constancia de que {person.nombre_completo}, identificado(a) con D.N.I."
        f" {person.dni}, {person.cargo or person.tipo_servidor}, percibió por los meses que se"
        " indican los montos siguientes, según las boletas publicadas en esta plataforma.",
        LETTER,
    )
    rows = [
        (
            periodo(each.periodo),
            each.entidad,
            each.regimen,
            *map(soles, (each.bruto, each.descuentos, each.liquido)),
        )
        for each in documents
    ]
    amounts = [(each.bruto, each.descuentos, each.liquido) for each in documents]
    sums = [sum(column) for column in zip(*amounts, strict=True)]
    paper.table(MONTH_HEADINGS, rows, ("Total", "", "", *map(soles, sums)))
    paper.note(f"Son: {in_words(sums[2])}.", LETTER)
    paper.note(f"Se emite a solicitud del interesado(a), el {fecha(issued_at)}.", LETTER)
    paper.verification(seal, [f"Emitida el {fecha_hora(issued_at)}", HOW_TO_VERIFY])
    return paper.bytes()


def _cells(fila: Fila) -> tuple[str, ...]:
    """Show a row of the year; the sign of soles would stand in every cell, so it stands in none."""
    return (fila.nombre, *map(_plain, fila.montos), _plain(fila.total))


def _plain(centimos: int | None) -> str:
    return "" if centimos is None else f"{centimos // 100:,}.{centimos % 100:02}"
