"""What was paid, and the payroll files that tell it: `a_lis(a_pago(dni="00000002"))`."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from contracts.legajo import ServidorFile
from services.boleta.domain import BoletaDocument, Estado, Linea, TipoConcepto
from uikit.filters import MESES


@dataclass(frozen=True, kw_only=True)
class Pago:
    """What one person was paid for a month; amounts in céntimos, by concept."""

    dni: str = "00000001"
    apellidos: str = "QUISPE HUAMÁN"
    nombres: str = "ROSA ELENA"
    periodo: int = 202206
    cargo: str = "PROFESOR"
    tipo_servidor: str = "DOCENTE CONTRATADO"
    regimen: str = "Ley Nro 30328"
    ingresos: Mapping[str, int] = field(
        default_factory=lambda: {"remcontrat": 2_500_12, "ruralcont": 260_00}
    )
    descuentos: Mapping[str, int] = field(default_factory=lambda: {"dl25897": 342_87})
    aportes: Mapping[str, int] = field(default_factory=dict)
    slip: int = 0
    """How many céntimos the printed gross is off."""
    mensajes: str = ""
    dre: str = "DRE CUSCO"
    ugel: str = "UGEL CANCHIS"
    """Who paid, by the names that a print file has."""
    sede: str = ""
    """Who paid, by the code that a CSV may have."""

    @property
    def bruto(self) -> int:
        return sum(self.ingresos.values()) + self.slip

    @property
    def liquido(self) -> int:
        return self.bruto - sum(self.descuentos.values())


def a_pago(**said: Any) -> Pago:
    """Build what was paid, of which a test says only what matters."""
    return Pago(**said)


def some_pagos(count: int, **said: Any) -> list[Pago]:
    """Build what was paid to as many people, from DNI 00000001 upwards."""
    return [a_pago(dni=f"{number:08}", **said) for number in range(1, count + 1)]


def a_servidor(**said: Any) -> ServidorFile:
    """Build what legajo says of a person."""
    servidor = ServidorFile(
        dni="00000001",
        apellidos="QUISPE HUAMÁN",
        nombres="ROSA ELENA",
        sede="080006",
        tipo_servidor="Docente Contratado",
        regimen="Ley Nro 30328",
        cargo="PROFESOR",
        fecha_ingreso=date(2022, 3, 1),
    )
    return replace(servidor, **said)


def a_document(**said: Any) -> BoletaDocument:
    """Build a boleta that is ready to be shown."""
    document = BoletaDocument(
        id=202206_000000001,
        periodo=202206,
        estado=Estado.VIGENTE,
        region="DRE CUSCO",
        entidad="UGEL CANCHIS",
        dni="00000001",
        apellidos="QUISPE HUAMÁN",
        nombres="ROSA ELENA",
        regimen="Ley Nro 30328",
        tipo_servidor="DOCENTE CONTRATADO",
        cargo="PROFESOR",
        establecimiento="I.E. 56001",
        situacion="Habilitado",
        fecha_nacimiento=date(1985, 2, 14),
        fecha_ingreso=date(2022, 3, 1),
        fecha_termino=None,
        tiempo_servicio="00-03-00",
        pension="AFP INTEGRA/000000RQHAA0",
        cuenta="CTA-04123456789",
        lineas=(
            Linea(TipoConcepto.INGRESO, "remcontrat", "Remuneración del contrato", 2_760_12),
            Linea(TipoConcepto.DESCUENTO, "dl25897", "Aporte a la AFP", 342_87),
        ),
        bruto=2_760_12,
        descuentos=342_87,
        liquido=2_417_25,
        mensajes="",
        avisos=(),
        published_at=datetime(2022, 6, 16, 15, tzinfo=UTC),
    )
    return replace(document, **said)


def a_lis(*pagos: Pago) -> bytes:
    """Print a month as the SUP does."""
    return "\f".join(map(_record, pagos)).encode("latin-1")


def a_csv(*pagos: Pago) -> bytes:
    """Write a month as CSV."""
    text = io.StringIO()
    header = "periodo dni apellidos nombres regimen tipo_servidor cargo tipo concepto monto"
    rows = csv.writer(text)
    tells_sede = any(pago.sede for pago in pagos)
    rows.writerow([*header.split(), *(["sede"] if tells_sede else [])])
    for pago in pagos:
        periodo = f"{pago.periodo // 100}-{pago.periodo % 100:02}"
        person = [periodo, pago.dni, pago.apellidos, pago.nombres, pago.regimen]
        for tipo, lines in zip("+-=", (pago.ingresos, pago.descuentos, pago.aportes), strict=True):
            for concepto, monto in lines.items():
                work = [pago.tipo_servidor, pago.cargo]
                sede = [pago.sede] if tells_sede else []
                rows.writerow([*person, *work, tipo, concepto, soles(monto), *sede])
    return text.getvalue().encode()


def soles(centimos: int) -> str:
    """Write an amount as files do: `2,760.12`."""
    return f"{centimos // 100:,}.{centimos % 100:02}"


def _record(pago: Pago) -> str:
    rule = "=" * 74
    income = [f"+{name} {soles(monto)}" for name, monto in pago.ingresos.items()]
    deductions = [f"-{name} {soles(monto)}" for name, monto in pago.descuentos.items()]
    return f""" {pago.dre}                                   CF080612A            0001234
 {pago.ugel}        RUC - 20131257750       ACT/CONT/TIT   (1) Habilitado
 {MESES[pago.periodo % 100 - 1]} - {pago.periodo // 100}
 Apellidos               : {pago.apellidos}
 Nombres                 : {pago.nombres}
 Fecha de Nacimiento     : 14/02/1985
 Documento de Identidad  : (Lib.Electoral o D.N.) {pago.dni}
 Establecimiento         : I.E. 56001 (1234567)
 Cargo                   : {pago.cargo}
 Tipo de Servidor        : {pago.tipo_servidor}
 Regimen Laboral         : {pago.regimen}
 Niv.Mag./Grupo Ocup./Horas: 0/0/30
 Tiempo de Servicio (AA-MM-DD): 00-06-00   ESSALUD: 8502140QSHMR00
 Fecha de Registro       : Ingr.:01/03/2022 Termino:31/12/2022
 Cta. TeleAhorro o Nro. Cheque: CTA-04123456789
 Leyenda Permanente      : RD 0123-2022       Leyenda Mensual:
 Reg.Pensionario         : AFP INTEGRA/000000RQHAA0  FAfiliacion: 01/03/2012
 {rule}
 {"   ".join(income + deductions)}
 {rule}
 T-REMUN {soles(pago.bruto)}   T-DSCTO {soles(sum(pago.descuentos.values()))}\
   T-LIQUI {soles(pago.liquido)}
 Mensajes : {pago.mensajes}
"""
