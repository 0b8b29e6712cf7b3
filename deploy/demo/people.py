"""The invented people of the demonstration: the same ones each time, with DNIs that nobody has."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from unicodedata import normalize

from contracts.access_token import Grant, Principal
from deploy.demo import sign_ins
from deploy.demo.names import ANDEAN, NORTHERN, ONE_SURNAME_IN, SPANISH, given_names, surnames
from deploy.demo.plazas import PLAZAS, PROCESADOR, PROFESOR, TECNICO, Plaza

CANCHIS, LAMBAYEQUE, SAN_BORJA = "080006", "140003", "150108"

SEDES = (CANCHIS, LAMBAYEQUE, SAN_BORJA)
"""The three UGEL that pay the people of the demonstration."""

HOW_MANY = {CANCHIS: 80, LAMBAYEQUE: 70, SAN_BORJA: 50}
"""How many people each of them pays."""

OFFICE = "SEDE ADMINISTRATIVA"
"""Where those work who are not in a school."""

_REGIONAL = {CANCHIS: ANDEAN, LAMBAYEQUE: NORTHERN, SAN_BORJA: SPANISH}
_FIRST_IE = {CANCHIS: 56001, LAMBAYEQUE: 10001, SAN_BORJA: 6001}
_PENSIONES = ["ONP", "AFP INTEGRA", "AFP PRIMA", "AFP PROFUTURO", "AFP HABITAT"]
_SEED = 1


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who works for a school or a UGEL, with what decides their pay."""

    dni: str
    apellidos: str
    nombres: str
    correo: str
    sede: str
    plaza: Plaza
    establecimiento: str
    codigo_modular: str
    fecha_nacimiento: date
    fecha_ingreso: date
    """Of a contract, the day of the first one: each year brings another."""
    legajo: str = "VIGENTE"
    escala: int = 1
    pension: str = "ONP"
    cuspp: str = ""
    asignaciones: tuple[str, ...] = ()
    descuentos: tuple[str, ...] = ()
    is_in_register: bool = True

    def principal(self, *grants: Grant) -> Principal:
        """Return who they are to the use cases of a service, with these roles."""
        return Principal(
            sub=self.dni,
            client_id="gateway",
            dni=self.dni,
            nombres=self.nombres,
            apellidos=self.apellidos,
            grants=grants,
        )


@dataclass(frozen=True)
class DemoAccount:
    """One of the three who can sign in at once."""

    dni: str
    nombres: str
    apellidos: str
    correo: str
    sede: str
    password: str


def invent_people() -> list[Person]:
    """Return everybody, those who sign in first; nothing in it depends on today."""
    chance = Random(_SEED)
    people = [_SERVIDOR, _SIN_LEGAJO, _ADMINISTRADOR]
    taken = {person.correo.lower() for person in people}
    for sede in SEDES:
        while sum(person.sede == sede for person in people) < HOW_MANY[sede]:
            person = _invent(f"{len(people) + 1:08}", sede, chance)
            if person.correo.lower() in taken:
                user, at, domain = person.correo.partition("@")
                person = replace(person, correo=f"{user}{len(people)}{at}{domain}")
            taken.add(person.correo.lower())
            people.append(person)
    return people


def _invent(dni: str, sede: str, chance: Random) -> Person:
    apellidos = surnames(_REGIONAL[sede], chance, has_one=int(dni) % ONE_SURNAME_IN == 0)
    nombres = given_names(chance)
    plaza = chance.choices(PLAZAS, [plaza.weight for plaza in PLAZAS])[0]
    since = 1996 if plaza.is_nombrado else 2012
    ingreso = date(chance.randint(since, 2023), 3, 1) + timedelta(chance.randrange(270))
    escuela = chance.randrange(40)
    return Person(
        dni=dni,
        apellidos=apellidos,
        nombres=nombres,
        correo=_correo(apellidos, nombres, is_shouted=chance.randrange(12) == 0),
        sede=sede,
        plaza=plaza,
        establecimiento=f"I.E. {_FIRST_IE[sede] + escuela}" if plaza.is_in_school else OFFICE,
        codigo_modular=f"99{sede[-1]}{escuela:04}" if plaza.is_in_school else "",
        fecha_nacimiento=ingreso - timedelta(chance.randint(24 * 365, 36 * 365)),
        fecha_ingreso=ingreso,
        legajo=chance.choices(["VIGENTE", "NO VIGENTE", ""], [92, 4, 4])[0],
        escala=chance.choices(range(1, 9), [30, 24, 18, 12, 8, 4, 3, 1])[0],
        pension=chance.choice(_PENSIONES),
        cuspp=_cuspp(apellidos, chance),
        asignaciones=_asignaciones(plaza, sede, chance),
        descuentos=_descuentos(plaza, sede, chance),
        is_in_register=chance.randrange(25) > 0,
    )


