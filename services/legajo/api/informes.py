"""Informes escalafonarios: issued at once, to who they are about and to who keeps the legajo."""

from dataclasses import asdict

from flask import Response

from chassis.access import current_principal, requires
from chassis.errors import NotFound
from chassis.openapi.values import Dni, FiltroPagina, SmallId, following
from contracts.access_token import Role
from services.legajo import queries as register
from services.legajo.api.api import INFORMES, api
from services.legajo.api.values.informe import Informe, InformeEmitido, InformePedido, Informes
from services.legajo.documents.giving import harmless
from services.legajo.domain.acceso import Acto
from services.legajo.forms.addresses import ID
from services.legajo.forms.informes import read_motivo
from services.legajo.models import Servidor
from services.legajo.queries import informes as queries
from services.legajo.usecases import informes as usecases
from services.legajo.usecases.evidence import note_looked


@api.get("/informes", tag=INFORMES, problems=(404,))
def list_informes(query: FiltroPagina) -> Informes:
    """Lista los informes escalafonarios de quien pregunta, el más reciente primero."""
    servidor = register.get_servidor(current_principal())
    if servidor is None or servidor.legajo is None:
        raise NotFound("Usted no tiene legajo: no hay de qué informar.")
    return _informes(servidor, query.pagina)


@api.post("/informes", tag=INFORMES, problems=(409, 503))
def issue_informe(body: InformePedido) -> Informe:
    """Da un informe nuevo sobre quien pregunta; el mismo, pedido otra vez hoy, es uno solo."""
    return Informe.of(usecases.issue_own(current_principal(), read_motivo(asdict(body))))


@api.get(
    f"/informes/<{ID}:informe_id>/pdf",
    tag=INFORMES,
    produces="application/pdf",
    problems=(404, 503),
)
def get_informe(informe_id: SmallId) -> Response:
    """Da el PDF de un informe propio, o de un legajo que se guarda: siempre los mismos bytes."""
    principal = current_principal()
    informe = queries.get_informe(principal, informe_id)
    content = queries.read_pdf(informe)
    note_looked(principal, informe.dni, acto=Acto.INFORME, sobre=informe.titulo)
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{informe.archivo}"'
    return harmless(response)


@api.get("/legajos/<dni:dni>/informes", tag=INFORMES, problems=(403, 404))
@requires(Role.ESCALAFON)
def list_informes_de_sede(dni: Dni, query: FiltroPagina) -> Informes:
    """Lista los informes sobre un legajo que se guarda; de quien es lee que se vio."""
    principal = current_principal()
    servidor = queries.get_servidor_to_inform(principal, dni)
    given = _informes(servidor, query.pagina)
    note_looked(principal, dni, sobre="Informes escalafonarios")
    return given


@api.post("/legajos/<dni:dni>/informes", tag=INFORMES, problems=(403, 404, 503))
@requires(Role.ESCALAFON)
def issue_informe_de_oficio(dni: Dni, body: InformePedido) -> Informe:
    """Da un informe nuevo, de oficio, sobre un legajo que se guarda, vigente o no."""
    motivo = read_motivo(asdict(body))
    return Informe.of(usecases.issue_de_oficio(current_principal(), dni, motivo))


def _informes(servidor: Servidor, page: int) -> Informes:
    found = queries.list_informes(servidor, page)
    rows = found.items if page == found.page else ()
    return Informes(
        informes=tuple(InformeEmitido.of_pair(*each) for each in rows),
        siguiente=following(found.page, found.pages) if rows else None,
    )
