from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.engine.audit.types import ActorKind, Who
from minzheng.engine.catalogue.letters import letters_of
from minzheng.engine.notices import actions, jobs, queries
from minzheng.engine.notices.masking import NoticeFacts
from minzheng.engine.notices.models import PublicNotice
from minzheng.engine.notices.rendering.text import as_text
from minzheng.engine.notices.types import NoticeKind, NoticePhase, NoticeProblem, ObjectionResult
from minzheng.engine.work.declaring import declared
from minzheng.kernel.division_codes import DivisionCode
from tests.engine.notices.conftest import AT, CASE, LI_MING, TODAY, VILLAGE

pytestmark = pytest.mark.usefixtures("places")

FACTS: dict[str, Any] = {
    "group": "第三村民小组", "applicant": "马建国", "born": date(1970, 1, 1), "persons": 3, "benefit": "DIBAO", "amount": 56_000,
}  # fmt: skip


def post(facts: dict[str, Any] | None = None, **given: Any) -> PublicNotice:
    stated = {
        "kind": NoticeKind.BEFORE_DECISION, "facts": NoticeFacts(**(FACTS | (facts or {}))), "subject": CASE, "division": VILLAGE,
        "places": ["村务公开栏"], "posted_on": TODAY, "days": 7, "by": LI_MING, "at": AT,
    }  # fmt: skip
    return actions.post_notice(**(stated | given))


def test_a_notice_shows_what_the_policy_lets_through_and_nothing_else():
    assert post().content == {
        "village": "羊街村委会", "group": "第三村民小组", "name": "马**", "persons": 3, "category": "最低生活保障", "amount": "560元/月",
        "complaint_phone": "12345",
    }  # fmt: skip


@pytest.mark.parametrize(
    "born", [date(2012, 5, 1), TODAY.replace(year=2008) + timedelta(days=1), date(2027, 1, 1), None]
)
def test_who_is_a_minor_or_may_be_one_is_not_named(born):
    assert "马" not in str(post({"born": born}).content)


@pytest.mark.parametrize("benefit", ["NONE", "UNDECIDED", "ORPHAN", "OTHER_LOW"])
def test_there_is_no_notice_of_other_benefits(benefit):
    with pytest.raises(NoticeProblem, match="不公示"):
        post({"benefit": benefit})


@pytest.mark.parametrize("group", ["建设路12号", "12号院3单元", "马建国家", "第三组13800000000"])
def test_an_address_is_no_group(group):
    with pytest.raises(NoticeProblem, match="门牌"):
        post({"group": group})


def test_the_database_refuses_content_with_other_keys():
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_publicnotice (kind, subject_kind, subject_id, division, places, policy, content, posted_on, posted_at,"
            " posted_by, taken_down_by, taken_down_reason) SELECT 2, 'case', 1, 1, '{x}', 'x', '{\"id_number\": \"1\"}', now(), now(), '', '', ''"
        )


def test_seven_days_end_at_midnight_of_the_seventh():
    notice = post()
    assert notice.ends_on == date(2026, 8, 10)
    phases = [queries.phase_of(notice, on=date(2026, 8, day)) for day in (3, 10, 11)]
    assert phases == [NoticePhase.RUNNING, NoticePhase.RUNNING, NoticePhase.COMPLETE]


def test_a_notice_that_is_over_is_gone_from_the_public_list_at_once_and_taken_down_once():
    notice = post()
    assert [row.id for row in queries.public_notices(on=date(2026, 8, 10)).rows] == [notice.pk]
    assert queries.public_notices(on=date(2026, 8, 11)).rows == ()
    assert queries.public_notice(notice=notice.pk, on=date(2026, 8, 11)) is None
    assert [actions.take_down_due(by=LI_MING, at=AT + timedelta(days=days)) for days in (7, 8, 8)] == [0, 1, 0]
    notice.refresh_from_db()
    assert queries.phase_of(notice, on=date(2026, 8, 11)) is NoticePhase.COMPLETE


def test_one_taken_down_early_proves_nothing():
    notice = actions.take_down(notice=post(), reason="张贴错误", by=LI_MING, at=AT)
    assert queries.phase_of(notice, on=date(2026, 8, 11)) is NoticePhase.TAKEN_DOWN_EARLY
    with pytest.raises(NoticeProblem, match="已经撤下"):
        actions.take_down(notice=notice, reason="张贴错误", by=LI_MING, at=AT)


def test_an_objection_holds_until_it_is_handled():
    notice = post()
    objection = actions.record_objection(
        notice=notice, text="他家有两套房", objector="王五", contact="13800000000", received_on=TODAY, by=LI_MING, at=AT
    )
    assert queries.phase_of(notice, on=date(2026, 8, 20)) is NoticePhase.OBJECTED
    assert queries.open_objections(notice) == [objection]
    assert queries.objection_of(objection).objector == "王五"
    assert "王五".encode() not in bytes(objection.content)
    done = actions.handle_objection(
        objection=objection, result=ObjectionResult.NOT_UPHELD, conclusion="房屋已拆除", by=LI_MING, at=AT
    )
    assert done.result == ObjectionResult.NOT_UPHELD
    assert queries.phase_of(notice, on=date(2026, 8, 20)) is NoticePhase.COMPLETE
    with pytest.raises(NoticeProblem, match="已经处理"):
        actions.handle_objection(
            objection=objection, result=ObjectionResult.UPHELD, conclusion="再来", by=LI_MING, at=AT
        )


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"text": "长" * 4_001}, {"text": "\ud800"}, {"received_on": TODAY + timedelta(days=1)}]
)
def test_an_objection_says_something_and_came_in_time(wrong):
    stated = {"notice": post(), "text": "不实", "received_on": TODAY, "by": LI_MING, "at": AT}
    with pytest.raises(NoticeProblem, match="异议"):
        actions.record_objection(**(stated | wrong))