def _correo(apellidos: str, nombres: str, *, is_shouted: bool) -> str:
    """Write an address; some people write theirs in capitals, and must be found all the same."""
    first_name, last_surname = nombres.partition(" ")[0], apellidos.rpartition(" ")[2]
    address = f"{_plain(first_name)}.{_plain(last_surname)}@correo.example".lower()
    return address.upper() if is_shouted else address


def _cuspp(apellidos: str, chance: Random) -> str:
    letters = _plain(apellidos).replace(" ", "")
    return f"{chance.randrange(1_000_000):06}{letters[:5]:X<5}0"


def _plain(text: str) -> str:
    """Leave out tildes and apostrophes."""
    return normalize("NFD", text).encode("ascii", "ignore").decode().replace("'", "")


def _asignaciones(plaza: Plaza, sede: str, chance: Random) -> tuple[str, ...]:
    if not plaza.is_docente or sede == SAN_BORJA:
        return ()
    found = chance.sample(["rural_cont", "multigrado", "bilingue", "unidocente"], 2)
    return tuple(found[: chance.randrange(3)])


def _descuentos(plaza: Plaza, sede: str, chance: Random) -> tuple[str, ...]:
    """Choose what the person agreed to, or a judge ordered, to be taken from their pay."""
    offered = ["ipssvida", "sindicato", "CM Cusco" if sede == CANCHIS else "Interbank"]
    offered += ["derrmag", "prderrmag"] if plaza.is_docente and plaza.is_nombrado else []
    offered += ["SUBCAFAE"] if "Administrativo" in plaza.tipo_servidor else []
    agreed = chance.sample(offered, chance.randint(0, 3))
    return (*(["Dscto. Judicial"] if chance.randrange(25) == 0 else []), *agreed)


_SERVIDOR = Person(
    dni=sign_ins.SERVIDOR.dni,
    apellidos="QUISPE HUAMAN",
    nombres="ROSA ELENA",
    correo="rosa.quispe@correo.example",
    sede=CANCHIS,
    plaza=PROFESOR,
    establecimiento="I.E. 56001",
    codigo_modular="9960001",
    fecha_nacimiento=date(1985, 2, 14),
    fecha_ingreso=date(2012, 3, 1),
    escala=3,
    pension="AFP INTEGRA",
    cuspp="000000RQHAA0",
    asignaciones=("rural_cont", "bilingue"),
    descuentos=("derrmag", "CM Cusco"),
)

_SIN_LEGAJO = Person(
    dni=sign_ins.SIN_LEGAJO.dni,
    apellidos="NÚÑEZ D'ANGELO",
    nombres="LUIS ALBERTO",
    correo="Luis.Nunez@correo.example",
    sede=SAN_BORJA,
    plaza=PROCESADOR,
    establecimiento=OFFICE,
    codigo_modular="",
    fecha_nacimiento=date(1990, 9, 30),
    fecha_ingreso=date(2022, 3, 1),
    legajo="",
    descuentos=("SUBCAFAE",),
)

_ADMINISTRADOR = Person(
    dni=sign_ins.ADMINISTRADOR.dni,
    apellidos="ÑAHUI CONDORI",
    nombres="JULIA INÉS",
    correo="julia.nahui@correo.example",
    sede=CANCHIS,
    plaza=TECNICO,
    establecimiento=OFFICE,
    codigo_modular="",
    fecha_nacimiento=date(1979, 11, 3),
    fecha_ingreso=date(2006, 5, 15),
    descuentos=("SUBCAFAE", "sindicato"),
)


def _account(person: Person, sign_in: sign_ins.SignIn) -> DemoAccount:
    return DemoAccount(
        dni=person.dni,
        nombres=person.nombres,
        apellidos=person.apellidos,
        correo=person.correo,
        sede=person.sede,
        password=sign_in.password,
    )


DEMO_SERVIDOR = _account(_SERVIDOR, sign_ins.SERVIDOR)
"""Has a legajo vigente, and a boleta of every month."""

DEMO_SIN_LEGAJO = _account(_SIN_LEGAJO, sign_ins.SIN_LEGAJO)
"""Has boletas from March to December, and no legajo."""

DEMO_ADMINISTRADOR = _account(_ADMINISTRADOR, sign_ins.ADMINISTRADOR)
"""Is to be Administrador MI BOLETA of the UGEL of their sede, and has boletas of their own."""
