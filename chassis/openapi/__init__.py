"""A JSON API that describes itself: OpenAPI 3.1 from the type hints of its views.

    api = Api("api", __name__, title="Boletas", version="1", description="…")

    @api.get("/boletas")
    def boletas(query: BoletasQuery) -> BoletasPage: …

`schema` turns types into JSON Schema, `reading` turns requests into those types, `document` writes
what is served at `/openapi.json` and shown at `/docs`.
"""

from chassis.openapi.api import Api
from chassis.openapi.schema import Rule

__all__ = ["Api", "Rule"]
