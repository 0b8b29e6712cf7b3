"""The door for browsers: one origin, one opaque cookie, and a token behind it.

It signs people in at identity (OpenID Connect, code with PKCE), keeps their tokens in Valkey,
sealed, and forwards what lies under `/passport`, `/legajo` and `/boleta` with the person's token on
it. Two pages are its own: `/` (welcome) and `/inicio` (what one can do). It also serves `/ui/`.

It refuses to be more. It has no database and no rule of the ministry, signs no token, sees no
password, and decides nothing about a role or a sede: the services do, from the token. Nothing of a
session reaches a browser but the random name of it, and no header from outside speaks for a person.
"""
