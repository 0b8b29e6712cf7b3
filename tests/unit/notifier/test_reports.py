"""What mail servers send back, as it is read."""

import uuid

from services.notifier.mailer import read_report
from tests.support.builders.notifier import delivery_report

NUMBER = uuid.UUID("d74b399e-c010-4e65-a648-fc1d9787e61a")


def test_a_report_of_a_failure_says_which_message_and_why():
    report = read_report(delivery_report(NUMBER.hex))

    assert report is not None
    assert (report.email_id, report.status) == (NUMBER, "5.1.1")
    assert report.reason == "5.1.1 550 5.1.1 no such user here"


def test_a_report_of_a_delay_is_not_yet_a_failure():
    assert read_report(delivery_report(NUMBER.hex, status="4.4.1", action="delayed")) is None


def test_what_came_to_no_number_of_ours_is_no_report():
    assert read_report(delivery_report("nobody")) is None


def test_what_somebody_answers_by_hand_is_no_report():
    assert read_report(b"To: rebotes+%s@x\r\n\r\nGracias" % NUMBER.hex.encode()) is None


def test_noise_is_no_report():
    for noise in (b"", b"\x00\xff\xfe", b"To: \xff\r\nContent-Type: multipart/report\r\n\r\n--"):
        assert read_report(noise) is None
