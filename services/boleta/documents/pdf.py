"""A boleta on paper: the same words and amounts as its page, and the same bytes every time."""

from collections.abc import Sequence

from services.boleta.domain import BoletaDocument, Estado, TipoConcepto
from uikit.filters import fecha_hora, periodo, soles
from uikit.paper import Column, Paper, Verification

WATERMARKS = {Estado.REEMPLAZADA: "REEMPLAZADA", Estado.ANULADA: "ANULADA"}
"""What is written across a boleta that no longer counts."""

HOW_TO_VERIFY = "Escanee el QR, o escriba el código en esa dirección, y compruebe que es auténtico."

DENSITIES = (1.0, 0.9, 0.8, 0.7)
"""How much is tried to keep a boleta on one page; one that is longer still goes on to the next."""


def render(boleta: BoletaDocument, seal: Verification | None = None) -> bytes:
    """Draw a boleta as a PDF."""
    for density in DENSITIES:
        paper = Paper(
            title=f"Boleta de pago {periodo(boleta.periodo)}",
            created_at=boleta.published_at,
            subject=f"{boleta.nombre_completo}, D.N.I. {boleta.dni}, {boleta.entidad}",
            watermark=WATERMARKS.get(boleta.estado, ""),
        )
        paper.density = density
        _draw(paper, boleta, seal)
        if paper.pages == 1:
            break
    return paper.bytes()


def render_many(boletas: Sequence[tuple[BoletaDocument, Verification | None]], title: str) -> bytes:
    """Draw several boletas of a person as one PDF, each on its own page."""
    newest = max(boleta.published_at for boleta, _ in boletas)
    paper = Paper(title=title, created_at=newest, subject=boletas[0][0].nombre_completo)
    for number, (boleta, seal) in enumerate(boletas):
        watermark = WATERMARKS.get(boleta.estado, "")
        if number or watermark:
            paper.begin_part(watermark)
        paper.density = _density(boleta, seal)
        _draw(paper, boleta, seal)
    return paper.bytes()


def _density(boleta: BoletaDocument, seal: Verification | None) -> float:
    """Return the first density at which a boleta keeps to one page."""
    for density in DENSITIES:
        trial = Paper(title="", created_at=boleta.published_at)
        trial.density = density
        _draw(trial, boleta, seal)
        if trial.pages == 1:
            break
    return density


def _draw(paper: Paper, boleta: BoletaDocument, seal: Verification | None) -> None:
    origin = [boleta.region, boleta.entidad, f"Planilla: {boleta.tipo.label}"]
    if boleta.version > 1:
        origin.append(f"Versión {boleta.version}, que reemplaza a la anterior")
    paper.heading("Boleta de pago", " · ".join(origin), aside=periodo(boleta.periodo))
    per_row = 3 if paper.density == DENSITIES[0] else 4
    paper.section("Datos personales")
    paper.pairs(boleta.datos_personales, per_row)
    paper.section("Datos del pago")
    paper.pairs(boleta.datos_del_pago, per_row)
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
        paper.pairs([(label, soles(centimos)) for label, centimos in aportes], per_row)
    for text in (*boleta.avisos, boleta.mensajes):
        if text:
            paper.note(text)
    published = f"Publicada en {boleta.entidad} el {fecha_hora(boleta.published_at)}"
    if seal:
        paper.verification(seal, [published, HOW_TO_VERIFY])
    else:
        paper.note(published)


def _amounts(boleta: BoletaDocument, tipo: TipoConcepto) -> list[tuple[str, int]]:
    return [linea.amount for linea in boleta.lines_of(tipo)]
