"""All the documents of a legajo in one ZIP, with an index: read one by one while it is sent."""

from collections.abc import Iterator, Sequence

import structlog

from chassis.archive import Names, zipped
from chassis.csv_answers import csv_lines
from chassis.filestore import FileOutOfReach, FileStore
from services.legajo.domain.carpeta import COLUMNS, INDICE, MISSING, Pieza

log = structlog.get_logger()


def pack(piezas: Sequence[Pieza], files: FileStore) -> Iterator[bytes]:
    """Return the ZIP piece by piece; what cannot be read is told in its index, which comes last."""
    return zipped(_files(piezas, files))


def _files(piezas: Sequence[Pieza], files: FileStore) -> Iterator[tuple[str, bytes]]:
    names, rows = Names(), []
    for pieza in piezas:
        try:
            # Whole: half a file cannot be taken back, and it is no larger than what may be sent.
            content = files.read(pieza.sha256)
        except FileOutOfReach as error:
            log.error("document_out_of_reach", sha256=pieza.sha256, reason=str(error))
            rows.append(pieza.row(MISSING))
            continue
        path = names.take(pieza.path)
        rows.append(pieza.row(path))
        yield path, content
    yield INDICE, "".join(csv_lines(COLUMNS, rows)).encode()
