"""A solicitud crosses services: from the form of legajo to the mail of the notifier."""

from collections.abc import Callable

from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import Journey, form_to


def test_a_solicitud_is_acknowledged_by_mail_with_its_number(
    signed_in: Callable[[Inhabitant], Journey], inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()
    journey = signed_in(person)

    page = journey.browser.visit("/legajo/solicitudes/nueva")
    form = form_to("/legajo/solicitudes/nueva", page)
    registered = journey.browser.send(form, seccion="II", asunto="Título", detalle="N.º 123.")

    expediente = registered.request.path.rpartition("/")[2]
    assert expediente in registered.text
    mail = journey.copy.wait_for_mail(person.correo, expediente)
    assert expediente in mail["text"]
