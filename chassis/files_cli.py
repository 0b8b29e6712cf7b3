"""`ayni SERVICE files …`: move the files of a service to a bucket, and see that none is missing."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from typing import BinaryIO

import click
from flask.cli import AppGroup

from chassis.filestore.folder import Folder
from chassis.filestore.place import FileLost, Held, Place
from chassis.filestore.settings import FileSettings
from chassis.filestore.store import FileStore, current_files
from chassis.service import current_settings

Keys = Callable[[], Iterable[str]]
"""Tells which files the rows of a service's database speak of."""

PIECE = 1024 * 1024
"""How much of a file is held in memory, in bytes."""

EVERY = 1000
"""After how many files the operator is told how far it is."""

COPIED, PRESENT, BAD = "copied", "present", "bad"
"""What may come of a file."""


def file_commands(keys: Keys) -> AppGroup:
    """Build the commands of a service about its files."""
    files = AppGroup("files", help="Archivos: llevarlos a un depósito S3, y revisar que estén.")

    @files.command("copy")
    @click.option("--back", is_flag=True, help="Al revés: del depósito a la carpeta.")
    def copy(back: bool) -> None:
        """Copia los archivos de la carpeta al depósito S3; si se corta, sigue donde quedó."""
        folder, bucket = _places()
        copied = _copy_all(bucket, folder) if back else _copy_all(folder, bucket)
        _end(f"Copiados: {copied[COPIED]}. Ya estaban: {copied[PRESENT]}.", copied[BAD])

    @files.command("check")
    @click.option("--quick", is_flag=True, help="Solo mira si están, sin leerlos.")
    def check(quick: bool) -> None:
        """Revisa que esté cada archivo que la base de datos conoce, y que sea el mismo."""
        checked = _check_all(keys(), partial(_is_here if quick else _is_whole, current_files()))
        _end(f"Revisados: {checked.total()}. En orden: {checked[PRESENT]}.", checked[BAD])

    return files


def _copy_all(source: Place, target: Place) -> Counter[str]:
    target.answers()
    counts: Counter[str] = Counter()
    for key in source.all_keys():
        try:
            counts[COPIED if _copy(key, source, target) else PRESENT] += 1
        except FileLost as error:
            click.echo(f"{key}: {error}", err=True)
            counts[BAD] += 1
        _tell(counts)
    return counts


def _check_all(keys: Iterable[str], look: Callable[[str], str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for key in dict.fromkeys(keys):
        reason = look(key)
        if reason:
            click.echo(f"{key}: {reason}", err=True)
        counts[BAD if reason else PRESENT] += 1
        _tell(counts)
    return counts


def _places() -> tuple[Place, Place]:
    """Return the folder and the bucket of the running service."""
    settings = current_settings(FileSettings)
    if not settings.files_s3_url:
        raise click.ClickException("No hay un depósito S3: configure …_FILES_S3_URL.")
    return Folder(settings.files_dir), current_files().place


def _copy(key: str, source: Place, target: Place) -> bool:
    """Copy a file as it is sealed, since both are opened by the same secret; tell if it was new."""
    if target.has(key):
        return False
    held = source.open(key)
    try:
        with target.new() as new:
            _pour(held, new.file)
            new.name(key)
    finally:
        held.close()
    return True


def _pour(held: Held, file: BinaryIO) -> None:
    for offset in range(0, held.size, PIECE):
        file.write(held.read_at(offset, PIECE))


def _is_here(store: FileStore, key: str) -> str:
    """Return what is wrong with a file, looking only for its name."""
    return "" if store.has(key) else "no está"


def _is_whole(store: FileStore, key: str) -> str:
    """Return what is wrong with a file, reading all of it."""
    digest = sha256()
    try:
        with store.open(key) as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
    except FileLost as error:
        return f"no está o está dañado ({error})"
    return "" if digest.hexdigest() == key else "dice otra cosa"


def _tell(counts: Counter[str]) -> None:
    if counts.total() % EVERY == 0:
        click.echo(f"{counts.total()}…")


def _end(said: str, bad: int) -> None:
    click.echo(f"{said} Con problemas: {bad}.")
    if bad:
        raise SystemExit(1)
