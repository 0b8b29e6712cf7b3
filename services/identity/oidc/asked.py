"""What an authorization request asks of the person: to sign in (again), to give leave, or nothing.

OIDC Core §3.1.2.1: `prompt`, `max_age`, `id_token_hint`, `acr_values`. Rules over values; the
request was found valid before.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from authlib.oauth2.rfc6749 import InvalidRequestError

from services.identity import queries
from services.identity.models import Client, Subject
from services.identity.oidc.claims import TWO_FACTORS, acr_of
from services.identity.oidc.provider import Parameters
from services.identity.oidc.signing import BadToken, read_id_token_hint
from services.identity.transactions import Parameters as Waiting

PROMPTS = frozenset({"none", "login", "consent", "select_account"})
"""What `prompt` may say; without a choice of accounts, to select one is to sign in."""

SIGN_IN_AGAIN = frozenset({"login", "select_account"})
"""What a sign-in answers."""

A_DAY = 24 * 3600
"""Seconds; a greater `max_age` asks nothing of a session that lives for hours."""


class Asked:
    """A valid authorization request, as it concerns the person."""

    def __init__(self, parameters: Parameters, client: Client, scope: str) -> None:
        self.client = client
        self.scopes = scope.split()
        self.redirect_uri = parameters["redirect_uri"]
        self._parameters = parameters
        self._prompts = self._read_prompts()
        self._hinted_sub = self._read_hint()

    @property
    def is_silent(self) -> bool:
        """Tell whether nobody may be asked anything."""
        return "none" in self._prompts

    def wants_a_sign_in(self, session: Subject) -> bool:
        """Tell whether the sign-in that there is will not do."""
        now = datetime.now(UTC)
        return bool(
            session.is_idle(now)
            or self._prompts & SIGN_IN_AGAIN
            or not self._is_recent_enough(now - session.began_at)
            or (self._hinted_sub and self._hinted_sub != str(session.account_id))
            or self._wants_a_second_factor(session)
        )

    def wants_leave(self, account_id: UUID) -> bool:
        """Tell whether the person must still say that the client may know what it asks for."""
        if self.client.is_first_party:
            return False
        consent = queries.find_consent(account_id, self.client.id)
        given = consent.scopes if consent else []
        return "consent" in self._prompts or not set(self.scopes) <= set(given)

    def after_a_sign_in(self) -> Waiting:
        """Return the request without what a sign-in just made has answered."""
        return self._without({"max_age", "acr_values"}, SIGN_IN_AGAIN)

    def after_leave(self) -> Waiting:
        """Return the request without what a leave just given has answered."""
        return self._without(set(), {"consent"})

    def _without(self, names: set[str], prompts: frozenset[str] | set[str]) -> Waiting:
        left = {name: value for name, value in self._parameters.items() if name not in names}
        left["prompt"] = " ".join(sorted(self._prompts - prompts))
        return [(name, value) for name, value in left.items() if (name, value) != ("prompt", "")]

    def _read_prompts(self) -> frozenset[str]:
        prompts = frozenset(self._parameters.get("prompt", "").split())
        if not prompts <= PROMPTS or ("none" in prompts and len(prompts) > 1):
            raise InvalidRequestError("Invalid 'prompt'.", redirect_uri=self.redirect_uri)
        return prompts

    def _read_hint(self) -> str:
        """Return who the client thinks is here; a hint must be an ID token that we gave it."""
        hint = self._parameters.get("id_token_hint", "")
        if not hint:
            return ""
        try:
            claims = read_id_token_hint(hint)
        except BadToken:
            claims = {}
        if claims.get("aud") != self.client.id:
            raise InvalidRequestError("Invalid 'id_token_hint'.", redirect_uri=self.redirect_uri)
        return str(claims["sub"])

    def _is_recent_enough(self, age: timedelta) -> bool:
        max_age = self._parameters.get("max_age", "")
        return not max_age or age <= timedelta(seconds=min(int(max_age), A_DAY))

    def _wants_a_second_factor(self, session: Subject) -> bool:
        """Tell whether a stronger sign-in is preferred, and the person can give one (§5.5.1.1)."""
        is_preferred = self._parameters.get("acr_values", "").split()[:1] == [TWO_FACTORS]
        is_missing = is_preferred and acr_of(session) != TWO_FACTORS
        return is_missing and queries.can_type_a_code(session.account_id)
