"""How the platform is run: here with `make run`, on a host with Docker Compose.

`processes.py` is the one list of what runs. Nothing in the services may import from here.
"""
