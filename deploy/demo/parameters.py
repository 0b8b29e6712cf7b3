"""What the norms say about pay, each with the month since which it holds.

The amounts are near those of the norms, and must not be taken for them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dated:
    """A quantity that norms change; before the first month that it knows, the first one holds."""

    since: tuple[tuple[int, int], ...]

    def at(self, periodo: int) -> int:
        """Return what holds in that month."""
        holding = [value for start, value in self.since if start <= periodo]
        return holding[-1] if holding else self.since[0][1]


RIM = Dated(((202201, 250020), (202412, 310000), (202503, 330000), (202511, 350070)))
"""Remuneración íntegra mensual of 30 hours in the first escala, in céntimos."""

ESCALAS = (100, 110, 120, 130, 150, 175, 190, 210)
"""What part of the RIM each escala magisterial earns, in hundredths."""

AUXILIAR = Dated(((202201, 223000), (202511, 294500)))
"""The pay of an auxiliar de educación."""

MUC = Dated(((202201, 91200), (202401, 96200), (202601, 101200)))
"""Monto único consolidado of the D.Leg. 276 of the lowest group."""

BET = Dated(((202201, 48000), (202401, 53000)))
"""Bonificación extraordinaria transitoria that goes with the MUC."""

CAS = Dated(((202201, 190000), (202501, 210000)))
"""The lowest pay under contracts CAS."""

AGUINALDO = Dated(((202201, 30000),))
"""In July and in December."""

ESCOLARIDAD = Dated(((202201, 40000),))
"""In January."""

UIT = Dated(
    ((202201, 460000), (202301, 495000), (202401, 515000), (202501, 535000), (202601, 550000))
)
"""Unidad impositiva tributaria."""

RMV = Dated(((202201, 93000), (202205, 102500), (202501, 113000)))
"""Remuneración mínima vital: EsSalud is paid at least on this."""

ONP = 1300
AFP = 1000
ESSALUD = 900
"""Parts of the pay, in hundredths of a percent."""

SEGURO = Dated(((202201, 170), (202501, 137)))
"""What an AFP takes for the insurance."""

COMISION = {"AFP INTEGRA": 0, "AFP HABITAT": 147, "AFP PRIMA": 160, "AFP PROFUTURO": 169}
"""What each AFP takes of the pay; nothing from whom it takes of the balance."""

ASIGNACIONES = {"unidocente": 20000, "multigrado": 14000, "rural_cont": 7000, "bilingue": 5000}
"""What is paid for where and how one teaches."""

CARGOS = {
    "DIRECTOR IE": ("A.carg_dir_LRM", 80000),
    "SUBDIRECTOR": ("A.carg_dir_Ges", 60000),
    "ESPECIALISTA EN EDUCACION": ("A.carg_esp_LRM", 80000),
}
"""What is paid for the cargo, and how the payroll calls it."""

TRAMOS = ((5, 8), (15, 14), (15, 17), (10, 20))
"""Renta de quinta: how many UIT pay how many percent; what is above pays thirty."""
