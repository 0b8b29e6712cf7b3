"""What the processes of a platform wrote in their logs."""

import json
from typing import Any

from deploy.platform import Platform


def read_log(platform: Platform, process: str) -> list[dict[str, Any]]:
    """Return the lines of a process; what is not ours, such as a banner, is left out.

    So is a line that is being written.
    """
    log = platform.state / "logs" / f"{process}.log"
    lines = log.read_text(errors="replace").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("\n")]
