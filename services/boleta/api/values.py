"""What the API gives and takes. Names, docstrings and types are published: they are a contract."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from chassis.openapi import Rule
from chassis.openapi.values import Clave, Codigo, Dni, Published
from services.boleta.domain import Estado, TipoConcepto
from services.boleta.domain.planilla import EstadoPlanilla, TipoPlanilla
from services.boleta.domain.reclamo import MAX_TEXT, AccionReclamo, EstadoReclamo

Centimos = Annotated[int, Rule(example=241725)]
"""An amount."""

Periodo = Annotated[int, Rule(minimum=190001, maximum=299912, example=202206)]
"""A month as one number."""

Numero = Annotated[str, Rule(pattern="RCL-[0-9]{4}-[0-9]{6,9}", example="RCL-2026-000007")]
Cursor = Annotated[str, Rule(pattern="[0-9]{1,18}", example="202206000000001")]
Limite = Annotated[int, Rule(minimum=1, maximum=100)]
Texto = Annotated[str, Rule(min_length=1, max_length=MAX_TEXT)]


@dataclass(frozen=True, kw_only=True)
class Boleta(Published):
    """Una boleta en una lista."""

    id: int
    periodo: Periodo
    """Año y mes en un solo número."""
    tipo: TipoPlanilla
    version: int
    """Cuántas veces se emitió: 1, y una más por cada corrección."""
    estado: Estado
    sede: Codigo
    """El código de la UGEL o DRE que pagó."""
    entidad: str
    bruto: Centimos
    descuentos: Centimos
    liquido: Centimos
    """Lo que la persona recibe."""


@dataclass(frozen=True, kw_only=True)
class BoletaDeSede(Boleta):
    """Una boleta de una persona, para quien administra las de su sede."""

    dni: Dni
    apellidos: str
    nombres: str


@dataclass(frozen=True, kw_only=True)
class Linea:
    """Una línea de una boleta, con lo que se explica de ella en su mes."""

    numero: int
    """Su lugar en la boleta, desde 1: con él se reclama."""
    tipo: TipoConcepto
    codigo: str
    """Como lo escribe la planilla."""
    nombre: str
    monto: Centimos
    que_es: str
    base_legal: str
    a_quien: str
    """A quién preguntar."""


@dataclass(frozen=True, kw_only=True)
class Lineas:
    """Las líneas de una boleta, en el orden de la planilla."""

    lineas: tuple[Linea, ...]


@dataclass(frozen=True, kw_only=True)
class BoletaCompleta(Published):
    """Una boleta con todo lo que dice."""

    id: int
    periodo: Periodo
    tipo: TipoPlanilla
    version: int
    estado: Estado
    region: str
    entidad: str
    dni: Dni
    apellidos: str
    nombres: str
    regimen: str
    tipo_servidor: str
    cargo: str
    establecimiento: str
    situacion: str
    fecha_nacimiento: date | None
    fecha_ingreso: date | None
    fecha_termino: date | None
    tiempo_servicio: str
    pension: str
    cuenta: str
    bruto: Centimos
    descuentos: Centimos
    liquido: Centimos
    liquido_en_letras: str
    mensajes: str
    avisos: tuple[str, ...]
    """De qué advirtió la importación."""
    published_at: datetime
    """Desde cuándo la puede ver su dueño."""
    lineas: tuple[Linea, ...]


@dataclass(frozen=True, kw_only=True)
class Boletas:
    """Una parte de la lista de boletas."""

    boletas: tuple[Boleta, ...]
    siguiente: Cursor | None
    """El «cursor» con que se pide lo que sigue; null cuando no hay más."""


@dataclass(frozen=True, kw_only=True)
class BoletasDeSede:
    """Una parte de las boletas encontradas."""

    boletas: tuple[BoletaDeSede, ...]
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""


@dataclass(frozen=True, kw_only=True)
class Registro(Published):
    """Un mes que está registrado y todavía no se cargó: sus montos no se conocen."""

    periodo: Periodo
    regimen: str
    sede: Codigo
    entidad: str
    tipo: TipoPlanilla


@dataclass(frozen=True, kw_only=True)
class Registros:
    """Los meses registrados que no se han cargado."""

    registros: tuple[Registro, ...]


@dataclass(frozen=True, kw_only=True)
class Movimiento(Published):
    """Algo que pasó con un reclamo."""

    at: datetime
    accion: AccionReclamo
    estado: EstadoReclamo
    """En qué estado quedó."""
    comentario: str


@dataclass(frozen=True, kw_only=True)
class Reclamo(Published):
    """Lo que una persona dice que está mal en su pago."""

    numero: Numero
    estado: EstadoReclamo
    opened_at: datetime
    periodo: Periodo
    sede: Codigo
    """La UGEL o DRE que lo atiende."""
    entidad: str
    boleta_id: int | None
    """La boleta reclamada; null cuando no encuentra la de ese mes."""
    linea: int | None
    """La línea reclamada, desde 1; null cuando es la boleta entera."""
    concepto: str | None
    texto: str
    monto_esperado: Centimos | None
    boleta_corregida: int | None
    """La versión que reemplazó a la boleta por este reclamo."""
    movimientos: tuple[Movimiento, ...]
    """Lo que pasó, en orden."""


@dataclass(frozen=True, kw_only=True)
class Reclamos:
    """Una parte de la lista de reclamos, el más reciente primero."""

    reclamos: tuple[Reclamo, ...]
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""


@dataclass(frozen=True, kw_only=True)
class ReclamoDeBoleta:
    """Lo que se reclama de una boleta, o de una línea de ella."""

    clave: Clave
    """Un UUID que elige quien envía: el mismo reclamo, enviado dos veces, es uno."""
    texto: Texto
    """Qué está mal."""
    linea: Annotated[int, Rule(minimum=1, maximum=32767)] | None = None
    """El «numero» de la línea; sin él, la boleta entera."""
    monto_esperado: Annotated[int, Rule(minimum=0, maximum=999_999_999)] | None = None
    """Cuánto debería ser, si se sabe."""


@dataclass(frozen=True, kw_only=True)
class BoletaQueFalta:
    """Una boleta que no se encuentra: de qué mes es, y quién debió pagarla."""

    clave: Clave
    """Un UUID que elige quien envía: el mismo reclamo, enviado dos veces, es uno."""
    texto: Texto
    """Por qué debería haberla."""
    anio: Annotated[int, Rule(minimum=1990, maximum=2999, example=2022)]
    mes: Annotated[int, Rule(minimum=1, maximum=12)]
    sede: Codigo
    """El código de la UGEL o DRE que debió pagar."""


@dataclass(frozen=True, kw_only=True)
class Planilla(Published):
    """Un archivo de pago de una sede y un mes."""

    id: int
    sede: Codigo
    entidad: str
    periodo: Periodo
    tipo: TipoPlanilla
    estado: EstadoPlanilla
    archivo: str
    boletas: int
    rechazos: int
    advertencias: int
    total_bruto: Centimos
    total_liquido: Centimos
    uploaded_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Planillas:
    """Una parte de la lista de planillas, el mes más reciente primero."""

    planillas: tuple[Planilla, ...]
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""
