"""`ayni` itself; the commands of each service are tested with their service."""

import sys
from pathlib import Path

import pytest

from deploy.cli import main


def test_ayni_alone_tells_what_each_service_is_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["ayni"])

    main()

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Usage: ayni SERVICE COMMAND …"
    for service in ("identity", "legajo", "boleta", "notifier"):
        [line] = [each for each in lines if each.split()[:1] == [service]]
        assert len(line.split()) > 3


def test_an_unknown_service_is_refused_with_the_list_of_those_that_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["ayni", "bolleta", "planilla", "import"])

    with pytest.raises(SystemExit, match=r"there is no service 'bolleta'[\s\S]*  boleta "):
        main()


def test_without_a_running_platform_it_tells_how_to_start_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["ayni", "legajo", "servidores", "import", "some.csv"])
    monkeypatch.setenv("AYNI_STATE", str(tmp_path))

    with pytest.raises(SystemExit, match=r"LEGAJO_DATABASE_URL is not set[\s\S]*make run"):
        main()


def test_a_database_that_does_not_answer_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nowhere = {
        "PUBLIC_URL": "http://localhost:9",
        "VALKEY_URL": "redis://127.0.0.1:9/0",
        "IDENTITY_URL": "http://127.0.0.1:9",
        "LEGAJO_URL": "http://127.0.0.1:9",
        "CLIENT_SECRET": "of nobody",
        "FILES_DIR": str(tmp_path),
        "FILES_KEY": "of nobody",
        "DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/nothing",
    }
    for name, value in nowhere.items():
        monkeypatch.setenv(f"BOLETA_{name}", value)
    monkeypatch.setenv("AYNI_STATE", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["ayni", "boleta", "events", "dead"])

    with pytest.raises(SystemExit, match=r"Connection refused[\s\S]*Is the platform running"):
        main()
