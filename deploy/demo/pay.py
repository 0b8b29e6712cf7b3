"""What each invented person is paid in a month, concept by concept, so that it adds up."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from random import Random

from deploy.demo import parameters
from deploy.demo.people import Person

Linea = tuple[str, str, int]
"""`+` income, `-` deduction or `=` employer's; the short name of the concept; céntimos."""

JANUARY, MARCH, JULY, DECEMBER = 1, 3, 7, 12

_CUOTAS = {
    "ipssvida": 500,
    "sindicato": 1000,
    "SUBCAFAE": 2000,
    "CM Cusco": 24560,
    "Interbank": 31280,
    "prderrmag": 18750,
}
"""What is taken each month for each of these."""


@dataclass(frozen=True)
class Boleta:
    """The pay of a person for a month."""

    person: Person
    periodo: int
    lines: tuple[Linea, ...]
    imponible: int

    @property
    def bruto(self) -> int:
        """The sum of the income."""
        return total(self.lines, "+")

    @property
    def descuentos(self) -> int:
        """The sum of the deductions."""
        return total(self.lines, "-")

    @property
    def liquido(self) -> int:
        """What the person receives."""
        return self.bruto - self.descuentos


def total(lines: tuple[Linea, ...] | list[Linea], tipo: str) -> int:
    """Add up the lines of that tipo."""
    return sum(centimos for sign, _, centimos in lines if sign == tipo)


def last_day(periodo: int) -> date:
    """Return the last day of a month such as 202512."""
    year, month = divmod(periodo, 100)
    return date(year, month, monthrange(year, month)[1])


def ingreso(person: Person, periodo: int) -> date:
    """Return since when the person works in their post: a contract begins in March."""
    year, month = divmod(periodo, 100)
    if not person.plaza.is_contrato:
        return person.fecha_ingreso
    return date(year if month >= MARCH else year - 1, MARCH, 1)


def is_paid(person: Person, periodo: int) -> bool:
    """Tell whether the person has a boleta of that month."""
    has_contract = not person.plaza.is_contrato or periodo % 100 >= MARCH
    return has_contract and person.fecha_ingreso <= last_day(periodo)


def pay(person: Person, periodo: int) -> Boleta:
    """Work out the boleta of a person, the same one whenever it is asked for."""
    chance = Random(f"{person.dni}/{periodo}")
    monthly = _monthly(person, periodo)
    imponible = total(monthly, "+")
    income = monthly + _bonuses(periodo)
    if chance.randrange(40) == 0:
        income.append(("+", "reintegro", chance.randint(2000, 15000)))
    lines = income + _deductions(person, periodo, imponible, chance)
    essalud = _part(max(imponible, parameters.RMV.at(periodo)), parameters.ESSALUD)
    return Boleta(person, periodo, (*lines, ("=", "essalud", essalud)), imponible)


def _monthly(person: Person, periodo: int) -> list[Linea]:
    """Return the income of every month, on which pension and health are paid."""
    plaza = person.plaza
    lines = _base(person, periodo)
    if plaza.cargo in parameters.CARGOS:
        lines.append(("+", *parameters.CARGOS[plaza.cargo]))
    return lines + [("+", name, parameters.ASIGNACIONES[name]) for name in person.asignaciones]


def _base(person: Person, periodo: int) -> list[Linea]:
    plaza = person.plaza
    rim = parameters.RIM.at(periodo) * plaza.horas // 30
    if plaza.is_docente and plaza.is_nombrado:
        return [("+", "RIM_Ley 29944", rim * parameters.ESCALAS[person.escala - 1] // 100)]
    if plaza.is_docente:
        return [("+", "remcontrat", rim)]
    if plaza.cargo == "AUXILIAR DE EDUCACION":
        return [("+", "remauxiliar", parameters.AUXILIAR.at(periodo))]
    if plaza.tipo_servidor == "CAS":
        return [("+", "Sueldo Base", parameters.CAS.at(periodo) + person.escala * 15000)]
    muc = parameters.MUC.at(periodo) + person.escala * 2500
    return [("+", "Mont_Uni_Cons", muc), ("+", "BET_fija", parameters.BET.at(periodo))]


def _bonuses(periodo: int) -> list[Linea]:
    month = periodo % 100
    if month in (JULY, DECEMBER):
        return [("+", "aguinaldo", parameters.AGUINALDO.at(periodo))]
    if month == JANUARY:
        return [("+", "escolaridad", parameters.ESCOLARIDAD.at(periodo))]
    return []


def _deductions(person: Person, periodo: int, imponible: int, chance: Random) -> list[Linea]:
    """Take first what the law says; of the rest, only what leaves half of the pay."""
    lines = [_pension(person, periodo, imponible)]
    if quinta := _quinta(periodo, imponible):
        lines.append(("-", "quintacat", quinta))
    if chance.randrange(12) == 0:
        lines.append(("-", "tardanzas", _part(imponible, chance.randint(10, 150))))
    for name in person.descuentos:
        centimos = _cuota(name, periodo, imponible)
        if total(lines, "-") + centimos <= imponible // 2:
            lines.append(("-", name, centimos))
    return lines


def _cuota(name: str, periodo: int, imponible: int) -> int:
    if name == "Dscto. Judicial":
        return _part(imponible, 2000)
    return parameters.UIT.at(periodo) // 200 if name == "derrmag" else _CUOTAS[name]


def _pension(person: Person, periodo: int, imponible: int) -> Linea:
    if person.pension == "ONP":
        return "-", "dl19990", _part(imponible, parameters.ONP)
    rate = parameters.AFP + parameters.SEGURO.at(periodo) + parameters.COMISION[person.pension]
    return "-", "dl25897", _part(imponible, rate)


def _quinta(periodo: int, imponible: int) -> int:
    """Return a twelfth of the tax on what a year of this pay gives."""
    uit = parameters.UIT.at(periodo)
    bonuses = 2 * parameters.AGUINALDO.at(periodo) + parameters.ESCOLARIDAD.at(periodo)
    rest = imponible * 12 + bonuses - 7 * uit
    tax = 0
    for how_many, percent in parameters.TRAMOS:
        tax += max(0, min(rest, how_many * uit)) * percent
        rest -= how_many * uit
    return (tax + max(0, rest) * 30) // 1200


def _part(centimos: int, hundredths_of_percent: int) -> int:
    """Return a part of an amount, rounded half up as the payroll does."""
    return (centimos * hundredths_of_percent + 5000) // 10000
