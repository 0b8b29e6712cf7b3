"""What the legajos of the demonstration say, and what somebody asks to have added to theirs.

Done by the specialist of a UGEL and by the servidor themselves, as their pages do it.
"""

from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from contracts.access_token import Grant, Principal, Role
from deploy.demo import archivo
from deploy.demo.people import CANCHIS, Person, invent_people
from deploy.demo.sign_ins import ESCALAFON, SERVIDOR
from services.legajo.domain.secciones import TIPOS
from services.legajo.queries.anotaciones import get_borrador
from services.legajo.usecases import anotaciones, borradores, documentos

GRANT = Grant(Role.ESCALAFON, CANCHIS)
"""What the specialist holds."""

HOW_MANY = 12
"""How many people have something in their legajo; the others' are empty, as many are."""

MAX_MB = 5


def fill() -> None:
    """Write entries in the legajos of some people, let one ask for another, and move some."""
    everybody = invent_people()
    people = [each for each in everybody if each.sede == CANCHIS and each.legajo == "VIGENTE"]
    by_dni = {person.dni: person for person in people}
    specialist = by_dni[ESCALAFON.dni].principal(GRANT)
    chance = Random(1)
    for person in people[:HOW_MANY]:
        if person.dni != ESCALAFON.dni:
            _write(specialist, person, chance)
    _ask(by_dni[SERVIDOR.dni].principal())
    archivo.keep(everybody, specialist, a_scan("Resolución directoral", "UGEL Canchis"))


def _write(specialist: Principal, person: Person, chance: Random) -> None:
    """Write what the career of the person left in their legajo."""
    year = person.fecha_ingreso.year
    titulo = {
        "nivel": "Superior universitaria",
        "grado": "Licenciado en Educación" if person.plaza.is_docente else "Bachiller",
        "especialidad": chance.choice(["Educación primaria", "Matemática", "Comunicación"]),
        "institucion": "Universidad Nacional de San Antonio Abad del Cusco",
        "anio_inicio": year - 8,
        "anio_fin": year - 3,
        "fecha_emision": f"{year - 2}-08-15",
        "registro": "SUNEDU",
    }
    nombramiento = {
        "accion": "Nombramiento" if person.plaza.is_nombrado else "Contrato",
        "documento": "Resolución directoral",
        "numero_documento": f"R.D. N.° {chance.randrange(100, 3000):04}-{year}",
        "fecha_documento": person.fecha_ingreso.isoformat(),
        "regimen": "Ley 29944" if person.plaza.is_docente else "D. Leg. 276",
        "cargo": person.plaza.cargo,
        "centro": person.establecimiento,
        "fecha_inicio": person.fecha_ingreso.isoformat(),
        "mandato_judicial": False,
    }
    curso = {
        "tipo_estudio": "Curso",
        "tema": "Evaluación formativa en el aula",
        "institucion": "PerúEduca",
        "modalidad": "A distancia",
        "fecha_inicio": "2024-04-01",
        "fecha_fin": "2024-06-28",
        "fecha_emision": "2024-07-15",
        "horas": 120,
    }
    merito = {
        "tipo_merito": "Felicitación",
        "motivo": "Participación en la Feria de Ciencia y Tecnología",
        "entidad": "UGEL Canchis",
        "documento": "Resolución directoral",
        "numero_documento": f"R.D. N.° {chance.randrange(100, 3000):04}-2024",
        "fecha_documento": "2024-11-20",
    }
    licencia = {
        "goce": "Con goce",
        "motivo_licencia": "Incapacidad temporal",
        "documento": "Resolución directoral",
        "numero_documento": f"R.D. N.° {chance.randrange(100, 3000):04}-2023",
        "fecha_documento": "2023-05-12",
        "fecha_inicio": "2023-05-08",
        "fecha_fin": "2023-05-19",
    }
    entries: dict[str, dict[str, Any]] = {
        "estudio": titulo,
        "vinculo": nombramiento,
        "capacitacion": curso,
        "merito": merito,
        "licencia": licencia,
    }
    for tipo, valores in entries.items():
        anotacion_id = anotaciones.add_anotacion(
            specialist, person.dni, tipo, valores, motivo="Digitalización del legajo físico"
        )
        if tipo in {"estudio", "vinculo"}:
            page = a_scan(TIPOS[tipo].sumilla(valores), f"{person.nombres} {person.apellidos}")
            documentos.attach_to_anotacion(
                specialist, anotacion_id, BytesIO(page), f"{tipo}.pdf", max_mb=MAX_MB
            )


def _ask(rosa: Principal) -> None:
    """Let her ask for a diploma, with its document; the specialist finds it in the bandeja."""
    typed = {
        "tipo_estudio": "Diplomado",
        "tema": "Educación intercultural bilingüe",
        "institucion": "Universidad Nacional de Educación",
        "modalidad": "Mixta",
        "fecha_inicio": "2025-03-03",
        "fecha_fin": "2025-08-29",
        "fecha_emision": "2025-09-15",
        "horas": "384",
        "creditos": "24",
    }
    cambio_id = borradores.start_adding(rosa, "capacitacion")
    page = BytesIO(a_scan("Diplomado: Educación intercultural bilingüe", rosa.nombre_completo))
    borradores.attach(rosa, cambio_id, page, "diplomado.pdf", max_mb=MAX_MB)
    borradores.finish_cambio(rosa, cambio_id, typed)
    if borrador := get_borrador(rosa, "II"):
        borradores.submit_borrador(rosa, "II", borrador.id, detalle="")


def a_scan(title: str, name: str) -> bytes:
    """Draw a page as a scanner would leave it: a picture in a PDF."""
    page = Image.new("L", (850, 1100), 250)
    pen = ImageDraw.Draw(page)
    pen.rectangle((40, 40, 810, 1060), outline=60, width=3)
    for top, text, size in ((200, "DEMOSTRACIÓN", 44), (420, name, 30), (520, title, 22)):
        pen.text((425, top), text, fill=30, anchor="mm", font=ImageFont.load_default(size))
    pen.text((425, 980), "Documento inventado: no prueba nada.", fill=90, anchor="mm")
    drawn = BytesIO()
    page.save(drawn, "PDF", resolution=100)
    return drawn.getvalue()
