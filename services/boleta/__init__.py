"""boleta: payslips, from the payroll file to the page and the PDF.

Nouns     Boleta (one person, one month, one sede, its lines inside), Planilla (a file that brought
          boletas), Incidencia (what was wrong with a record of it), Concepto, Servidor (a replica),
          Reclamo (what somebody says is wrong), Correccion (why a boleta no longer counts),
          Registro (a boleta of a historical month that is known, and not loaded).
Pages     /boleta/  /boleta/ID  /boleta/ID/pdf          for the servidor: only their own
          /boleta/registros/ID/cargar                   for the same: load one of a historical month
          /boleta/anual/AÑO  /boleta/constancia         for the same: a year, several months
          /boleta/accesos                               for the same: who looked, and when
          /boleta/planillas  /boleta/planillas/ID       for the Administrador MI BOLETA: their sedes
          /boleta/exportaciones                         for the same: a month as Excel
          /boleta/reclamos  /boleta/catalogo            for everybody
          /boleta/administracion  …/reclamos            for the same: search, correct, attend
          /boleta/api/v1                                for programs (openapi.json, docs)
          /v/  /v/CODE                                  for anybody: is this document ours?
Commands  planilla import, parametros import, rebuild
Says      BoletasPublished, BoletaReplaced, BoletaAnnulled, PlanillaImported, ReclamoAnswered
Hears     ServidoresUpdated (of legajo)
"""
