"""The informe escalafonario on paper: what the legajo says, section by section, in two pages or so.

What there is nothing of is said too: who reads it must not wonder whether a page is missing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from contracts.sedes import name_of
from services.legajo.domain.informe import (
    SECCIONES_INFORME,
    Contenido,
    Registro,
    Servicio,
)
from services.legajo.domain.secciones import Seccion, TipoAnotacion
from uikit.filters import MESES, fecha, fecha_hora
from uikit.paper import Heading, Paper, Style, Verification

LETTER = Style(10, pitch=4.8)
"""How its sentences are written."""

HOW_TO_VERIFY = "Escanee el QR, o escriba el código en esa dirección, y compruebe que es auténtico."

NOTHING = "No registra."

LAW = (
    "Documento de carácter interno (RVM 092-2020-MINEDU). Deja de valer si el legajo cambia; la"
    " verificación lo dirá."
)


@dataclass(frozen=True, kw_only=True)
class Emision:
    """When, by whom and what for an informe is issued."""

    numero: str
    tipo: str
    motivo: str
    is_de_oficio: bool
    issued_at: datetime
    vence_el: date


def render(contenido: Contenido, servicio: Servicio, emision: Emision, seal: Verification) -> bytes:
    """Draw an informe as a PDF."""
    nombre = f"{contenido.apellidos}, {contenido.nombres}"
    paper = Paper(
        title=f"Informe escalafonario N.° {emision.numero}",
        subject=f"{nombre}, D.N.I. {contenido.dni}, {name_of(contenido.sede)}",
        created_at=emision.issued_at,
    )
    paper.heading(
        "Informe escalafonario",
        f"{name_of(contenido.sede)} · Equipo de Escalafón y Legajos",
        f"N.° {emision.numero}",
    )
    _emision(paper, emision)
    _persona(paper, contenido, nombre)
    _servicio(paper, contenido, servicio)
    for seccion in SECCIONES_INFORME:
        _seccion(paper, contenido, seccion)
    _closing(paper, contenido, emision)
    paper.verification(seal, [f"Emitido el {fecha_hora(emision.issued_at)}", HOW_TO_VERIFY])
    return paper.bytes()


def _emision(paper: Paper, emision: Emision) -> None:
    paper.pairs(
        [
            ("Tipo de informe", emision.tipo),
            ("Motivo", emision.motivo),
            ("Vigente hasta", fecha(emision.vence_el)),
        ]
    )


def _persona(paper: Paper, contenido: Contenido, nombre: str) -> None:
    paper.section("Datos del servidor")
    paper.pairs(
        [
            ("Apellidos y nombres", nombre),
            ("D.N.I.", contenido.dni),
            ("Fecha de nacimiento", fecha(contenido.fecha_nacimiento)),
            ("Tipo de servidor", contenido.tipo_servidor),
            ("Régimen laboral", contenido.regimen),
            ("Cargo", contenido.cargo),
            ("Establecimiento", contenido.establecimiento),
            ("Código modular", contenido.codigo_modular),
            ("Legajo", "Vigente" if contenido.is_vigente else "No vigente"),
        ]
    )


def _servicio(paper: Paper, contenido: Contenido, servicio: Servicio) -> None:
    since = servicio.en_el_cargo
    paper.section(f"Tiempo de servicio hasta el {fecha(servicio.hasta)}")
    paper.pairs(
        [
            ("Fecha de ingreso", fecha(contenido.fecha_ingreso)),
            ("Tiempo de servicio", str(servicio.total)),
            ("Licencias sin goce registradas", _days(servicio.sin_goce)),
            ("Último cargo", servicio.cargo),
            ("Tiempo en el último cargo", str(since) if since else "No consta desde cuándo"),
        ]
    )
    paper.note(
        "El tiempo de servicio se cuenta por el calendario desde la fecha de ingreso; no descuenta"
        " interrupciones ni licencias sin goce."
    )


def _seccion(paper: Paper, contenido: Contenido, seccion: Seccion) -> None:
    paper.section(seccion.titulo)
    told = [
        (tipo, registros)
        for tipo in seccion.tipos
        if tipo.is_in_informe and (registros := contenido.of_tipo(tipo))
    ]
    if not told:
        paper.note(NOTHING, LETTER)
    for tipo, registros in told:
        paper.table(_headings(tipo), [_row(each) for each in registros])


def _headings(tipo: TipoAnotacion) -> list[Heading]:
    return [Heading("Fecha", 1.15), Heading(tipo.nombre, 2.7), Heading("Detalle", 3.6)]


def _row(registro: Registro) -> tuple[str, ...]:
    desde, hasta = fecha(registro.desde), fecha(registro.hasta)
    when = f"{desde} al {hasta}" if hasta else desde
    return (when, registro.sumilla, registro.detalle)


def _closing(paper: Paper, contenido: Contenido, emision: Emision) -> None:
    """Say in whose name this is said, for whom, where and when."""
    asked = (
        "Se emite de oficio, por el equipo de Escalafón y Legajos."
        if emision.is_de_oficio
        else "Se emite a solicitud de la parte interesada."
    )
    paper.make_room(20)
    paper.y += 2
    paper.note(
        "Lo anterior es lo que consta a la fecha en el legajo personal que custodia esta"
        f" dependencia. {asked}",
        LETTER,
    )
    paper.note(f"{name_of(contenido.sede)}, {_in_words(emision.issued_at)}.", LETTER)
    paper.note(f"Vigente hasta el {fecha(emision.vence_el)}. {LAW}")


def _in_words(moment: datetime) -> str:
    day, month, year = map(int, fecha(moment).split("/"))
    return f"{day} de {MESES[month - 1].lower()} de {year}"


def _days(count: int) -> str:
    return "Ninguna" if not count else "1 día" if count == 1 else f"{count} días"
