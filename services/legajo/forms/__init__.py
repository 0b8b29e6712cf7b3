"""Reads what people and files send: text becomes values, or `Invalid` with what to correct."""

from services.legajo.forms.bandeja import (
    read_accion,
    read_comentario,
    read_fallos,
    read_filtros,
    read_pagina,
    read_seen,
)
from services.legajo.forms.servidores import OPTIONAL, REQUIRED, read_servidor
from services.legajo.forms.solicitudes import read_detalle, read_form_key, read_pedido, read_words
from services.legajo.forms.text import Form

__all__ = [
    "OPTIONAL",
    "REQUIRED",
    "Form",
    "read_accion",
    "read_comentario",
    "read_detalle",
    "read_fallos",
    "read_filtros",
    "read_form_key",
    "read_pagina",
    "read_pedido",
    "read_seen",
    "read_servidor",
    "read_words",
]
