"""What people see of identity: the pages to get a password and to sign in."""

from services.identity.web import captcha, links, login, password

BLUEPRINTS = (captcha.blueprint, links.blueprint, login.blueprint, password.blueprint)
"""All of them; the app puts them under /passport."""
