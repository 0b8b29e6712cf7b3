"""A file of servidores from its upload to their legajos, while who reads it is killed."""

from collections.abc import Callable

from webtest import Upload

from contracts.access_token import Role
from deploy.platform import Platform
from tests.e2e.test_faults import kill
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import Journey, form_to
from tests.support.visitor import Visitor
from tests.support.waiting import wait_for

SignIn = Callable[[Inhabitant], Journey]

PEOPLE = 20_000
"""Enough for a worker to be killed in the midst of them."""

PAGE = "/legajo/importaciones"

HEADER = (
    "dni;apellidos;nombres;fecha_nacimiento;sede;tipo_servidor;regimen;cargo;fecha_ingreso;legajo\n"
)


def a_region() -> bytes:
    """Write servidores whom nobody else has met."""
    rest = "QUISPE;ROSA;14/02/1985;080006;Docente Nombrado;Ley 29944;PROFESOR;01/03/2010;VIGENTE\n"
    return (HEADER + "".join(f"{n + 100_000:08};{rest}" for n in range(1, PEOPLE + 1))).encode()


def counted(platform: Platform, table: str) -> int:
    theirs = f"SELECT count(*) FROM {table} WHERE dni > '00100000'"
    with platform.postgres.connect("legajo") as connection:
        found = connection.execute(theirs).fetchone()
        assert found is not None
        return int(found[0])


def told(visitor: Visitor, address: str) -> tuple[str, int]:
    answer = visitor.get(f"{address}/progreso").json
    return str(answer["estado"]), int(answer["porcentaje"])


def import_and_kill_in_the_midst(platform: Platform, visitor: Visitor, address: str) -> None:
    """Kill the worker when it can go no further: we hold somebody in the middle of the file."""
    someone = f"jsonb_build_object('dni', '{PEOPLE // 2 + 100_000:08}')"
    somebody = f"jsonb_populate_record(servidor, {someone})"
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = 'legajo' AND wait_event_type = 'Lock'"
    with (
        platform.postgres.connect("legajo") as observer,
        platform.postgres.connect("legajo") as holder,
        holder.transaction(force_rollback=True),
    ):
        holder.execute(f"INSERT INTO servidor SELECT ({somebody}).* FROM servidor LIMIT 1")
        form = form_to(f"{address}/importar", visitor.visit(f"{address}?paso=importar"))
        visitor.send(form)
        wait_for(lambda: observer.execute(waiting).fetchone(), "a worker that waits for us")
        assert told(visitor, address)[1]
        kill(platform, "legajo-worker")
        assert told(visitor, address)[0] == "waiting"


def test_a_file_survives_whoever_is_killed_and_no_row_enters_twice(
    platform: Platform, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    ana = signed_in(inhabitants.with_role(Role.ESCALAFON)).browser

    form = form_to(PAGE, ana.visit(PAGE))
    page = ana.send(form, que="servidores", archivo=Upload("region.csv", a_region()))
    address = page.request.path
    wait_for(lambda: told(ana, address)[0] == "reviewed", "a report")
    assert counted(platform, "servidor") == 0

    import_and_kill_in_the_midst(platform, ana, address)
    wait_for(lambda: told(ana, address)[0] == "done", "the end of the import")

    assert counted(platform, "servidor") == counted(platform, "legajo") == PEOPLE
    assert counted(platform, "historia") == PEOPLE
