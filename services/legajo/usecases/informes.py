"""Issues informes escalafonarios: each once, with its number, its code and its seal."""

from datetime import UTC, date, datetime
from functools import partial
from typing import NamedTuple

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Conflict, NotFound
from chassis.issuing.codigo import initials, masked_dni, read_codigo
from chassis.issuing.press import has_codigo, issue_once
from chassis.service import current_settings
from contracts.access_token import Principal
from contracts.verification import INFORMES
from services.legajo.documents.informe import Emision, render
from services.legajo.domain.acceso import Acto
from services.legajo.domain.informe import (
    TIPOS_INFORME,
    Contenido,
    EstadoInforme,
    Motivo,
    format_numero,
    servicio_of,
    vence_el,
)
from services.legajo.domain.servidor import LIMA
from services.legajo.models import Informe, NumeracionInforme, Servidor, db
from services.legajo.models.contenido import contenido_of
from services.legajo.settings import Settings
from services.legajo.usecases.evidence import note_looked, note_verified
from uikit.paper import Verification

log = structlog.get_logger()


class Verificacion(NamedTuple):
    """What anybody learns of an informe by its code: that it is ours, and as little as will do."""

    codigo: str
    informe: Informe
    estado: EstadoInforme
    iniciales: str
    dni: str
    """Half of it."""
    sha256: str


@db.transactional
def issue_own(principal: Principal, motivo: Motivo) -> Informe:
    """Issue the informe that a servidor who has a legajo vigente asks for about themselves."""
    servidor = db.session.get(Servidor, principal.dni)
    if servidor is None or not servidor.has_legajo_vigente:
        raise Conflict("Usted no tiene legajo vigente: no hay de qué informar.")
    return _issue(servidor, motivo, principal, is_de_oficio=False)


@db.transactional
def issue_de_oficio(principal: Principal, dni: str, motivo: Motivo) -> Informe:
    """Issue an informe about somebody whose legajo a specialist keeps, vigente or not."""
    theirs = select(Servidor).where(
        Servidor.dni == dni, Servidor.is_attended_by(principal), Servidor.legajo.has()
    )
    servidor = db.session.scalar(theirs)
    if servidor is None:
        raise NotFound("No encontramos un legajo de ese DNI en su DRE o UGEL.")
    informe = _issue(servidor, motivo, principal, is_de_oficio=True)
    note_looked(principal, dni, acto=Acto.INFORME, sobre=informe.titulo)
    return informe


@db.transactional
def verify(text: str) -> Verificacion:
    """Return what is told of the informe with that code, and remember that somebody asked."""
    codigo = read_codigo(text)
    informe = db.session.scalar(select(Informe).where(has_codigo(Informe, codigo)))
    if informe is None:
        raise NotFound("Ningún informe emitido por esta plataforma tiene ese código.")
    servidor = db.session.get_one(Servidor, informe.dni)
    note_verified(informe.dni, informe.titulo)
    log.info("informe_verified")
    return Verificacion(
        codigo=codigo,
        informe=informe,
        estado=informe.estado(contenido_of(servidor).huella),
        iniciales=initials(informe.nombre),
        dni=masked_dni(informe.dni),
        sha256=informe.sha256.hex(),
    )


def _issue(
    servidor: Servidor, motivo: Motivo, principal: Principal, *, is_de_oficio: bool
) -> Informe:
    """Issue an informe unless the same was issued today, and the legajo says what it said."""
    contenido = contenido_of(servidor)
    draft = _Draft(contenido, motivo, principal.dni, is_de_oficio, datetime.now(UTC))
    issue_once(
        db.session, Informe, draft.clave, partial(_draw, draft), reason="Informe escalafonario"
    )
    return db.session.scalars(select(Informe).where(Informe.clave == draft.clave)).one()


class _Draft(NamedTuple):
    """An informe that has no number yet."""

    contenido: Contenido
    motivo: Motivo
    por: str
    is_de_oficio: bool
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(LIMA).date()

    @property
    def clave(self) -> str:
        """What makes it this informe: who, what for, who asked, the day, and what it says."""
        asked = "de oficio" if self.is_de_oficio else "de parte"
        return " ".join(
            (self.contenido.dni, self.motivo.clave, asked, str(self.today), self.contenido.huella)
        )


def _draw(draft: _Draft, codigo: str) -> tuple[bytes, Informe]:
    """Draw an informe under the next number of its sede, and make the row that remembers it."""
    contenido, motivo, today = draft.contenido, draft.motivo, draft.today
    numero = _next_numero(contenido.sede, today.year)
    emision = Emision(
        numero=format_numero(today.year, numero),
        tipo=TIPOS_INFORME[motivo.tipo],
        motivo=motivo.nombre,
        is_de_oficio=draft.is_de_oficio,
        issued_at=draft.now,
        vence_el=vence_el(today),
    )
    seal = Verification.at(current_settings(Settings).public_url, INFORMES, codigo)
    content = render(contenido, servicio_of(contenido, today), emision, seal)
    log.info("informe_issued", numero=emision.numero, sede=contenido.sede)
    return content, Informe(
        dni=contenido.dni,
        nombre=f"{contenido.nombres} {contenido.apellidos}",
        sede=contenido.sede,
        anio=today.year,
        numero=numero,
        tipo=motivo.tipo,
        motivo=motivo.clave,
        is_de_oficio=draft.is_de_oficio,
        por=draft.por,
        huella=contenido.huella,
        issued_at=draft.now,
        vence_el=emision.vence_el,
    )


def _next_numero(sede: str, anio: int) -> int:
    """Take the next number of a sede; its row is locked until the end, so none is skipped."""
    taken = db.session.scalars(
        insert(NumeracionInforme)
        .values(sede=sede, anio=anio, ultimo=1)
        .on_conflict_do_update(
            index_elements=["sede", "anio"], set_={"ultimo": NumeracionInforme.ultimo + 1}
        )
        .returning(NumeracionInforme.ultimo)
    )
    return taken.one()