def test_a_photograph_proves_where_it_hung_and_counts_once():
    notice = post()
    stated = {"notice": notice, "sha256": "a" * 64, "taken_at": AT, "place": "村务公开栏", "by": LI_MING, "at": AT}
    actions.add_evidence(**stated)
    with pytest.raises(NoticeProblem, match="登记过"):
        actions.add_evidence(**stated)
    for wrong in ({"sha256": "x"}, {"taken_at": AT + timedelta(minutes=1)}, {"place": ""}):
        with pytest.raises(NoticeProblem, match="照片"):
            actions.add_evidence(**(stated | wrong))
    assert notice.evidence.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"days": None}, "期限"), ({"days": 0}, "天数"), ({"policy": "1"}, "公示规则"), ({"places": []}, "地点"),
     ({"places": ["拨打13800000000"]}, "地点"), ({"division": 530129103999}, "区划")],
)  # fmt: skip
def test_a_notice_has_a_place_an_end_and_a_policy(wrong, said):
    with pytest.raises(NoticeProblem, match=said):
        post(**wrong)


@pytest.mark.parametrize("wrong", [{"persons": 0}, {"persons": 51}, {"amount": -1}])
def test_persons_and_amounts_are_sensible(wrong):
    with pytest.raises(NoticeProblem, match="人数"):
        post(wrong)


def test_what_was_granted_hangs_while_it_lasts():
    notice = post(kind=NoticeKind.AFTER_DECISION, days=None)
    assert queries.phase_of(notice, on=date(2036, 1, 1)) is NoticePhase.RUNNING
    assert [
        row.kind for row in queries.public_notices(on=date(2036, 1, 1), division=DivisionCode("530129103")).rows
    ] == ["公布"]
    assert queries.public_notices(on=date(2036, 1, 1), division=DivisionCode("530129104")).rows == ()
    assert queries.public_notices(on=date(2036, 1, 1), kind=NoticeKind.BEFORE_DECISION).rows == ()
    assert queries.notices_about(CASE) == [notice]
    assert queries.notices_about(CASE, kind=NoticeKind.BEFORE_DECISION) == []
    with pytest.raises(NoticeProblem, match="理由"):
        actions.take_down(notice=notice, reason="", by=LI_MING, at=AT)


def test_a_notice_that_hangs_is_never_changed():
    post()
    for statement in ("UPDATE notices_publicnotice SET days = 1", "DELETE FROM notices_publicnotice"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_is_over_is_taken_down_by_itself():
    notice = post()
    jobs.take_down(at=AT + timedelta(days=8))
    notice.refresh_from_db()
    assert (notice.taken_down_by, notice.taken_down_reason) == ("系统", "期满")
    assert declared("notices.take_down").schedule is not None


def test_pages_of_the_board_hold_every_notice_once_the_newest_first():
    posted = [post({"persons": 1 + number}, posted_on=TODAY - timedelta(days=number % 3)) for number in range(7)]
    seen: list[int] = []
    after = None
    while True:
        page = queries.public_notices(on=TODAY, after=after, limit=3)
        assert len(page.rows) <= 3
        seen += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert sorted(seen) == sorted(each.pk for each in posted)
    assert seen == [row.id for row in queries.public_notices(on=TODAY).rows]


@pytest.mark.parametrize(
    "after", ["", "x", "2026-08-03", "2026-13-03.1", "2026-08-03.1.1", "2026-08-03." + "9" * 40, "\0"]
)
def test_a_place_where_no_page_ended_gets_a_sentence(after):
    with pytest.raises(NoticeProblem, match="翻页"):
        queries.public_notices(on=TODAY, after=after)


def test_one_address_cannot_bury_the_office_in_objections():
    notice = post()
    online = Who(kind=ActorKind.RESIDENT, origin="203.0.113.9")
    given: dict[str, Any] = {"notice": notice, "text": "他家有一辆货车", "received_on": TODAY}
    for _ in range(5):
        actions.record_objection(**given, by=online, at=AT)
    with pytest.raises(NoticeProblem, match="太多"):
        actions.record_objection(**given, by=online, at=AT + timedelta(minutes=59))
    actions.record_objection(**given, by=Who(kind=ActorKind.RESIDENT, origin="203.0.113.10"), at=AT)
    actions.record_objection(**given, by=LI_MING, at=AT)
    actions.record_objection(**given, by=online, at=AT + timedelta(minutes=61))
    assert len(queries.open_objections(notice)) == 8


def test_the_sheet_for_the_board_names_every_family_of_that_day_masked():
    first, second = post(), post({"applicant": "保秀英", "persons": 1, "amount": 30_000})
    post({"applicant": "沙忠"}, posted_on=TODAY - timedelta(days=1))
    together = queries.hung_beside(first)
    assert [each.pk for each in together] == [first.pk, second.pk]
    template = letters_of("social_assistance", "minimum_living_allowance")["public_list"]
    text = as_text(queries.sheet_of(together, template, on=TODAY))
    for words in ("马**", "保**", "560元/月", "300元/月", "2026年8月3日", "2026年8月10日", "12345"):
        assert words in text
    assert "沙" not in text
