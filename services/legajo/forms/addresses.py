"""What the addresses of pages and of the API are made of."""

ID = "int(max=2147483647)"
"""How a route says that there is an id: a number that its column can hold, and no larger one."""
