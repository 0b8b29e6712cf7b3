"""What a service that keeps files is told about them."""

from dataclasses import dataclass
from pathlib import Path

from chassis.settings import Secret, ServiceSettings

NO_KEY = Secret("")
"""What stands for the secret of a bucket where there is none."""


@dataclass(frozen=True, kw_only=True)
class FileSettings(ServiceSettings):
    """The settings of a service that keeps files."""

    files_dir: Path
    """The folder where it keeps its files, encrypted, unless they are in a bucket."""
    files_key: Secret
    """What those files are encrypted with: whoever loses it loses the files."""
    files_s3_url: str = ""
    """The S3-compatible bucket where files are instead: `https://host/bucket`; empty is none."""
    files_s3_region: str = "us-east-1"
    """The region of that bucket."""
    files_s3_access_key: str = ""
    """Who the service is to the bucket."""
    files_s3_secret_key: Secret = NO_KEY
    """By what the bucket knows that it is."""
