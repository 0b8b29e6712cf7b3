"""The posts that people of a UGEL hold: which kind of servidor, regimen and cargo."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plaza:
    """A kind of post; `weight` is how many of a hundred people hold one."""

    weight: int
    tipo_servidor: str
    regimen: str
    cargo: str
    horas: int = 40
    is_in_school: bool = True

    @property
    def is_contrato(self) -> bool:
        """Tell whether it is a contract of one school year, from March to December."""
        return "Contratado" in self.tipo_servidor

    @property
    def is_docente(self) -> bool:
        """Tell whether it is of a teacher."""
        return "Docente" in self.tipo_servidor

    @property
    def is_nombrado(self) -> bool:
        """Tell whether it is for life."""
        return "Nombrado" in self.tipo_servidor


LRM = "Ley Nro 29944"
"""The regimen of teachers who are nombrados: Ley de Reforma Magisterial."""

PROFESOR = Plaza(34, "Docente Nombrado", LRM, "PROFESOR", 30)
PROCESADOR = Plaza(
    4, "Administrativo Contratado", "D.Leg. 276", "PROC.SIS. PAD", is_in_school=False
)
TECNICO = Plaza(7, "Administrativo Nombrado", "D.Leg. 276", "TECNICO ADM.", is_in_school=False)

PLAZAS = (
    PROFESOR,
    PROCESADOR,
    TECNICO,
    Plaza(6, "Docente Nombrado", LRM, "DIRECTOR IE"),
    Plaza(3, "Docente Nombrado", LRM, "SUBDIRECTOR"),
    Plaza(3, "Docente Nombrado", LRM, "ESPECIALISTA EN EDUCACION", is_in_school=False),
    Plaza(20, "Docente Contratado", "Ley Nro 30328", "PROFESOR", 30),
    Plaza(3, "Auxiliar de Educación Nombrado", "Ley Nro 30493", "AUXILIAR DE EDUCACION", 30),
    Plaza(4, "Auxiliar de Educación Contratado", "Ley Nro 30493", "AUXILIAR DE EDUCACION", 30),
    Plaza(6, "Administrativo Nombrado", "D.Leg. 276", "TRAB. DE SERVICIO"),
    Plaza(5, "CAS", "D.Leg. 1057 (CAS)", "PSICOLOGO JEC"),
    Plaza(5, "CAS", "D.Leg. 1057 (CAS)", "COORDINADOR ADMINISTRATIVO"),
)
"""The posts of the demonstration; those of the three who sign in have a name of their own."""
