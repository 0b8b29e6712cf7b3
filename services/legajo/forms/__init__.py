"""Reads what people and files send: text becomes values, or `Invalid` with what to correct."""

from services.legajo.forms.servidores import OPTIONAL, REQUIRED, read_servidor
from services.legajo.forms.solicitudes import (
    read_comentario,
    read_decision,
    read_estado,
    read_form_key,
    read_pedido,
)
from services.legajo.forms.text import Form

__all__ = [
    "OPTIONAL",
    "REQUIRED",
    "Form",
    "read_comentario",
    "read_decision",
    "read_estado",
    "read_form_key",
    "read_pedido",
    "read_servidor",
]
