"""What an operator sees and does: `ayni notifier emails …`."""

from tests.support.builders.notifier import accounts_created, boletas_published, password_link


def test_the_list_says_what_became_of_each_and_shows_no_address(notifier, server):
    server.say("RCPT", "550 5.1.1 no existe")
    notifier.hear(accounts_created(), boletas_published(), password_link())
    notifier.deliver()

    result = notifier.run("emails", "list")

    assert result.exit_code == 0
    assert "PENDING: 0, SENDING: 0, SENT: 1, FAILED: 1" in result.output
    assert "550 5.1.1 no existe" in result.output
    assert "Ro…@correo.example" in result.output
    assert "Rosa.Quispe" not in result.output


def test_the_list_can_be_of_one_state(notifier):
    notifier.hear(accounts_created(), boletas_published(), password_link())
    notifier.deliver()

    result = notifier.run("emails", "list", "--state", "failed")

    assert len(result.output.splitlines()) == 1


def test_what_failed_can_be_sent_again(notifier, server):
    server.say("RCPT", "550 5.1.1 no existe")
    notifier.hear(accounts_created(), boletas_published())
    notifier.deliver()

    result = notifier.run("emails", "retry", str(notifier.email().id))
    notifier.deliver()

    assert result.exit_code == 0
    assert len(server.taken) == 1


def test_what_was_sent_is_not_sent_again_by_command(notifier):
    notifier.hear(accounts_created(), boletas_published())
    notifier.deliver()

    result = notifier.run("emails", "retry", str(notifier.email().id))

    assert result.exit_code == 1
    assert "está en SENT" in result.output
