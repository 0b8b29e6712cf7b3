"""Codes of an app, as RFC 6238 says; codes on paper."""

import pytest

from services.identity import totp

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238, appendix B."""


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(at, code):
    assert totp.code_at(SECRET, at // totp.STEP_SECONDS) == code


@pytest.mark.parametrize(
    ("drift", "found"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_the_clock_of_a_phone_may_be_half_a_minute_wrong(drift, found):
    now = 1_800_000_000
    step = now // totp.STEP_SECONDS + drift

    assert (totp.step_of(SECRET, totp.code_at(SECRET, step), now, 0) == step) is found


def test_a_code_counts_once_and_none_of_before():
    now = 1_800_000_000
    step = now // totp.STEP_SECONDS

    assert totp.step_of(SECRET, totp.code_at(SECRET, step), now, last_step=step) is None
    assert totp.step_of(SECRET, totp.code_at(SECRET, step - 1), now, last_step=step) is None
    assert totp.step_of(SECRET, totp.code_at(SECRET, step + 1), now, last_step=step) == step + 1


@pytest.mark.parametrize("typed", ["", "28708", "٢٨٧٠٨٢", "ñ", "\0", "287082 "])
def test_what_is_no_code_is_none(typed):
    assert totp.step_of(SECRET, typed, 59, 0) is None


def test_an_app_reads_who_and_where():
    assert totp.address(SECRET, account="00000001", issuer="AYNI") == (
        f"otpauth://totp/AYNI%3A00000001?secret={SECRET}&issuer=AYNI"
    )


def test_secrets_and_papers_are_never_the_same():
    papers = {code for _ in range(20) for code in totp.new_recovery_codes()}

    assert len(papers) == 20 * totp.RECOVERY_CODES
    assert all(map(totp.is_paper, papers))
    assert len({totp.new_secret() for _ in range(50)}) == 50
