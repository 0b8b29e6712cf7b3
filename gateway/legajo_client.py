"""Asks legajo the one thing that Inicio must know: whether the person has a legajo vigente."""

from chassis.http import JsonClient, Unavailable

VIGENTE = "vigente"
"""What legajo calls a file that is complete and in force."""


class LegajoClient:
    """Legajo, as far as Inicio needs it."""

    def __init__(self, url: str) -> None:
        self._legajo = JsonClient(url)

    def has_legajo(self, token: str) -> bool | None:
        """Tell whether the token's person has one; None when legajo does not say."""
        try:
            answer = self._legajo.get("/legajo/api/v1/me", token=token)
        except Unavailable:
            return None
        return bool(answer["legajo"] == VIGENTE)
