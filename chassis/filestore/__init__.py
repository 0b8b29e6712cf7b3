"""Keeps files as they came: named by their SHA-256, encrypted, and readable from any byte.

`store` is what a service knows of it: keep, open, read, has, forget. What is sealed (`blocks`)
rests in a place: a folder of this machine (`folder`) or an S3-compatible bucket (`bucket`), as the
settings say.
"""

from chassis.filestore.choice import file_store
from chassis.filestore.place import FileLost, FileOutOfReach
from chassis.filestore.settings import FileSettings
from chassis.filestore.store import FileStore, Kept, current_files

__all__ = [
    "FileLost",
    "FileOutOfReach",
    "FileSettings",
    "FileStore",
    "Kept",
    "current_files",
    "file_store",
]
