"""The one list of processes."""

from chassis.bus import event_queues
from deploy.processes import PROCESSES, Kind
from services.notifier.tasks import QUEUES


def test_every_process_has_a_name_of_its_own() -> None:
    names = [process.name for process in PROCESSES]

    assert len(set(names)) == len(names)
    assert "notifier-worker" in names
    assert "gateway-web" in names


def test_a_web_process_listens_where_it_is_told() -> None:
    webs = [process for process in PROCESSES if process.kind is Kind.WEB]

    for web in webs:
        command = web.command("127.0.0.1:1234")

        assert command[0] == "gunicorn"
        assert command[command.index("--bind") + 1] == "127.0.0.1:1234"
        assert command[-1] == f"{web.package}.app:create_app()"


def test_a_worker_serves_its_own_service() -> None:
    workers = [process for process in PROCESSES if process.kind is Kind.WORKER]

    assert {worker.service for worker in workers} == {"identity", "legajo", "boleta", "notifier"}
    for worker in workers:
        assert f"{worker.package}.worker" in worker.command()


def test_every_queue_of_the_notifier_is_emptied_by_one_of_its_workers_and_no_other() -> None:
    workers = [process for process in PROCESSES if process.package == "services.notifier"]

    emptied = [queue for worker in workers for queue in worker.queues]

    events = [queue.name for queue in event_queues("notifier")]
    assert sorted(emptied) == sorted([*QUEUES.values(), *events, "notifier.tasks"])
