"""What became of the legajos of the demonstration: where they are, who ceased, who moved.

Done by the specialists of two UGEL, as their pages do it.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from random import Random

from contracts.access_token import Grant, Principal, Role
from deploy.demo.people import CANCHIS, LAMBAYEQUE, Person
from services.legajo.domain import Vigencia
from services.legajo.domain.custodia import (
    NORMAS,
    Apertura,
    CambioDeVigencia,
    Motivo,
    Sustento,
    Ubicacion,
)
from services.legajo.domain.traslado import Envio
from services.legajo.usecases import anotaciones, custody, transferring

AMBIENTE = "Archivo de Escalafón"

MAX_MB = 5

PLACED = 30
"""How many legajos of the first sede have a place; of the others nobody has noted any."""

SANCION = {
    "tipo_sancion": "Amonestación escrita",
    "motivo": "Inasistencias injustificadas",
    "entidad": "UGEL Canchis",
    "documento": "Resolución directoral",
    "numero_documento": "R.D. N.° 0871-2022",
    "fecha_documento": "2022-09-14",
    "fecha_notificacion": "2022-09-20",
    "fecha_inicio": "2022-09-21",
}

VACACIONES = {
    "goce": "Sin goce",
    "motivo_licencia": "Motivos particulares",
    "documento": "Resolución directoral",
    "numero_documento": "R.D. N.° 0412-2021",
    "fecha_documento": "2021-03-22",
    "fecha_inicio": "2021-04-05",
    "fecha_fin": "2021-05-04",
}


def keep(people: Sequence[Person], specialist: Principal, a_scan: bytes) -> None:
    """Give legajos a place, let somebody cease, open one, and move some between two UGEL.

    The first of `people` are those who sign in: nothing happens to them.
    """
    chance = Random(2)
    here = _with_legajo(people, CANCHIS)
    there = _with_legajo(people, LAMBAYEQUE)
    colleague = there[0].principal(Grant(Role.ESCALAFON, LAMBAYEQUE))
    for number, person in enumerate(here[:PLACED]):
        if person.dni != specialist.dni:
            custody.locate(specialist, person.dni, _place(number, chance))
    _let_cease(specialist, here[20], a_scan)
    _open(specialist, people, a_scan)
    anotaciones.add_anotacion(
        specialist, here[5].dni, "sancion", SANCION, motivo="R.D. N.° 0871-2022"
    )
    anotaciones.add_anotacion(
        specialist, here[6].dni, "licencia", VACACIONES, motivo="R.D. N.° 0412-2021"
    )
    transferring.send_legajo(specialist, here[21].dni, _envio(LAMBAYEQUE, "0190"))
    for number, person in enumerate(there[1:3]):
        sent = transferring.send_legajo(colleague, person.dni, _envio(CANCHIS, f"055{number}"))
        if number == 0:
            transferring.receive_legajo(
                specialist, sent, folios=85, comentario="Faltan el folio 12 y la carátula."
            )


def _with_legajo(people: Sequence[Person], sede: str) -> list[Person]:
    return [each for each in people if each.sede == sede and each.legajo == "VIGENTE"]


def _place(number: int, chance: Random) -> Ubicacion:
    estante, caja = divmod(number, 6)
    folios = {seccion: chance.randrange(2, 40) for seccion in ("I", "II", "III", "IV", "VII", "IX")}
    return Ubicacion(ambiente=AMBIENTE, estante="ABCDE"[estante], caja=f"{caja + 1}", folios=folios)


def _let_cease(specialist: Principal, person: Person, a_scan: bytes) -> None:
    cambio = CambioDeVigencia(
        estado=Vigencia.NO_VIGENTE,
        motivo=Motivo.CESE,
        desde=date(2025, 12, 31),
        sustento=_resolution("2890-2025", date(2025, 12, 10)),
        detalle="Cese por límite de edad, a partir del 31 de diciembre.",
    )
    proof = custody.Archivo("resolucion-de-cese.pdf", BytesIO(a_scan), MAX_MB)
    custody.change_vigencia(specialist, person.dni, cambio, proof)


def _open(specialist: Principal, people: Sequence[Person], a_scan: bytes) -> None:
    """Open the legajo of the first who has none, of those who cannot sign in."""
    person = next(each for each in people[4:] if each.sede == CANCHIS and not each.legajo)
    apertura = Apertura(sustento=_resolution("0031-2026", date(2026, 1, 15)), norma=NORMAS[0])
    proof = custody.Archivo("resolucion.pdf", BytesIO(a_scan), MAX_MB)
    custody.open_de_oficio(specialist, person.dni, apertura, proof)


def _envio(destino: str, numero: str) -> Envio:
    return Envio(
        destino=destino,
        causa="Reasignación",
        sustento=_resolution(f"{numero}-2026", date(2026, 2, 20)),
        detalle="Van los folios en una caja, foliados y cosidos.",
        folios=87,
    )


def _resolution(numero: str, fecha: date) -> Sustento:
    return Sustento(
        documento="Resolución directoral",
        numero_documento=f"R.D. N.° {numero}",
        fecha_documento=fecha,
    )
