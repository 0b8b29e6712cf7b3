"""The register of the whole country: 500,000 rows become accounts, and are read again."""

import io
import json
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from joserfc.jwk import ECKey

from chassis.importing import ImportState
from contracts.sedes import all_sedes
from deploy.embedded import Valkey
from services.identity.forms import REGISTER
from services.identity.models import RegisterImport, db
from services.identity.usecases.importing import imports, upload_register
from tests.performance.bench import Scoreboard, at_most
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

PEOPLE = 500_000

A_MINUTE = at_most(60, " s")

APELLIDOS = ("QUISPE", "MAMANI", "FLORES", "HUAMÁN", "ROJAS", "CONDORI", "ÑAUPARI", "SÁNCHEZ")

NOMBRES = ("ROSA", "JOSÉ", "MARÍA", "JUAN", "LUZ", "CARLOS", "ANA")


@pytest.fixture
def identity(databases: Databases, valkey: Valkey, people: People) -> Iterator[Service]:
    """Run identity without a single account."""
    sealing_key = ECKey.generate_key("P-256", {"use": "enc", "alg": "ECDH-ES+A256KW"})
    identity = start(
        "identity",
        databases,
        valkey,
        people,
        IDENTITY_KEY_SECRET="of-the-keys",
        IDENTITY_GATEWAY_SECRET="of-gateway",
        IDENTITY_BOLETA_SECRET="of-boleta",
        IDENTITY_SEALING_KEY=json.dumps(sealing_key.as_dict(private=False)),
    )
    identity.empty()
    with identity.app.app_context():
        yield identity
    identity.empty()


def test_the_register_of_the_country(benchmark: Scoreboard, identity: Service):
    register = _register()

    for work in ("imported", "imported again, unchanged"):
        seconds = _import(register)
        benchmark.figure(f"500,000 rows of the register {work}", seconds, "s", A_MINUTE)


def _register() -> bytes:
    sedes = list(all_sedes())
    rows = (
        f"{number:08},{_of(APELLIDOS, number)} {_of(APELLIDOS, number // 8)}{number % 977},"
        f"{_of(NOMBRES, number)} {_of(NOMBRES, number // 7)},persona{number}@example.pe,"
        f"{sedes[number % len(sedes)]}\n"
        for number in range(1, PEOPLE + 1)
    )
    return ("dni,apellidos,nombres,correo,sede\n" + "".join(rows)).encode()


def _of(words: tuple[str, ...], number: int) -> str:
    return words[number % len(words)]


def _import(register: bytes) -> float:
    """Upload a register and read it to its end, as the page and the worker do."""
    began = time.perf_counter()
    stream = io.BytesIO(register)
    import_id = upload_register(
        stream, archivo="registro.csv", is_rehearsal=False, uploaded_by=uuid4()
    )
    for waiting in imports.hand_over():
        imports.run(waiting, lambda _: REGISTER)
    seconds = time.perf_counter() - began
    db.session.expire_all()
    found = db.session.get(RegisterImport, import_id)
    assert found is not None
    assert (found.state, found.read) == (ImportState.DONE, PEOPLE)
    return seconds
