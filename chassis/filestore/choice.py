"""Chooses the place of a service's files by its settings, once, at the start."""

from urllib.parse import urlsplit

from chassis.filestore.folder import Folder
from chassis.filestore.place import Place
from chassis.filestore.settings import FileSettings
from chassis.filestore.store import FileStore
from chassis.settings import BadSettings


def file_store(service: str, settings: FileSettings) -> FileStore:
    """Return the files of a service; raise BadSettings when it is not told enough of a bucket."""
    return FileStore(_place(service, settings), settings.files_key)


def _place(service: str, settings: FileSettings) -> Place:
    if not settings.files_s3_url:
        return Folder(settings.files_dir)
    # The client of S3 is a tenth of a process: who keeps files in a folder has none.
    from chassis.filestore.bucket import Account, Bucket

    if mistakes := _mistakes(service.upper(), settings):
        raise BadSettings("; ".join(mistakes))
    account = Account(
        settings.files_s3_access_key, settings.files_s3_secret_key, settings.files_s3_region
    )
    return Bucket(settings.files_s3_url, account, folder=service)


def _mistakes(prefix: str, settings: FileSettings) -> list[str]:
    url = urlsplit(settings.files_s3_url)
    is_address = url.scheme in {"http", "https"} and url.hostname and url.path.strip("/")
    told = {
        f"{prefix}_FILES_S3_URL is not like https://host/bucket": is_address,
        f"{prefix}_FILES_S3_ACCESS_KEY is not set": settings.files_s3_access_key,
        f"{prefix}_FILES_S3_SECRET_KEY is not set": settings.files_s3_secret_key,
    }
    return [mistake for mistake, is_right in told.items() if not is_right]
