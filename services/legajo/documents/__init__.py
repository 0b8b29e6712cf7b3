"""The files of legajo: what may come in, and how it is shown again."""
