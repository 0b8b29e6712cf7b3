"""The OpenID provider: what programs say to identity, on Authlib, stricter than its defaults.

provider   authenticates clients, knows the grants      grants   the three ways to get tokens
authorize  the browser's way to a code                  strict   what a request must be
endpoints  discovery, keys, token, userinfo             claims   what tokens say, and who signs
logout     the end of a session
"""

from services.identity.oidc import authorize, endpoints, logout

BLUEPRINTS = (authorize.blueprint, endpoints.blueprint, logout.blueprint)
"""All of it; the app puts them under /passport."""
