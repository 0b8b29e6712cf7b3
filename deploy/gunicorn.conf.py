# ruff: noqa: N999  (the name is gunicorn's)
"""How every web process is served: one process, threads, and logs through structlog.

One host has eight of these processes, so threads are cheaper than more workers; WEB_CONCURRENCY
asks for more of them. Requests are logged by the chassis, with their request id.
"""

from pathlib import Path

worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 8
keepalive = 75
"""Longer than the gateway keeps an idle connection, so that it never writes to a closed one."""

loglevel = "warning"
control_socket_disable = True
"""It would lie in the home folder of the user, one for all processes of all copies."""

if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"
    """The heartbeat of a worker must not wait for a disk."""
