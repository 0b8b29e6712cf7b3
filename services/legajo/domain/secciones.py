"""The sections of a legajo."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seccion:
    """A section of the legajo."""

    numero: str
    nombre: str
    contenido: str

    @property
    def titulo(self) -> str:
        """How people call it: `II. Situación académica`."""
        return f"{self.numero}. {self.nombre}"


SECCIONES = {
    numero: Seccion(numero, nombre, contenido)
    for numero, nombre, contenido in (
        (
            "I",
            "Filiación e identificación personal",
            "Datos personales, familia, domicilio, lengua originaria y declaraciones juradas.",
        ),
        (
            "II",
            "Situación académica",
            "Bachiller, título, segunda especialidad, maestría, doctorado y capacitaciones.",
        ),
        ("III", "Ingreso o reingreso", "Resoluciones de contrato, nombramiento y reingreso."),
        (
            "IV",
            "Trayectoria laboral",
            "Reasignaciones, permutas, destaques, encargaturas, designaciones y ascensos.",
        ),
        (
            "V",
            "Asignaciones e incentivos temporales, retenciones judiciales y pagos indebidos",
            "Luto y sepelio, asignación por 25 y 30 años, retención judicial, crédito devengado.",
        ),
        (
            "VI",
            "Retiro y régimen pensionario",
            "Cese, compensación por tiempo de servicios, pensión, AFP u ONP.",
        ),
        ("VII", "Premios y estímulos", "Felicitaciones y Palmas Magisteriales."),
        ("VIII", "Sanciones", "Amonestación, suspensión, cese temporal y destitución."),
        ("IX", "Licencias y vacaciones", "Con goce y sin goce de remuneraciones."),
        ("X", "Otros", "Ficha personal y todo lo que no corresponde a otra sección."),
    )
}
"""The ten sections in their order, by number (RVM 092-2020-MINEDU)."""
