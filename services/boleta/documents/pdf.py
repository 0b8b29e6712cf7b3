"""A boleta on paper: the same words and amounts as its page, and the same bytes every time."""

from services.boleta.domain import BoletaDocument, TipoConcepto
from uikit.filters import fecha_hora, periodo, soles
from uikit.paper import Column, Paper


def render(boleta: BoletaDocument) -> bytes:
    """Draw a boleta as a PDF."""
    mes = periodo(boleta.periodo)
    paper = Paper(
        title=f"Boleta de pago {mes}",
        created_at=boleta.published_at,
        subject=f"{boleta.nombre_completo}, D.N.I. {boleta.dni}, {boleta.entidad}",
    )
    paper.heading(f"Boleta de pago · {mes}", f"{boleta.region} · {boleta.entidad}")
    paper.section("Datos personales")
    paper.pairs(boleta.datos_personales)
    paper.section("Datos del pago")
    paper.pairs(boleta.datos_del_pago)
    ingresos = _amounts(boleta, TipoConcepto.INGRESO)
    descuentos = _amounts(boleta, TipoConcepto.DESCUENTO)
    paper.columns(
        Column("INGRESOS", ingresos, ("Monto bruto", boleta.bruto)),
        Column("DESCUENTOS", descuentos, ("Total descuentos", boleta.descuentos)),
    )
    paper.totals(boleta.totales)
    paper.note(f"Son: {boleta.liquido_en_letras}.")
    if aportes := _amounts(boleta, TipoConcepto.APORTE):
        paper.section("Aportes del empleador (no se descuentan de su pago)")
        paper.pairs([(label, soles(centimos)) for label, centimos in aportes])
    for text in (*boleta.avisos, boleta.mensajes):
        if text:
            paper.note(text)
    paper.note(f"Publicada en {boleta.entidad} el {fecha_hora(boleta.published_at)}")
    return paper.bytes()


def _amounts(boleta: BoletaDocument, tipo: TipoConcepto) -> list[tuple[str, int]]:
    return [linea.amount for linea in boleta.lines_of(tipo)]
