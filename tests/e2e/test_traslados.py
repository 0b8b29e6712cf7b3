"""A legajo moves to another UGEL: the old one loses sight of it, its servidor is told by mail."""

from collections.abc import Callable

from contracts.access_token import Role
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import Journey, form_to

ANTA = "080003"


def test_a_legajo_is_sent_and_received_and_its_servidor_is_told(
    signed_in: Callable[[Inhabitant], Journey], inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()
    rosa = signed_in(person)
    origen = signed_in(inhabitants.with_role(Role.ESCALAFON))
    destino = signed_in(inhabitants.with_role(Role.ESCALAFON, ANTA))

    address = send(origen, person.dni)
    receive(destino, address)

    origen.browser.visit(f"/legajo/servidores/{person.dni}", status=404)
    assert "UGEL ANTA" in rosa.browser.visit("/legajo/").text
    mail = rosa.copy.wait_for_mail(person.correo, "Su legajo cambió de sede")
    assert "UGEL ANTA" in mail["text"]


def send(origen: Journey, dni: str) -> str:
    """Send the legajo, and return the address of the transfer."""
    path = f"/legajo/servidores/{dni}/custodia/traslado"
    sent = origen.browser.send(
        form_to(path, origen.browser.visit(path)),
        destino=ANTA,
        causa="Reasignación",
        documento="Resolución directoral",
        numero_documento="R.D. N.° 0123-2020",
        fecha_documento="2020-03-01",
        folios="120",
        confirmo="1",
    )
    assert "El legajo quedó enviado" in sent.text
    return str(sent.request.path)


def receive(destino: Journey, address: str) -> None:
    form = form_to(f"{address}/recibir", destino.browser.visit(address))
    received = destino.browser.send(form, folios="120")
    assert "El legajo ya es de su sede" in received.text
