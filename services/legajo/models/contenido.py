"""What a legajo says today, as an informe escalafonario tells it."""

from sqlalchemy import select

from services.legajo.domain.anotacion import EstadoAnotacion
from services.legajo.domain.informe import Contenido, in_order, registro_of
from services.legajo.domain.secciones import TIPOS
from services.legajo.models.anotacion import Anotacion
from services.legajo.models.base import db
from services.legajo.models.servidor import Servidor

IN_INFORME = tuple(clave for clave, tipo in TIPOS.items() if tipo.is_in_informe)
"""The kinds of entry that go into an informe."""


def contenido_of(servidor: Servidor) -> Contenido:
    """Return what an informe about a person who has a legajo says today."""
    rows = db.session.execute(
        select(Anotacion.tipo, Anotacion.valores).where(
            Anotacion.dni == servidor.dni,
            Anotacion.estado == EstadoAnotacion.VIGENTE,
            Anotacion.tipo.in_(IN_INFORME),
        )
    )
    return Contenido(
        dni=servidor.dni,
        apellidos=servidor.apellidos,
        nombres=servidor.nombres,
        fecha_nacimiento=servidor.fecha_nacimiento,
        sede=servidor.sede,
        is_vigente=servidor.has_legajo_vigente,
        tipo_servidor=servidor.tipo_servidor,
        regimen=servidor.regimen,
        cargo=servidor.cargo,
        establecimiento=servidor.establecimiento,
        codigo_modular=servidor.codigo_modular,
        fecha_ingreso=servidor.fecha_ingreso,
        registros=in_order(registro_of(tipo, valores) for tipo, valores in rows),
    )
