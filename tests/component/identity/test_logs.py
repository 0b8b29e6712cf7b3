"""What a log must not hold, whatever happens."""

from tests.support.builders.identity import CORREO, PASSWORD, a_pending_account


def test_a_whole_journey_leaves_no_secret_in_the_logs(identity, browser, gateway, links, caplog):
    a_pending_account("00000001")
    browser.ask_for_link("00000001", CORREO)
    (link,) = links()
    browser.save(browser.open(link), PASSWORD)
    browser.sign_in("00000001", "Otraclave2")
    code = gateway.code(browser)
    tokens = gateway.redeem(code).json

    assert "password_set" in caplog.text
    secrets = [link.rpartition("/")[2], PASSWORD, "Otraclave2", code, browser.cookies["passport"]]
    secrets += [tokens[kind] for kind in ("access_token", "refresh_token", "id_token")]
    assert [secret for secret in (*secrets, "00000001", CORREO) if secret in caplog.text] == []
