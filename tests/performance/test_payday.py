"""A whole payday journey: who was paid signs in, finds the month in Mi boleta, takes its PDF.

The whole platform runs, as `make run` starts it, and is asked over HTTP by who has no session yet.
Counted is the CPU of all that the journey passes, and so what two processors can bear.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.cli import load
from deploy.platform import Platform
from services.identity.passwords import hash_password, verify_password
from tests.performance.bench import CPU, Scoreboard, Way, at_most
from tests.performance.test_gateway import _cpu_seconds
from tests.support.builders.boleta import a_csv, some_pagos
from tests.support.builders.identity import PASSWORD, an_account
from tests.support.journey import Copy, Journey
from tests.support.stack import a_platform, ayni, captcha_answer

PEOPLE = 40

PASSED = ("gateway-web", "identity-web", "boleta-web")
"""The processes of ours that a journey passes, besides PostgreSQL and Valkey."""

PROCESSORS = 2

PER_SECOND = 17.4
"""How many journeys that many processors are to bear: half a million in a working day."""

INGRESOS = {f"ingreso{number}": 500_00 + number for number in range(7)}
DESCUENTOS = {f"dscto{number}": 50_00 + number for number in range(3)}


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """Run the platform with a month of boletas, for people who all have a password."""
    with a_platform(tmp_path / "platform") as platform:
        platform.wait_until_ready()
        month = tmp_path / "planilla.csv"
        month.write_bytes(a_csv(*some_pagos(PEOPLE, ingresos=INGRESOS, descuentos=DESCUENTOS)))
        ayni(platform.state, "boleta", "planilla", "import", str(month), "--sede", "080006")
        for name, value in platform.env.items():
            monkeypatch.setenv(name, value)
        with load("identity").app_context():
            for number in range(1, PEOPLE + 1):
                an_account(f"{number:08}", correo=f"p{number}@example.pe")
        yield platform


def test_a_payday(benchmark: Scoreboard, platform: Platform):
    settings = platform.settings
    copy = Copy(settings.public_url, settings.mailbox_url, captcha_answer(platform))
    people = (f"{number:08}" for number in range(1, PEOPLE + 1))
    kept = hash_password(PASSWORD)
    _walk(copy, next(people))

    alone = Way(run=lambda: verify_password(kept, PASSWORD), times=20).seconds(CPU)
    before = _cpu(platform)
    for dni in people:
        _walk(copy, dni)
    cost = {name: (now - before[name]) / (PEOPLE - 1) for name, now in _cpu(platform).items()}
    each = sum(cost.values())

    goal = at_most(round(1000 * PROCESSORS / PER_SECOND), " ms")
    work = "a payday journey over HTTP, CPU of all servers"
    benchmark.figure(work, each * 1000, "ms", goal, ("argon2id alone", alone * 1000))
    parts = ", ".join(f"{name} {seconds * 1000:.0f}" for name, seconds in cost.items())
    benchmark.fact("of that, ms", parts)
    pace = f"{PROCESSORS / each:.1f}/s; argon2id alone {PROCESSORS / alone:.1f}/s"
    benchmark.fact(f"payday journeys on {PROCESSORS} processors, by their CPU", pace)


def _walk(copy: Copy, dni: str) -> None:
    """Sign in, open Mi boleta, take the PDF of what is there: it is drawn and sealed now."""
    journey = Journey(copy)
    journey.sign_in(dni, PASSWORD)
    page = journey.browser.visit("/boleta/")
    boleta = re.search(r'href="/boleta/(\d+)"', page.text)[1]
    content = journey.browser.visit(f"/boleta/{boleta}/pdf").body
    assert content.startswith(b"%PDF")


def _cpu(platform: Platform) -> dict[str, float]:
    """Return the seconds of CPU that each of what a journey passes has cost until now."""
    children = {name: platform.child(name) for name in PASSED}
    children |= {"PostgreSQL": platform.postgres.child, "Valkey": platform.valkey.child}
    return {name: _of_tree(str(child.pid)) for name, child in children.items()}


def _of_tree(pid: str) -> float:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return _cpu_seconds(pid) + sum(map(_of_tree, children))
