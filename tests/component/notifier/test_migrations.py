"""The notifier's migrations lead to what its models say."""

import os
import subprocess
import sys


def test_an_upgraded_database_lacks_nothing(databases):
    url = databases.url("notifier")

    done = subprocess.run(
        [sys.executable, "-m", "chassis.migrate", "notifier", "check"],
        env={**os.environ, "NOTIFIER_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
