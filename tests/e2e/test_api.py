"""An app of the ministry asks the legajo: signed in by code and PKCE, with a token of its own."""

from collections.abc import Callable

from authlib.integrations.requests_client import OAuth2Session

from contracts.access_token import Role
from deploy.platform import Platform
from tests.support.builders import files
from tests.support.builders.legajo import ESTUDIO
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import Journey
from tests.support.programs import register

CALLBACK = "http://localhost:9/app"
"""Where the app waits for its code; nobody listens there."""

SignIn = Callable[[Inhabitant], Journey]


class App:
    """The app in the phone of a person, after they signed in."""

    def __init__(self, platform: Platform, journey: Journey) -> None:
        registered = register(platform, "--first-party", redirect_uri=CALLBACK)
        self._url = journey.copy.public_url
        issuer = f"{self._url}/passport"
        self._session = OAuth2Session(
            registered.client_id,
            registered.client_secret,
            scope="openid profile",
            redirect_uri=CALLBACK,
            code_challenge_method="S256",
        )
        verifier = "forty-three-signs-or-more-that-nobody-guesses"
        url, state = self._session.create_authorization_url(
            f"{issuer}/authorize", code_verifier=verifier
        )
        page = journey.browser.get(url.removeprefix(self._url), expect_errors=True)
        while not page.location.startswith(CALLBACK):
            page = page.follow(expect_errors=True)
        self._session.fetch_token(
            f"{issuer}/token",
            authorization_response=page.location,
            state=state,
            code_verifier=verifier,
        )

    def ask(self, method: str, path: str, status: int = 200, **sent: object) -> dict:
        """Ask the API, and return what it says."""
        address = f"{self._url}/legajo/api/v1/{path}"
        answer = self._session.request(method, address, **sent)
        assert answer.status_code == status, answer.text
        return answer.json()


def test_a_title_goes_from_a_phone_into_the_legajo(
    platform: Platform, inhabitants: Inhabitants, signed_in: SignIn
) -> None:
    person, attends = inhabitants.servidor(), inhabitants.with_role(Role.ESCALAFON)
    journey = signed_in(person)
    phone, desk = App(platform, journey), App(platform, signed_in(attends))

    cambio = phone.ask("POST", "cambios", 201, json={"tipo": "estudio"})["id"]
    document = {"archivo": ("título.pdf", files.a_pdf(), "application/pdf")}
    phone.ask("POST", f"cambios/{cambio}/documentos", 201, files=document)
    phone.ask("PUT", f"cambios/{cambio}", json={"valores": ESTUDIO, "listo": True})
    (borrador,) = phone.ask("GET", "borradores")["borradores"]
    envio = {"seccion": "II", "borrador": borrador["id"]}
    expediente = phone.ask("POST", "solicitudes", 201, json=envio)["expediente"]

    accion = {"accion": "tomar", "visto": 1}
    taken = desk.ask("POST", f"bandeja/{expediente}/acciones", json=accion)
    (asked,) = taken["cambios"]
    (sent,) = asked["documentos"]
    veredictos = [
        {"cambio": asked["id"], "resultado": "aceptado"},
        {"cambio": asked["id"], "documento": sent["documento"]["id"], "resultado": "aceptado"},
    ]
    decision = {"visto": taken["version"], "veredictos": veredictos}
    desk.ask("POST", f"bandeja/{expediente}/veredictos", json=decision)

    (entry,) = phone.ask("GET", "legajo/anotaciones")["anotaciones"]
    assert entry["valores"] == ESTUDIO
    assert phone.ask("GET", f"solicitudes/{expediente}")["estado"] == "atendida"
    (look,) = phone.ask("GET", "legajo/accesos")["accesos"]
    assert look["sobre"] == expediente
    journey.copy.wait_for_mail(person.correo, f"Novedades de su solicitud {expediente}")
    phone.ask("GET", "bandeja", 403)
