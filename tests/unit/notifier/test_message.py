"""What a message is made of, before anything is sent."""

import pytest

from services.notifier.domain import Kind
from services.notifier.mailer.message import address_of, host_of, momento, subject_of
from services.notifier.mailer.smtp import _without_lone_dots


@pytest.mark.parametrize(
    ("moment", "spoken"),
    [
        ("2026-06-15T16:30:00+00:00", "15 de junio de 2026 a las 11:30 a.m."),
        ("2025-01-02T17:00:00+00:00", "2 de enero de 2025 a las 12:00 p.m."),
        ("2025-01-02T04:59:00+00:00", "1 de enero de 2025 a las 11:59 p.m."),
        ("2025-09-01T05:05:00+00:00", "1 de setiembre de 2025 a las 12:05 a.m."),
    ],
)
def test_a_moment_is_said_in_the_time_of_lima(moment, spoken):
    assert momento(moment) == spoken


def test_a_sender_is_a_name_and_an_address():
    sender = "Mensajería AYNI <mensajeria@ayni.example.pe>"

    assert address_of(sender) == "mensajeria@ayni.example.pe"
    assert host_of(sender) == "ayni.example.pe"


def test_a_subject_takes_what_it_needs_from_the_parameters():
    subject = subject_of(Kind.BOLETA_PUBLISHED, {"periodo": 202209, "nombres": "ROSA"})

    assert subject == "Su boleta de SETIEMBRE 2022 está disponible"


def test_no_line_of_a_message_is_the_final_dot():
    body = _without_lone_dots(b"uno\r\n.\r\n.dos\r\ntres.")

    assert body == b"uno\r\n..\r\n..dos\r\ntres.\r\n"
