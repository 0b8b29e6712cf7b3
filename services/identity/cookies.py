"""Identity's cookies: the sign-in (`passport`), links in hand, and devices that are known."""

from datetime import timedelta

from chassis.cookies import give, read, take_away

__all__ = ["give", "read", "take_away"]

SESSION = "passport"
"""Holds the token of a LoginSession, for as long as the browser is open."""

LINK = "passport_link"
"""Holds the token of a PasswordLink, so that the form's address does not."""

CORREO_LINK = "passport_correo"
"""Holds the token of a CorreoChange, until its person has signed in and said yes."""

STEP = "passport_step"
"""Holds a sign-in that still lacks its second factor."""

DEVICE = "passport_device"
"""Says, signed, who has signed in with this device before; it opens nothing."""

LINK_LIFETIME = timedelta(minutes=20)
"""How long the form may stay open; opening the link again begins anew."""
