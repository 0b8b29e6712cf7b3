"""What a specialist writes in a legajo de oficio: to add, to correct and to annul an entry."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, NotFound, Refusal
from chassis.problems import problem_of
from contracts.access_token import Role
from services.legajo import forms
from services.legajo.documents.inspection import too_large
from services.legajo.domain import MAX_TEXT, SECCIONES
from services.legajo.domain.anotacion import Diferencia, compare, typed_of
from services.legajo.domain.borrador import MAX_ADJUNTOS
from services.legajo.domain.oficio import needs_sustento
from services.legajo.domain.secciones import TIPOS, TipoAnotacion
from services.legajo.forms.addresses import ID
from services.legajo.forms.borradores import chosen
from services.legajo.forms.oficio import read_por_que, read_visto
from services.legajo.models import Anotacion
from services.legajo.queries.anotaciones import get_adjunto
from services.legajo.queries.legajos import asked_of, get_anotacion_of, get_servidor_of
from services.legajo.usecases import oficio as usecases
from services.legajo.usecases.evidence import note_looked
from services.legajo.web.archivos import let_files_come, max_mb, typed_with_files

R = TypeVar("R")

DOCUMENT = f"/<dni:dni>/anotaciones/<{ID}:anotacion_id>/documentos/<{ID}:adjunto_id>"

SIN_EFECTO = "sin_efecto"
"""How the address says that a document was annulled."""

WITHOUT_EFFECT = "El documento quedó sin efecto. Si corresponde otro, agréguelo aquí."
"""What the page says then."""

blueprint = Blueprint("oficio", __name__)


@blueprint.get("/<dni:dni>/agregar")
@requires(Role.ESCALAFON)
def choose(dni: str) -> ResponseReturnValue:
    """Offer every kind of entry, those that only a specialist adds too."""
    principal = current_principal()
    servidor = get_servidor_of(principal, dni)
    note_looked(principal, dni)
    return render_template(
        "legajo/oficio_agregar.html", servidor=servidor, secciones=SECCIONES.values()
    )


@blueprint.get("/<dni:dni>/agregar/<tipo>")
@requires(Role.ESCALAFON)
def new(dni: str, tipo: str) -> ResponseReturnValue:
    """Offer the fields of a new entry."""
    return _new(dni, _tipo(tipo))


@blueprint.post("/<dni:dni>/agregar/<tipo>")
@requires(Role.ESCALAFON)
def add(dni: str, tipo: str) -> ResponseReturnValue:
    """Add an entry with its documents; a second click finds the first one."""
    about = _tipo(tipo)

    def save() -> int:
        return usecases.add_entry(
            current_principal(),
            dni,
            about.clave,
            request.form,
            motivo=read_por_que(request.form),
            files=chosen(request.files.getlist("archivo")),
            form_key=forms.read_form_key(request.form),
            max_mb=max_mb(),
        )

    try:
        added = _with_files(save)
    except (Invalid, Conflict) as refusal:
        return _new(dni, about, refusal)
    return _after(dni, added, "agregada")


@blueprint.get(f"/<dni:dni>/anotaciones/<{ID}:anotacion_id>/corregir")
@requires(Role.ESCALAFON)
def edit(dni: str, anotacion_id: int) -> ResponseReturnValue:
    """Offer what an entry says to be corrected."""
    return _edit(dni, anotacion_id)


@blueprint.post(f"/<dni:dni>/anotaciones/<{ID}:anotacion_id>/corregir")
@requires(Role.ESCALAFON)
def correct(dni: str, anotacion_id: int) -> ResponseReturnValue:
    """Correct an entry; who comes second is told, and sees what the first one wrote."""
    try:
        usecases.correct_entry(
            current_principal(),
            dni,
            anotacion_id,
            request.form,
            motivo=read_por_que(request.form),
            seen=read_visto(request.form),
        )
    except (Invalid, Conflict) as refusal:
        return _edit(dni, anotacion_id, refusal)
    return _after(dni, anotacion_id, "corregida")


@blueprint.get(f"/<dni:dni>/anotaciones/<{ID}:anotacion_id>/anular")
@requires(Role.ESCALAFON)
def ask_to_annul(dni: str, anotacion_id: int) -> ResponseReturnValue:
    """Ask whether, and why, an entry is to count no more."""
    return _about("legajo/oficio_anular.html", dni, anotacion_id)


@blueprint.post(f"/<dni:dni>/anotaciones/<{ID}:anotacion_id>/anular")
@requires(Role.ESCALAFON)
def annul(dni: str, anotacion_id: int) -> ResponseReturnValue:
    """Annul an entry; it stays among those that are."""
    try:
        usecases.annul_entry(
            current_principal(),
            dni,
            anotacion_id,
            motivo=read_por_que(request.form),
            seen=read_visto(request.form),
        )
    except (Invalid, Conflict) as refusal:
        return _about("legajo/oficio_anular.html", dni, anotacion_id, refusal)
    return _after(dni, anotacion_id, "anulada", anuladas="si")


@blueprint.get(f"/<dni:dni>/anotaciones/<{ID}:anotacion_id>/documentos")
@requires(Role.ESCALAFON)
def documents(dni: str, anotacion_id: int) -> ResponseReturnValue:
    """Show the documents of an entry, take more, and lead to where one is annulled."""
    done = [("exito", WITHOUT_EFFECT)] if request.args.get("hecho") == SIN_EFECTO else []
    return _about("legajo/oficio_documentos.html", dni, anotacion_id, notices=done)


@blueprint.post(f"/<dni:dni>/anotaciones/<{ID}:anotacion_id>/documentos")
@requires(Role.ESCALAFON)
def attach(dni: str, anotacion_id: int) -> ResponseReturnValue:
    """Put documents beside an entry."""

    def save() -> None:
        files = chosen(request.files.getlist("archivo"))
        usecases.attach_to_entry(current_principal(), dni, anotacion_id, files, max_mb=max_mb())

    try:
        _with_files(save)
    except (Invalid, Conflict) as refusal:
        return _about("legajo/oficio_documentos.html", dni, anotacion_id, refusal)
    return _after(dni, anotacion_id, "documentada")


@blueprint.get(f"{DOCUMENT}/anular")
@requires(Role.ESCALAFON)
def ask_to_annul_document(dni: str, anotacion_id: int, adjunto_id: int) -> ResponseReturnValue:
    """Ask whether, and why, a document is to support an entry no more."""
    return _document(dni, anotacion_id, adjunto_id)


@blueprint.post(f"{DOCUMENT}/anular")
@requires(Role.ESCALAFON)
def annul_document(dni: str, anotacion_id: int, adjunto_id: int) -> ResponseReturnValue:
    """Annul a document, and go back to where the right one is added."""
    principal = current_principal()
    try:
        motivo = read_por_que(request.form)
        usecases.annul_document(principal, dni, anotacion_id, adjunto_id, motivo=motivo)
    except (Invalid, Conflict) as refusal:
        return _document(dni, anotacion_id, adjunto_id, refusal)
    address = url_for(".documents", dni=dni, anotacion_id=anotacion_id, hecho=SIN_EFECTO)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _document(
    dni: str, anotacion_id: int, adjunto_id: int, refusal: Refusal | None = None
) -> ResponseReturnValue:
    adjunto = get_adjunto(current_principal(), adjunto_id)
    if adjunto.anotacion_id != anotacion_id:
        raise NotFound("No encontramos ese documento en esta anotación.")
    template = "legajo/oficio_documento_anular.html"
    return _about(template, dni, anotacion_id, refusal, adjunto=adjunto)


def _with_files(save: Callable[[], R]) -> R:
    """Let a form bring its files; one that is too large is refused as any other mistake."""
    let_files_come()
    try:
        return save()
    except RequestEntityTooLarge:
        raise Invalid(errors={"archivo": too_large(max_mb())}) from None


def _tipo(clave: str) -> TipoAnotacion:
    if clave not in TIPOS:
        raise NotFound("No existe ese tipo de anotación.")
    return TIPOS[clave]


def _new(dni: str, tipo: TipoAnotacion, refusal: Refusal | None = None) -> ResponseReturnValue:
    principal = current_principal()
    servidor = get_servidor_of(principal, dni)
    note_looked(principal, dni)
    typed, problem = typed_with_files(), problem_of(refusal) if refusal else None
    page = render_template(
        "legajo/oficio_anotacion.html",
        servidor=servidor,
        about=tipo,
        anotacion=None,
        form_key=_form_key(typed),
        needs_sustento=needs_sustento(tipo),
        typed=typed,
        problem=problem,
        max_mb=max_mb(),
        max_text=MAX_TEXT,
    )
    return page, problem.status if problem else HTTPStatus.OK


def _form_key(typed: dict[str, str]) -> UUID | str:
    return typed.get("form_key") or uuid4()


def _edit(dni: str, anotacion_id: int, refusal: Refusal | None = None) -> ResponseReturnValue:
    return _about("legajo/oficio_anotacion.html", dni, anotacion_id, refusal)


def _about(
    template: str, dni: str, anotacion_id: int, refusal: Refusal | None = None, **shown: object
) -> ResponseReturnValue:
    """Show a page about an entry as it is now, with what was refused and what was typed."""
    principal = current_principal()
    servidor = get_servidor_of(principal, dni)
    anotacion = get_anotacion_of(principal, dni, anotacion_id)
    note_looked(principal, dni)
    if not anotacion.is_vigente and refusal is None:
        return _after(dni, anotacion_id, "", anuladas="si")
    typed, problem = typed_with_files(), problem_of(refusal) if refusal else None
    page = render_template(
        template,
        servidor=servidor,
        about=anotacion.about,
        anotacion=anotacion,
        asked=asked_of(dni).get(anotacion.id),
        typed=typed or typed_of(anotacion.about, anotacion.valores),
        diferencias=_meanwhile(anotacion, typed) if isinstance(refusal, Conflict) else [],
        problem=problem,
        max_mb=max_mb(),
        max_adjuntos=MAX_ADJUNTOS,
        max_text=MAX_TEXT,
        **shown,
    )
    return page, problem.status if problem else HTTPStatus.OK


def _meanwhile(anotacion: Anotacion, typed: dict[str, str]) -> list[Diferencia]:
    """Return where what an entry says now is not what was typed."""
    found = compare(anotacion.about, anotacion.valores, typed)
    return [each for each in found if each.is_other]


def _after(
    dni: str, anotacion_id: int, done: str, anuladas: str | None = None
) -> ResponseReturnValue:
    """Go back to where the entry is in the legajo."""
    address = url_for(
        "legajo.legajos.detail",
        dni=dni,
        hecho=done or None,
        anuladas=anuladas,
        _anchor=f"anotacion-{anotacion_id}",
    )
    return redirect(address, HTTPStatus.SEE_OTHER)
