"""Legajo: the personnel file of each servidor, and requests to have it updated.

Nouns      Servidor, Legajo, Seccion, Anotacion, Historia, Borrador, Solicitud, Movimiento,
           Veredicto, Subsanacion, Informe, Acceso, Traslado, Importacion (docs/glossary.md).
Pages      /legajo/ (Mi legajo), /legajo/solicitudes (Seguimiento), /legajo/solicitudes/nueva,
           /legajo/bandeja (what the specialist of escalafón attends), /legajo/reportes,
           /legajo/accesos (who looked at one's own), /legajo/apertura (who has no legajo),
           /legajo/servidores (the legajos of a sede, and what is written in them de oficio),
           /legajo/historia (what changed in one's own),
           /legajo/informes, /legajo/documentos.zip; for anybody /vi/CODE (is this informe ours?);
           /legajo/servidores/DNI/custodia (opened, vigente or not, where its paper is),
           /legajo/ubicaciones (what is on a shelf), /legajo/traslados (to another sede),
           /legajo/importaciones (files of servidores, and of entries).
JSON       /legajo/api/v1 for programs (openapi.json, docs): all that the pages show and do; there
           /me for the gateway, /servidores for boleta.
Commands   ayni legajo servidores import FILE…, ayni legajo anotaciones import TIPO FILE…
Says       ServidoresUpdated, SolicitudSubmitted, SolicitudStatusChanged, SolicitudAboutToExpire,
           LegajoTransferred, LegajoChanged.
Hears      nothing.

Read it from `web/bandeja.py` down to `domain/`: every other feature looks like that one.
"""
