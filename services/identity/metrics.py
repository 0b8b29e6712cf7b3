"""What identity counts of itself besides requests (chassis/metrics.py). Numbers, never names."""

from prometheus_client import Counter, Histogram

ACTS = Counter(
    "identity_acts",
    "What the audit trail tells: sign-ins by outcome, links, reuses, acts of the mesa.",
    ["act", "outcome"],
)

CODES = Counter("identity_captcha", "Codes of images: right, wrong, worked (a sum).", ["outcome"])

TOKEN_ERRORS = Counter(
    "identity_token_errors", "Refusals of the token endpoint, by their error.", ["error"]
)

HASH_WAIT = Histogram(
    "identity_hash_wait_seconds",
    "Time in line for a processor that hashes a password.",
    buckets=(0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)

HASHES_REFUSED = Counter("identity_hashes_refused", "Sign-ins sent away because of a crowd.")
