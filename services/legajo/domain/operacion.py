"""What is asked, or done, with an entry of a legajo or with the legajo itself."""

from enum import StrEnum


class Operacion(StrEnum):
    """What is asked, or done, with an entry; from ABRIR on, with the legajo itself."""

    AGREGAR = "agregar"
    CORREGIR = "corregir"
    ANULAR = "anular"
    ADJUNTAR = "adjuntar"
    DEJAR_SIN_EFECTO = "dejar_sin_efecto"
    ABRIR = "abrir"
    DAR_DE_BAJA = "dar_de_baja"
    REACTIVAR = "reactivar"
    UBICAR = "ubicar"
    ENVIAR = "enviar"
    RECIBIR = "recibir"
    DEVOLVER = "devolver"
    CANCELAR = "cancelar"
    CAMBIAR_SEDE = "cambiar_sede"

    @property
    def label(self) -> str:
        """How people call it."""
        return OPERACIONES[self]

    @property
    def hecho(self) -> str:
        """How people call it once it is done."""
        return HECHAS[self]


OPERACIONES = {
    Operacion.AGREGAR: "Agregar",
    Operacion.CORREGIR: "Corregir",
    Operacion.ANULAR: "Retirar",
    Operacion.ADJUNTAR: "Agregar documentos",
    Operacion.DEJAR_SIN_EFECTO: "Dejar sin efecto un documento",
    Operacion.ABRIR: "Abrir el legajo",
    Operacion.DAR_DE_BAJA: "Declararlo no vigente",
    Operacion.REACTIVAR: "Declararlo vigente",
    Operacion.UBICAR: "Cambiar su ubicación",
    Operacion.ENVIAR: "Enviarlo a otra sede",
    Operacion.RECIBIR: "Recibirlo en otra sede",
    Operacion.DEVOLVER: "Devolverlo a su sede",
    Operacion.CANCELAR: "Cancelar su envío",
    Operacion.CAMBIAR_SEDE: "Cambiar de sede",
}
"""What each is called by who asks for it."""

HECHAS = {
    Operacion.AGREGAR: "Se agregó",
    Operacion.CORREGIR: "Se corrigió",
    Operacion.ANULAR: "Se anuló",
    Operacion.ADJUNTAR: "Se agregaron documentos",
    Operacion.DEJAR_SIN_EFECTO: "Un documento quedó sin efecto",
    Operacion.ABRIR: "Se abrió el legajo",
    Operacion.DAR_DE_BAJA: "Quedó no vigente",
    Operacion.REACTIVAR: "Quedó vigente",
    Operacion.UBICAR: "Cambió su ubicación",
    Operacion.ENVIAR: "Se envió a otra sede",
    Operacion.RECIBIR: "Otra sede lo recibió",
    Operacion.DEVOLVER: "La otra sede lo devolvió",
    Operacion.CANCELAR: "Se canceló su envío",
    Operacion.CAMBIAR_SEDE: "Cambió de sede",
}
"""What each is called once it is done."""
