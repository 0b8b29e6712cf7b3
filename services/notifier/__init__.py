"""E-mails: every message of the platform to a person, none lost and none sent twice.

Nouns      Contact (whose mail goes where), Email (one message to one address, and its fate)
URLs       none: it has a worker and no pages
Says       nothing
Hears      AccountsCreated, AccountEmailChanged, PasswordLinkIssued, PasswordSet,
           SolicitudSubmitted, SolicitudStatusChanged, BoletasPublished, PlanillaImported

An event becomes a row, in the transaction of the inbox; a sweep hands what is due to Celery, which
only wakes; a task takes the row by its lease, sends it by SMTP, and writes down what happened.
"""
