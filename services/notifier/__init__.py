"""E-mails: every message of the platform to a person, none lost and none sent twice.

Nouns      Contact (whose mail goes where), Email (one message to one address, and its fate),
           BadAddress (it takes no letters), Preference (what a person wants), Circuit (of a server)
Pages      /correos/mios  /correos/preferencias     for everybody: only their own
           /correos/  /correos/ID                   for mesa de ayuda: the people of its sedes
           /correos/rebotes                         for a mail provider that tells what came back
Says       EmailBounced
Hears      what concerns people, of identity, legajo and boleta (contracts/subscriptions.py)

An event becomes a row, in the transaction of the inbox; a sweep hands what is due to Celery, which
only wakes; a task takes the row by its lease, sends it by SMTP, and writes down what happened.
"""
