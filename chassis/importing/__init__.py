"""Files that are uploaded on a page and imported by a worker (docs/adr/0028).

What is in them a `CsvImport` says (chassis.imports), and their tables are each service's own. Here
is what all of them share: the file is kept in pieces in the database, a worker holds it by a lease
and imports it batch by batch, and who comes after a kill reads on.
"""

from chassis.importing.background import BackgroundImports
from chassis.importing.models import FilePiece, ImportedFile, ImportState, RefusedRow
from chassis.importing.tasks import ImportTask

__all__ = [
    "BackgroundImports",
    "FilePiece",
    "ImportState",
    "ImportTask",
    "ImportedFile",
    "RefusedRow",
]
