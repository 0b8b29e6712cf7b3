"""The secrets of one installation: `python -m deploy.secrets > deploy/.env`.

Each is made once and known to no more services than need it. Losing IDENTITY_KEY_SECRET or
NOTIFIER_SEALING_KEY costs a new signing key and the mails on their way; losing a `…_FILES_KEY`
costs the files that were encrypted with it.
"""

import json
from secrets import token_hex, token_urlsafe

from joserfc.jwk import ECKey

from deploy import environment
from deploy.certificates import trial_seal

WITH_DATABASE = ("identity", "legajo", "boleta", "notifier")
"""The services that own a database, and a role that can reach no other."""


def generate() -> dict[str, str]:
    """Make all secrets anew: environment variables that the services read as they are."""
    sealing = ECKey.generate_key("P-256", {"use": "enc", "alg": "ECDH-ES+A256KW"})
    gateway_client, boleta_client = token_urlsafe(32), token_urlsafe(32)
    seal_key, seal_certificates = trial_seal()
    return {
        "POSTGRES_PASSWORD": token_hex(16),
        **{f"{name.upper()}_DATABASE_PASSWORD": token_hex(16) for name in WITH_DATABASE},
        "IDENTITY_KEY_SECRET": token_urlsafe(32),
        "IDENTITY_GATEWAY_SECRET": gateway_client,
        "GATEWAY_CLIENT_SECRET": gateway_client,
        "IDENTITY_BOLETA_SECRET": boleta_client,
        "BOLETA_CLIENT_SECRET": boleta_client,
        "IDENTITY_SEALING_KEY": json.dumps(sealing.as_dict(private=False)),
        "NOTIFIER_SEALING_KEY": json.dumps(sealing.as_dict(private=True)),
        "BOLETA_FILES_KEY": token_urlsafe(32),
        "LEGAJO_FILES_KEY": token_urlsafe(32),
        "BOLETA_SEAL_KEY": seal_key,
        "BOLETA_SEAL_CERTIFICATES": seal_certificates,
        "LEGAJO_SEAL_KEY": seal_key,
        "LEGAJO_SEAL_CERTIFICATES": seal_certificates,
        "GATEWAY_SESSION_SECRET": token_urlsafe(32),
    }


if __name__ == "__main__":
    print(environment.as_text(generate()), end="")
