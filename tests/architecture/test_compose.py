"""The compose file runs the processes that the one list has, as it says, and hides the rest."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from chassis.uploads import MEGABYTE
from deploy.processes import PROCESSES, Kind
from services.boleta.settings import Settings

COMPOSE = yaml.safe_load((Path(__file__).parents[2] / "deploy" / "compose.yaml").read_text())
CADDYFILE = (Path(__file__).parents[2] / "deploy" / "Caddyfile").read_text()
BESIDES = {"edge", "secrets", "migrate", "postgres", "valkey", "antivirus", "mailbox", "demo"}


def test_compose_runs_every_process_of_the_list_and_no_other():
    assert COMPOSE["services"].keys() == {process.name for process in PROCESSES} | BESIDES


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_a_process_runs_by_the_command_of_the_list_and_knows_which_service_it_is(process):
    service = COMPOSE["services"][process.name]

    assert shlex.split(service["command"]) == process.command()
    assert service["environment"]["AYNI_SERVICE"] == process.service
    named = process.name if process.kind is Kind.WORKER else None
    assert service["environment"].get("AYNI_WORKER") == named
    assert service["healthcheck"]["test"][-1] == process.kind


def test_only_the_edge_and_the_mailbox_of_the_demo_can_be_reached_from_outside():
    published = {
        name: service["ports"]
        for name, service in COMPOSE["services"].items()
        if "ports" in service
    }

    assert published.keys() == {"edge", "mailbox"}
    assert all(port.startswith("127.0.0.1:") for port in published["mailbox"])


def test_the_edge_lets_the_largest_planilla_in_that_boleta_takes():
    edge = CADDYFILE.split("@large {")[1]

    largest = int(re.search(r"max_size (\d+)MB", edge)[1])

    assert largest * 10**6 > (Settings.max_planilla_mb + 1) * MEGABYTE


@pytest.mark.parametrize("name", ["boleta-web", "boleta-worker"])
def test_large_files_of_boleta_rest_on_a_disk_and_not_in_memory(name):
    service = COMPOSE["services"][name]

    assert service["environment"]["TMPDIR"] in service["volumes"]
