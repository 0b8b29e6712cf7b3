"""What happened at the desk of a UGEL of the demonstration: its pages have something to show.

People did not agree with a boleta, others answered them; one boleta was corrected and one annulled;
the planilla of the month that runs waits for somebody to approve it.
"""

import io
from dataclasses import replace
from uuid import UUID

from contracts.access_token import Grant, Principal, Role
from deploy.demo.pay import Boleta, is_paid, pay
from deploy.demo.people import CANCHIS, Person, invent_people
from deploy.demo.sign_ins import ADMINISTRADOR, SERVIDOR
from deploy.demo.tables import write_planilla
from services.boleta.domain import BoletaDocument
from services.boleta.domain.correccion import Correccion, lines_of
from services.boleta.domain.planilla import TipoPlanilla
from services.boleta.domain.reclamo import AccionReclamo, NuevoReclamo
from services.boleta.queries.boletas import documents_of
from services.boleta.usecases import correcting, reclamos
from services.boleta.usecases.planillas import Upload, upload_planilla

COLLEAGUE = "00000004"
"""Who administers the boletas of the same UGEL too: nobody approves what they uploaded."""

GRANT = Grant(Role.ADMINISTRADOR_BOLETA, CANCHIS)
"""What both of them hold."""

OTHERS = ("00000011", "00000013", "00000014", "00000015")
"""People of the UGEL who have something to say of their boletas."""


def fill(months: list[int]) -> None:
    """Do all of it, in the months that were imported, the newest last."""
    people = {person.dni: person for person in invent_people()}
    rosa, *others = (people[dni].principal() for dni in (SERVIDOR.dni, *OTHERS))
    admin = people[ADMINISTRADOR.dni].principal(GRANT)
    colleague = people[COLLEAGUE].principal(GRANT)
    _correct(rosa, admin, months[1])
    _claim(rosa, admin, months[-2], "Falta mi asignación por zona rural.", AccionReclamo.OBSERVAR)
    _claim(others[0], admin, months[-1], "Me descontaron un préstamo ya pagado.", None)
    _claim(others[1], admin, months[-3], "Me falta la bonificación.", AccionReclamo.RECHAZAR)
    _claim(others[2], colleague, months[-1], "Mi AFP no es esa.", AccionReclamo.TOMAR)
    _annul(others[3], admin, months[-4])
    paid = [person for person in people.values() if person.sede == CANCHIS]
    _upload(colleague, paid, _following(months[-1]))


ANSWERS = {
    AccionReclamo.OBSERVAR: "Diga el número de la resolución que le reconoce la zona rural.",
    AccionReclamo.RECHAZAR: "La bonificación por escolaridad se paga en enero: está en esa boleta.",
}
"""What is written to who asked."""


def _boleta(principal: Principal, periodo: int) -> BoletaDocument:
    return documents_of(principal, since=periodo, until=periodo)[0]


def _claim(
    who: Principal, admin: Principal, periodo: int, texto: str, answer: AccionReclamo | None
) -> str:
    """Open a reclamo, and go as far with it as that answer."""
    nuevo = NuevoReclamo(
        periodo=0,
        sede="",
        boleta_id=_boleta(who, periodo).id,
        linea=1,
        texto=texto,
        monto_esperado=None,
    )
    numero = reclamos.open_reclamo(who, nuevo, form_key=UUID(int=periodo))
    if answer:
        reclamos.attend_reclamo(admin, numero, AccionReclamo.TOMAR, comentario="")
    if answer in ANSWERS:
        reclamos.attend_reclamo(admin, numero, answer, comentario=ANSWERS[answer])
    return numero


def _correct(who: Principal, admin: Principal, periodo: int) -> None:
    """Correct a boleta because its owner said what was wrong."""
    texto = "Mi remuneración está con la escala de antes."
    numero = _claim(who, admin, periodo, texto, AccionReclamo.TOMAR)
    boleta = _boleta(who, periodo)
    first, *rest = lines_of(boleta)
    correccion = Correccion(
        lineas=(first._replace(centimos=first.centimos + 180_00), *rest),
        motivo="La remuneración debía ser la de su escala desde ese mes.",
        reclamo=numero,
    )
    correcting.replace_boleta(admin, boleta.id, correccion)


def _annul(who: Principal, admin: Principal, periodo: int) -> None:
    boleta = _boleta(who, periodo)
    motivo = "Estaba de licencia sin goce: ese mes no le correspondía pago."
    correcting.annul_boleta(admin, boleta.id, motivo=motivo)


def _upload(admin: Principal, people: list[Person], periodo: int) -> None:
    """Upload a month with slips in it: it waits, observed, for another person."""
    boletas = [pay(person, periodo) for person in people if is_paid(person, periodo)]
    upload_planilla(
        admin,
        Upload(
            stream=io.BytesIO(_with_slips(boletas).encode("utf-8-sig")),
            archivo=f"planilla-{periodo}.csv",
            periodo=periodo,
            sede=CANCHIS,
            tipo=TipoPlanilla.HABERES,
            es_ensayo=False,
        ),
    )


def _with_slips(boletas: list[Boleta]) -> str:
    """Write a planilla in which a DNI lacks a digit, and somebody is paid ten times too much."""
    short, rich, *rest = boletas[10:]
    lines = tuple((sign, name, 10 * centimos) for sign, name, centimos in rich.lines)
    slips = [
        replace(short, person=replace(short.person, dni=short.person.dni[1:])),
        replace(rich, lines=lines),
    ]
    text = io.StringIO()
    write_planilla([*boletas[:10], *slips, *rest], text)
    return text.getvalue()


def _following(periodo: int) -> int:
    return periodo + 1 if periodo % 100 < 12 else periodo + 89  # noqa: PLR2004  (months)
