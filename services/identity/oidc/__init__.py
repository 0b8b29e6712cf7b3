"""The OpenID provider: what programs say to identity, on Authlib, stricter than its defaults.

provider   authenticates clients, knows the grants      grants   the three ways to get tokens
authorize  the browser's way to a code                  strict   what a request must be
consent    what a person lets a program know            asked    what it asks of the person
endpoints  discovery, keys, token, userinfo             claims   what tokens say
inspection introspection and revocation                 signing  who signed them, who signs
client_auth  who a program is                           destination  back to the client
logout     the end of a session                         backchannel  clients hear of it
"""

from services.identity.oidc import authorize, consent, endpoints, inspection, logout
from services.identity.oidc.destination import let_form_lead_to_client

authorize.blueprint.after_app_request(let_form_lead_to_client)

BLUEPRINTS = (
    authorize.blueprint,
    consent.blueprint,
    endpoints.blueprint,
    inspection.blueprint,
    logout.blueprint,
)
"""All of it; the app puts them under /passport."""
