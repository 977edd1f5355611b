"""Every letter as it is read: by snapshot, as a page, as PDF. What is said in it is never more than text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from minzheng.engine.catalogue.letters import read_letter
from minzheng.engine.notices import actions, queries
from minzheng.engine.notices.composing import Document
from minzheng.engine.notices.rendering import pdf
from minzheng.engine.notices.rendering.html import as_html
from minzheng.engine.notices.rendering.pdf import as_one_pdf, as_pdf, as_picture
from minzheng.engine.notices.rendering.text import as_text
from minzheng.engine.notices.types import Addressee, NoticeProblem
from tests.engine.notices.conftest import AT, CASE, LI_MING, VILLAGE
from tests.engine.notices.samples import ADDRESSEES, every_letter, said_by, texts_of, with_text

pytestmark = pytest.mark.usefixtures("places")

SNAPSHOTS = Path(__file__).parent / "letters"
LETTERS = dict(every_letter())
HOSTILE = (
    '<script>alert(1)</script> #panic("x") #read("/etc/passwd") $ x $ *粗* _斜_ `码` @引 <签> \\ // 注 /* 注 */ {{ 7*7 }} {% if x %} '
    "| 表 | [链](javascript:1) ![图](http://x/y) # 题"
)


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})


def document(name: str, said: dict[str, object] | None = None, addressee: str = "") -> Document:
    template = LETTERS[name]
    addressee = addressee or ADDRESSEES.get(template.code, "马建国")
    letter = actions.issue_letter(
        template=template, data=said_by(template) if said is None else said, addressee=Addressee(addressee), subject=CASE,
        division=VILLAGE, by=LI_MING, at=AT,
    )  # fmt: skip
    return queries.document_of(letter)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_what_its_snapshot_says(name: str) -> None:
    assert as_text(document(name)) == (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8")


def test_every_snapshot_belongs_to_a_letter() -> None:
    assert {file.stem for file in SNAPSHOTS.iterdir()} == set(LETTERS)


@pytest.mark.parametrize("name", LETTERS)
def test_whatever_is_written_in_a_field_is_text_on_the_page_and_in_the_pdf(name: str) -> None:
    template = LETTERS[name]
    hostile = document(name, with_text(template, HOSTILE), HOSTILE)
    plain = document(name, with_text(template, "甲"), "甲")
    page = as_html(hostile)
    assert len(re.findall("<[a-z]", page)) == len(re.findall("<[a-z]", as_html(plain)))
    assert "<script" not in page
    assert as_text(hostile).count(HOSTILE) >= texts_of(template.placeholders)
    printed = as_pdf(hostile)
    assert printed.startswith(b"%PDF-")
    assert not re.search(rb"/(JavaScript|JS|URI|Launch|EmbeddedFile|OpenAction)\b", printed)


@pytest.mark.parametrize("marks", ["\u202e", "\u2066"])
def test_marks_that_turn_the_writing_are_not_kept(marks: str) -> None:
    said = said_by(LETTERS["refusal"]) | {"reason": f"每月{marks}元008"}
    assert "每月元008" in as_text(document("refusal", said))
    with pytest.raises(NoticeProblem, match="收件人"):
        document("refusal", addressee=f"马{marks}建国")


def test_a_pdf_is_the_same_each_time_and_carries_no_name_outside_its_pages() -> None:
    said = document("stop")
    printed = as_pdf(said)
    assert printed == as_pdf(said)
    assert b"/Author" not in printed
    assert b"/CreationDate" not in printed
    for encoding in ("utf-8", "utf-16-be"):
        assert "马建国".encode(encoding) not in printed


def test_a_letter_is_a_page_of_a4_and_a_longer_one_has_more() -> None:
    said = document("acceptance")
    assert re.findall(rb"/MediaBox ?\[0 0 595\.2\d* 841\.8\d*\]", as_pdf(said))
    longer = replace(said, body=said.body * 8)
    short, long = (as_picture(each, ppi=20) for each in (said, longer))
    assert isinstance(long, list)
    assert len(long) > (len(short) if isinstance(short, list) else 1)


def test_a_run_of_letters_is_one_file_with_a_page_for_each_at_least() -> None:
    said = document("acceptance")
    one, run = as_pdf(said), as_one_pdf([said, said, said])
    pages = [int(re.findall(rb"/Type/Pages\b.*?/Count (\d+)", each, re.DOTALL)[0]) for each in (one, run)]
    assert pages[1] == 3 * pages[0]
    with pytest.raises(NoticeProblem, match="没有要打印"):
        as_one_pdf([])


@pytest.mark.parametrize("name", ["马𬱖", "𠮷田", "䶮", "㛃玥", "阿·木"])
def test_rare_characters_of_names_are_printed(name: str) -> None:
    assert as_pdf(document("acceptance", addressee=name)).startswith(b"%PDF-")


def test_a_character_that_no_font_has_is_said_and_not_printed_as_a_box() -> None:
    unassigned = "\U0003fffd"
    said = document("acceptance", addressee=f"马{unassigned}")
    with pytest.raises(NoticeProblem, match=f"“{unassigned}”字.*印不出来"):
        as_pdf(said)
    assert f"马{unassigned}" in as_html(said)


def test_where_no_chinese_font_is_installed_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "unprintable", lambda texts: sorted(set().union(*texts)))
    with pytest.raises(NoticeProblem, match="没有中文字体"):
        as_pdf(document("acceptance"))


def test_what_a_place_has_not_stated_is_left_out() -> None:
    said = document("acceptance")
    assert replace(said, phone="", address="").contact == "经办人：李明"


def test_what_is_signed_for_has_a_receipt_and_what_hangs_on_a_wall_has_none() -> None:
    assert document("refusal").receipt
    assert not document("public_list").receipt


def test_a_letter_issued_in_an_older_version_keeps_its_words(places: None) -> None:
    now = LETTERS["refusal"]
    old = read_letter(
        now.source.replace("version: 2", "version: 1").replace("决定不予确认。", "决定不予批准。"), now.path
    )
    letter = actions.issue_letter(
        template=old,
        data=said_by(old),
        addressee=Addressee("马建国"),
        subject=CASE,
        division=VILLAGE,
        by=LI_MING,
        at=AT,
    )
    assert (letter.version, now.version) == (1, 2)
    assert "决定不予批准。" in as_text(queries.document_of(letter))
    assert "决定不予确认。" in as_text(document("refusal"))
