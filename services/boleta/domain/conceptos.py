"""What the short names of the payroll mean, in plain Spanish, as far as we know.

The payroll writes the same name in several ways: `A.carg_dir_LRM` is looked up as `acargdirlrm`.
"""

import re

CONCEPTOS = {
    # Income of today.
    "rimley29944": "Remuneración íntegra mensual",
    "rims": "Remuneración íntegra mensual superior",
    "rms30512": "Remuneración mensual superior",
    "remcontrat": "Remuneración del contrato",
    "sueldobase": "Sueldo base",
    "acargdirlrm": "Asignación por cargo de director",
    "acargdirges": "Asignación por cargo directivo de gestión",
    "acargesplrm": "Asignación por cargo de especialista",
    "jortrabadlrm": "Jornada de trabajo adicional",
    "ruralcont": "Asignación por zona rural",
    "asgrural30512": "Asignación por zona rural",
    "asgvra30512": "Asignación por zona VRAEM",
    "palmasmagmaes": "Palmas Magisteriales",
    "montunicons": "Monto único consolidado (MUC)",
    "remauxiliar": "Remuneración de auxiliar de educación",
    "bilingue": "Asignación por institución educativa bilingüe",
    "multigrado": "Asignación por institución educativa multigrado",
    "unidocente": "Asignación por institución educativa unidocente",
    "betfija": "Bonificación extraordinaria transitoria fija",
    "betvariable": "Bonificación extraordinaria transitoria variable",
    "aguinaldo": "Aguinaldo",
    "escolaridad": "Bonificación por escolaridad",
    "reintegro": "Reintegro",
    # Income of earlier regimens.
    "basica": "Remuneración básica",
    "personal": "Bonificación personal",
    "familiar": "Bonificación familiar",
    "tph": "Transitoria para homologación",
    "diferencial": "Bonificación diferencial",
    "refmov": "Refrigerio y movilidad",
    "reunificada": "Remuneración reunificada",
    # Deductions.
    "dl19990": "Aporte a la ONP",
    "dl19990snp": "Aporte a la ONP",
    "dl25897": "Aporte a la AFP",
    "dl20530": "Aporte al régimen de pensiones 20530",
    "derrmag": "Aporte a la Derrama Magisterial",
    "derramamagisterial": "Aporte a la Derrama Magisterial",
    "prderrmag": "Préstamo de la Derrama Magisterial",
    "derramaadministrativo": "Derrama administrativa",
    "ipssvida": "Seguro EsSalud +Vida",
    "dsctojudicial": "Descuento por mandato judicial",
    "tardanzas": "Descuento por tardanzas",
    "inasistencias": "Descuento por inasistencias",
    "quintacat": "Impuesto a la renta de quinta categoría",
    "pagindnoaf": "Devolución de un pago indebido",
    "cafae": "CAFAE",
    "subcafae": "SUBCAFAE",
    "sindicato": "Cuota sindical",
    "cmcusco": "Préstamo de la Caja Municipal Cusco",
    "cmarequipa": "Préstamo de la Caja Municipal Arequipa",
    "cmhuancayo": "Préstamo de la Caja Municipal Huancayo",
    "interbank": "Préstamo de Interbank",
    # What the employer pays besides.
    "essalud": "EsSalud, aporte del empleador",
}
"""The short name in small letters, without spaces or signs, and what it means."""


def name_of_concepto(codigo: str) -> str:
    """Return what a concept is called in plain Spanish; the short name when we do not know."""
    return CONCEPTOS.get(re.sub(r"[\W_]", "", codigo).lower(), codigo)
