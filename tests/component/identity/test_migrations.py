"""The migrations make the tables that the models describe."""

import os
import subprocess
import sys


def test_an_empty_database_is_upgraded_and_nothing_is_left_to_do(databases):
    environ = os.environ | {"IDENTITY_DATABASE_URL": databases.url("identity")}

    check = subprocess.run(
        [sys.executable, "-m", "chassis.migrate", "identity", "check"], env=environ, check=False
    )

    assert check.returncode == 0
