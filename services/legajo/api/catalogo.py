"""What a legajo is made of, so that a program can draw its forms."""

from chassis.service import current_settings
from services.legajo.api.api import CATALOGO, api
from services.legajo.api.values.catalogo import Catalogo, Limite, MotivoDeInforme, Seccion
from services.legajo.domain import MAX_TEXT, SECCIONES
from services.legajo.domain.borrador import MAX_ADJUNTOS, MAX_CAMBIOS
from services.legajo.domain.informe import MOTIVOS, TIPOS_INFORME
from services.legajo.domain.secciones import SECCIONES_SERVIR
from services.legajo.settings import Settings


@api.get("/catalogo", tag=CATALOGO)
def get_catalogo() -> Catalogo:
    """Da las secciones del legajo, los tipos de anotación de cada una y sus datos."""
    return Catalogo(
        secciones=tuple(Seccion.of_seccion(seccion) for seccion in SECCIONES.values()),
        servir=dict(SECCIONES_SERVIR),
        motivos_de_informe=tuple(
            MotivoDeInforme.of(motivo, tipo=TIPOS_INFORME[motivo.tipo])
            for motivo in MOTIVOS.values()
            if motivo.is_offered
        ),
        limites=Limite(
            documento_mb=current_settings(Settings).max_documento_mb,
            documentos_por_anotacion=MAX_ADJUNTOS,
            anotaciones_por_solicitud=MAX_CAMBIOS,
            texto=MAX_TEXT,
        ),
    )
