"""boleta: payslips, from the payroll file to the page and the PDF.

Nouns     Boleta (one person, one month, one sede, its lines inside), Planilla (a file that brought
          boletas), Incidencia (what was wrong with a record of it), Concepto, Servidor (a replica).
Pages     /boleta/  /boleta/ID  /boleta/ID/pdf          for the servidor: only their own
          /boleta/planillas  /boleta/planillas/ID       for the Administrador MI BOLETA: their sedes
          /boleta/exportaciones                         for the same: a month as Excel
          /v/  /v/CODE                                  for anybody: is this document ours?
Commands  planilla import, rebuild
Says      BoletasPublished, PlanillaImported
Hears     ServidoresUpdated (of legajo)
"""
