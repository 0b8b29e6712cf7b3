"""Files of `KEY=value` lines: what we write, a shell and we read alike."""

import json
import stat
import subprocess
from pathlib import Path

from deploy import environment, secrets


def test_what_was_written_is_read_by_us_and_by_a_shell(tmp_path: Path) -> None:
    values = {"PLAIN": "http://localhost:8000", "JSON": '{"a": "b c"}', "EMPTY": ""}
    path = tmp_path / "env"

    environment.write(path, values)

    assert environment.read(path) == values
    by_shell = subprocess.run(
        ["sh", "-c", f'. {path}; printf %s "$JSON"'], capture_output=True, text=True, check=True
    )
    assert by_shell.stdout == values["JSON"]


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    environment.write(tmp_path / "env", {"SECRET": "x"})

    assert stat.S_IMODE((tmp_path / "env").stat().st_mode) == 0o600


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert environment.read(tmp_path / "env") == {}


def test_secrets_are_new_each_time_and_shared_only_where_two_must_know_them() -> None:
    one, other = secrets.generate(), secrets.generate()

    assert all(one[key] != other[key] for key in one)
    assert one["IDENTITY_GATEWAY_SECRET"] == one["GATEWAY_CLIENT_SECRET"]
    assert one["IDENTITY_BOLETA_SECRET"] == one["BOLETA_CLIENT_SECRET"]
    assert one["LEGAJO_SEAL_KEY"] == one["BOLETA_SEAL_KEY"]
    assert len(set(one.values())) == len(one) - 4


def test_identity_gets_only_the_public_half_of_the_sealing_key() -> None:
    made = secrets.generate()

    public, private = (json.loads(made[f"{who}_SEALING_KEY"]) for who in ("IDENTITY", "NOTIFIER"))

    assert "d" not in public
    assert public.items() <= private.items()
