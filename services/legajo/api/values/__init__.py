"""What the API gives and takes. Names, docstrings and types are published: they are a contract."""
