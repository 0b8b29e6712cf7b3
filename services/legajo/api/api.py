"""The one API that all operations of legajo belong to, and what their addresses are made of."""

from typing import Annotated

from chassis.openapi import Api, Rule
from services.legajo.domain import SECCIONES

EXPEDIENTE = "<expediente:expediente>"
"""How a route says that there is a número de expediente."""

Expediente = Annotated[str, Rule(pattern="EXP-[0-9]{4}-[0-9]{6,9}", example="EXP-2026-000007")]

NumeroDeSeccion = Annotated[str, Rule(pattern=f"({'|'.join(SECCIONES)})", example="II")]

CATALOGO, MI_LEGAJO, DOCUMENTOS = "Catálogo", "Mi legajo", "Documentos"
ACTUALIZAR, SOLICITUDES = "Actualizar mi legajo", "Mis solicitudes"
SUBSANACION, INFORMES = "Subsanar lo observado", "Informes escalafonarios"
BANDEJA, LEGAJOS, REPORTES = "Bandeja de Escalafón", "Legajos de mi sede", "Reportes"
CUSTODIA, IMPORTACIONES = "Custodia y traslados", "Importaciones"
OTROS_SISTEMAS = "Otros sistemas"

api = Api(
    "api",
    __name__,
    title="API del legajo",
    version="1.0.0",
    description="El legajo de los servidores del sector Educación: qué dice, cómo se pide que se"
    " actualice, y cómo lo atiende el equipo de Escalafón. Las fechas y los montos de una"
    " anotación son texto, como en un formulario: 2022-06-30, 1250.00, si.",
    tags=(
        *(CATALOGO, MI_LEGAJO, DOCUMENTOS, ACTUALIZAR, SOLICITUDES, SUBSANACION, INFORMES),
        *(BANDEJA, LEGAJOS, CUSTODIA, IMPORTACIONES, REPORTES, OTROS_SISTEMAS),
    ),
)
