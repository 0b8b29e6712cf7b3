"""How the SUP's print file is cut into pages, so that a broken one harms no other."""

import pytest

from chassis.errors import Invalid
from services.boleta.formats import BadRecord, Record, lis, read_lis_record
from tests.support.planillas import PAGE, facts, kept, read, refused, someone

BROKEN = [
    pytest.param("", id="nothing at all"),
    pytest.param(PAGE[:300], id="cut in its head"),
    pytest.param(PAGE[:900], id="cut in its body"),
    pytest.param(PAGE[: PAGE.index("T-REMUN")], id="cut before its totals"),
    pytest.param(PAGE.replace("=", "-"), id="without rules"),
    pytest.param(PAGE.replace(":", ""), id="without colons"),
    pytest.param(PAGE.replace("398.03", "39.03", 1), id="a wrong sum"),
    pytest.param(PAGE[:200] + "\xff\x00\xfe" * 500 + "\n" + PAGE[200:900], id="noise"),
    pytest.param(" DRE CUSCO\n" + "x" * 2_500_000 + "\n", id="larger than a block"),
    pytest.param(" DRE CUSCO\n" + "x\n" * 100_000, id="longer than any boleta"),
    pytest.param(PAGE.partition("\n")[2].replace("00000001", "1"), id="no line of the DRE, wrong"),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_page_harms_no_other(broken):
    before, after = someone(2) + someone(3), someone(4) + someone(5)

    found = read(before + broken + after)

    assert kept(found) == ["00000002", "00000003", "00000004", "00000005"]


@pytest.mark.parametrize("broken", BROKEN[1:])
def test_a_broken_page_is_reported_where_it_begins(broken):
    before = someone(2) + someone(3)

    found = read(before + broken + someone(4))

    bad = refused(found)[0]
    assert bad.line == before.count("\n") + 1
    assert bad.reason
    assert bad.text.strip()


def test_a_person_whose_dre_line_is_damaged_is_still_read():
    damaged = someone(3).replace(" DRE CUSCO", " D?E CUSCO")

    found = read(someone(2) + damaged + someone(4))

    assert kept(found) == ["00000002", "00000003", "00000004"]


def test_a_first_page_without_the_line_of_its_dre_is_read_or_reported():
    headless = PAGE.partition("\n")[2]

    first, second = read(headless + someone(2))

    assert (first.line, second.line) == (1, 22)


def test_a_dre_that_pays_for_itself_begins_one_page():
    own = PAGE.replace(" UGEL CANCHIS  ", " DRE CUSCO     ")

    first, second = read(own + own.replace("00000001", "00000002"))

    assert (first.dni, second.dni) == ("00000001", "00000002")


def test_form_feeds_between_pages_change_no_line_number():
    glued = PAGE + "\f" + someone(2) + "\n\f\n" + someone(3)

    found = read(glued)

    assert [record.line for record in found] == [1, 23, 46 + 1]
    assert [glued.split("\n")[record.line - 1].strip()[:9] for record in found] == ["DRE CUSCO"] * 3


def test_a_page_is_found_again_by_its_place_in_the_file():
    raw = "\r\n".join((PAGE + "\f" + someone(2) + "\n" + someone(3)).split("\n")).encode("latin-1")

    for record in read(raw):
        again = read_lis_record(raw[record.offset : record.offset + record.length])

        assert facts(again) == facts(record)


def test_pages_are_whole_where_the_blocks_of_the_file_are_not(monkeypatch):
    text = "".join(someone(number) for number in range(1, 30))
    whole = read(text)

    for block in (1000, 1170, 1171, 1172, 4096, 30000):
        monkeypatch.setattr(lis, "BLOCK", block)

        assert read(text) == whole


def test_a_planilla_of_two_months_keeps_the_first():
    found = read(someone(2) + someone(3).replace("DICIEMBRE", "SETIEMBRE") + someone(4))

    assert [type(record) for record in found] == [Record, BadRecord, Record]
    assert found[1].reason == (
        "Es de SETIEMBRE 2025 y la planilla es de DICIEMBRE 2025: impórtela en otro archivo."
    )


@pytest.mark.parametrize("content", [b"\n\n", b"hola\n", b"%PDF-1.7\n", b"\x00\xff" * 100])
def test_a_file_that_is_no_planilla_says_what_is_expected(content):
    with pytest.raises(Invalid, match="no es una planilla"):
        read(content)
