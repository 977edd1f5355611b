from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import Subject
from minzheng.engine.notices import actions, queries
from minzheng.engine.notices.models import Letter, LetterSeries
from minzheng.engine.notices.types import Addressee, NoticeProblem
from tests.engine.notices.conftest import AT, CASE, DATA, LI_MING, TOWNSHIP, issue

pytestmark = pytest.mark.usefixtures("places")


def test_a_letter_has_the_word_of_its_township_the_year_and_a_running_number():
    assert [issue().number, issue().number, issue().number] == [f"羊街救〔2026〕{n}号" for n in (1, 2, 3)]


def test_numbers_begin_again_with_the_year():
    issue()
    assert issue(at=AT + timedelta(days=200)).number == "羊街救〔2027〕1号"


def test_a_number_that_was_not_used_is_given_again():
    with pytest.raises(NoticeProblem, match="缺少"):
        issue(data={})
    with pytest.raises(DatabaseError), transaction.atomic():
        issue(subject=Subject("case", 2**63))
    assert issue().serial == 1


def test_a_letter_says_again_what_it_said():
    document = queries.document_of(issue())
    assert document.number == "羊街救〔2026〕1号"
    assert (document.office, document.dated) == ("寻甸回族彝族自治县羊街镇人民政府", "2026年8月3日")
    text = "".join(run.text for block in document.body for run in getattr(block, "runs", ()))
    assert "DB-2026-0012" in text
    assert "2026年9月14日" in text


def test_what_the_letter_does_not_ask_for_is_not_kept():
    letter = issue(data=DATA | {"id_number": "530129199001011234"})
    assert b"530129199001011234" not in bytes(letter.snapshot)
    assert "530129199001011234" not in str(queries.document_of(letter))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notices_letter SET snapshot = ''",
        "UPDATE notices_letter SET addressee = '王五'",
        "UPDATE notices_letter SET serial = 9",
        "UPDATE notices_templatesource SET text = ''",
        "DELETE FROM notices_letter",
    ],
)
def test_the_database_refuses_to_change_a_letter(statement):
    issue()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_later_letter_takes_the_place_of_an_earlier_one():
    first, second = issue(), issue()
    closed = actions.supersede_letter(letter=first, by_letter=second, reason="期限写错", by=LI_MING, at=AT)
    assert closed.superseded_by == second
    assert [letter.pk for letter in queries.letters_about(CASE)] == [first.pk, second.pk]


def test_a_letter_is_closed_once_and_with_a_reason():
    letter, later = issue(), issue()
    with pytest.raises(NoticeProblem, match="理由"):
        actions.withdraw_letter(letter=letter, reason=" ", by=LI_MING, at=AT)
    actions.withdraw_letter(letter=letter, reason="发错", by=LI_MING, at=AT)
    for again in (actions.withdraw_letter, actions.supersede_letter):
        more = {"by_letter": later} if again is actions.supersede_letter else {}
        with pytest.raises(NoticeProblem, match="已经撤回"):
            again(letter=letter, reason="再来", by=LI_MING, at=AT, **more)


def test_only_a_later_letter_about_the_same_thing_supersedes():
    first, other = issue(), issue(subject=Subject("case", 13))
    for earlier, later in ((first, other), (other, first), (first, first)):
        with pytest.raises(NoticeProblem, match="同一件"):
            actions.supersede_letter(letter=earlier, by_letter=later, reason="错", by=LI_MING, at=AT)


def test_each_step_is_an_event_without_a_name():
    letter = issue()
    event = Event.objects.get(action="notices.issue_letter")
    assert (event.subject_kind, event.subject_id, event.division) == ("letter", letter.pk, letter.division)
    assert "马建国" not in str(event.detail)


def test_a_letter_of_a_township_needs_a_township():
    for division in (530129000000, 530129999000):
        with pytest.raises(NoticeProblem, match="乡镇"):
            issue(division=division)
    assert issue(division=TOWNSHIP).serial == 1


@pytest.mark.parametrize("name", ["", "  ", "马\ud800", "马\n建国"])
def test_an_addressee_has_a_name(name):
    with pytest.raises(NoticeProblem, match="收件人"):
        issue(addressee=Addressee(name))


@pytest.mark.parametrize(
    "wrong",
    [
        {"decided_by": "2026-09-14"},
        {"decided_by": AT},
        {"case_number": 12},
        {"matter": "\udc80"},
        {"matter": "低" * 2_001},
    ],
)
def test_a_value_is_of_the_kind_that_the_template_says(wrong):
    with pytest.raises(NoticeProblem, match="文书的"):
        issue(data=DATA | wrong)
    assert not LetterSeries.objects.exists()


def test_a_letter_rests_on_law_that_applies_on_its_day():
    assert queries.document_of(issue()).law[0].startswith("《中华人民共和国社会救助法》")
    before = issue(at=AT.replace(month=6))
    assert [text[:12] for text in queries.document_of(before).law] == ["《最低生活保障审核确认办"]
    with pytest.raises(NoticeProblem, match="都不适用"):
        issue(at=AT.replace(year=2020))


def test_a_letter_is_found_by_its_number():
    letter = issue()
    assert queries.letter_numbered(word="羊街救", year=2026, serial=1) == letter
    assert queries.letter_numbered(word="羊街救", year=2026, serial=2) is None
    assert Letter.objects.get().issued_on == date(2026, 8, 3)
