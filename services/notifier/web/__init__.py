"""The pages of the notifier, under /correos."""

from services.notifier.web import mesa, person, rebotes

BLUEPRINTS = (person.blueprint, mesa.blueprint, rebotes.blueprint)
"""All of them."""
