"""The life of a minimum living allowance after it was granted: changes, reviews, its end, a move."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.awards.models import Grant
from minzheng.engine.awards.queries import grants_of
from minzheng.engine.cases.models import Case, Decision
from minzheng.engine.cases.types import CaseProblem, GateProblem, NoCase
from minzheng.engine.notices.models import Letter
from minzheng.engine.notices.queries import document_of
from minzheng.engine.notices.rendering.text import as_text
from tests.engine.cases.conftest import MONDAY, County, family

LATER = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
HEARING = {
    "told_on": "2026-10-14", "heard_on": "2026-10-15", "way": "FACE", "stance": "STATED", "views": "收入不稳定",
    "considered": "已核实，收入以核对结果为准", "signed": True,
}  # fmt: skip
CHECK = {
    "checked_on": "2026-10-13", "surveyors": ["马晓燕", "马小芳"], "people_changed": False, "income_changed": True,
    "property_changed": False, "findings": "到县城做工", "conclusion": "REDUCE",
}  # fmt: skip
CHANGE = {"kind": "INCOME", "happened_on": "2026-10-01", "what": "外出务工，有了工资"}
DBS = "minimum_living_allowance"


def granted(county: County, wage: str = "0") -> Case:
    case = county.reviewed(family(wage=wage))
    county.do(case, "confirm", "head", MONDAY + timedelta(days=16), places=("村务公开栏",))
    return county.seen(case)


def follow(county: County, name: str, case: Case, *, by: str = "clerk", answers: Any = None) -> Case:
    with scoped(SYSTEM):
        household, person = case.household, case.person
    changed = county.open(
        answers, by=by, at=LATER, code=f"{DBS}.{name}", household=household, person=person, related=case
    )
    with scoped(SYSTEM):
        return Case.objects.get(pk=changed.pk)


def paid(case: Case, on: date) -> list[int]:
    with scoped(SYSTEM):
        rows = grants_of(case.household_id or 0, on=on, known_at=LATER + timedelta(days=90))
        return [
            row.monthly_amount
            for row in rows
            if row.from_month <= on and (row.until_month is None or row.until_month > on)
        ]


def letters(case: Case) -> list[str]:
    with scoped(SYSTEM):
        return list(Letter.objects.filter(subject_id=case.pk).order_by("pk").values_list("template", flat=True))


def reported(county: County, wage: str, before: str = "0") -> Case:
    """A change that the family declared anew, checked by the township."""
    change = follow(county, "change_report", granted(county, before), by="village", answers=family(wage=wage))
    county.record(change, "change", "village", LATER, CHANGE)
    county.do(change, "submit", "village", LATER)
    county.do(change, "report", "clerk", LATER)
    county.record(change, "check", "clerk", LATER + timedelta(days=1), CHECK)
    return change


def heard(county: County, case: Case, step: str = "propose_less") -> None:
    county.do(case, step, "lead", LATER + timedelta(days=2), reason="收入增加")
    county.record(case, "hearing", "clerk", LATER + timedelta(days=3), HEARING)
    county.do(case, "heard", "clerk", LATER + timedelta(days=3))


def to_decide(county: County, case: Case) -> None:
    county.do(case, "review", "county", LATER + timedelta(days=4), reason="情况属实")


def test_a_higher_wage_lowers_the_grant_after_the_family_was_heard(county: County) -> None:
    change = reported(county, "6000")
    before = paid(change, date(2026, 10, 1))
    heard(county, change)
    to_decide(county, change)
    with pytest.raises(CaseProblem, match="与所作决定不符"):
        county.do(change, "increase", "head", LATER + timedelta(days=5), reason="增发")
    county.do(change, "reduce", "head", LATER + timedelta(days=5), reason="务工收入增加")
    assert paid(change, date(2026, 10, 1)) == before
    after = paid(change, date(2026, 11, 1))
    assert len(after) == 1
    assert 0 < after[0] < before[0]
    assert letters(change) == ["adverse_hearing_notice", "change_notice"]


def test_nothing_is_lowered_or_stopped_without_hearing_the_family(county: County) -> None:
    change = reported(county, "6000")
    county.do(change, "propose", "lead", LATER + timedelta(days=2), reason="收入增加")
    to_decide(county, change)
    for step in ("reduce", "stop"):
        with pytest.raises(GateProblem) as caught:
            county.do(change, step, "head", LATER + timedelta(days=5), reason="收入增加")
        assert "hearing" in caught.value.missing


def test_silence_counts_only_when_the_time_to_speak_is_over(county: County) -> None:
    change = reported(county, "6000")
    told, last = LATER + timedelta(days=2), date(2026, 10, 21)
    county.do(change, "propose_less", "lead", told, reason="收入增加")
    with scoped(SYSTEM):
        letter = Letter.objects.filter(subject_id=change.pk).latest("pk")
        assert "2026年10月21日" in as_text(document_of(letter))
    county.record(change, "hearing", "clerk", told, HEARING | {"stance": "SILENT"})
    on_the_last = datetime.combine(last, time(8), UTC)
    with pytest.raises(GateProblem, match=f"可以陈述到{last}"):
        county.do(change, "heard", "clerk", on_the_last)
    county.do(change, "heard", "clerk", on_the_last + timedelta(days=1))


def test_a_lost_wage_raises_the_grant_without_a_hearing(county: County) -> None:
    change = reported(county, "0", before="6000")
    before = paid(change, date(2026, 10, 1))
    county.do(change, "propose", "lead", LATER + timedelta(days=2), reason="失去工作")
    to_decide(county, change)
    with pytest.raises(GateProblem, match="符合条件"):
        county.do(change, "stop", "head", LATER + timedelta(days=5), reason="停发")
    county.do(change, "increase", "head", LATER + timedelta(days=5), reason="失去工作")
    assert paid(change, date(2026, 11, 1))[0] > before[0]


def test_a_wage_above_the_standard_stops_the_grant_with_the_condition_that_failed(county: County) -> None:
    change = reported(county, "90000")
    heard(county, change)
    to_decide(county, change)
    county.do(change, "stop", "head", LATER + timedelta(days=5), reason="收入超过标准")
    assert (paid(change, date(2026, 10, 1)) != [], paid(change, date(2026, 11, 1))) == (True, [])
    with scoped(SYSTEM):
        assert "INCOME_NOT_BELOW_STANDARD" in Decision.objects.get(case=change).reasons
    assert letters(change)[-1] == "stop"


def test_a_registered_family_reports_without_declaring_everything_again(county: County) -> None:
    change = follow(county, "change_report", granted(county))
    with scoped(SYSTEM):
        Case.objects.filter(pk=change.pk).update(answers=None)
    county.record(change, "change", "clerk", LATER, CHANGE | {"kind": "ACCOUNT"})
    county.do(change, "submit", "clerk", LATER)
    county.do(change, "no_change", "lead", LATER + timedelta(days=1), reason="只换了银行卡")
    assert county.seen(change).outcome == "close"


def test_a_review_that_finds_nothing_new_keeps_the_amount(county: County) -> None:
    review = follow(county, "periodic_review", granted(county))
    county.do(review, "start", "clerk", LATER)
    with pytest.raises(GateProblem, match="定期核查表"):
        county.do(review, "propose", "lead", LATER, reason="没有变化")
    county.record(review, "review_form", "clerk", LATER, CHECK | {"income_changed": False, "conclusion": "KEEP"})
    county.do(review, "propose", "lead", LATER + timedelta(days=1), reason="没有变化")
    to_decide(county, review)
    before = paid(review, date(2026, 10, 1))
    county.do(review, "keep", "head", LATER + timedelta(days=5), reason="没有变化")
    assert paid(review, date(2026, 12, 1)) == before
    assert county.seen(review).outcome == "keep"


def test_a_grant_ends_the_month_after_a_family_withdraws_and_was_heard(county: County) -> None:
    stop = follow(county, "stop", granted(county))
    county.record(stop, "ground", "clerk", LATER, {"kind": "WITHDRAWN", "since_on": "2026-10-10"})
    county.do(stop, "register", "clerk", LATER)
    county.record(
        stop,
        "check",
        "clerk",
        LATER,
        {"checked_on": "2026-10-13", "surveyors": ["马晓燕", "马小芳"], "findings": "本人要求退出"},
    )
    county.do(stop, "propose", "lead", LATER + timedelta(days=2), reason="自愿退出")
    county.record(stop, "hearing", "clerk", LATER + timedelta(days=3), HEARING | {"stance": "AGREED"})
    county.do(stop, "heard", "clerk", LATER + timedelta(days=3))
    with pytest.raises(GateProblem, match="符合条件，不能"):
        county.do(stop, "stop", "head", LATER + timedelta(days=4), reason="退出")
    county.do(stop, "stop", "head", LATER + timedelta(days=4), reason="自愿退出", reasons=("WITHDRAWN",))
    assert (len(paid(stop, date(2026, 10, 1))), paid(stop, date(2026, 11, 1))) == (1, [])
    with scoped(SYSTEM):
        assert Decision.objects.get(case=stop).reasons == ["WITHDRAWN"]


def test_an_end_that_was_not_proven_leaves_the_grant_as_it_is(county: County) -> None:
    stop = follow(county, "stop", granted(county))
    county.record(stop, "ground", "clerk", LATER, {"kind": "FRAUD", "since_on": "2026-10-10"})
    county.do(stop, "register", "clerk", LATER)
    county.do(stop, "keep", "head", LATER, reason="举报不属实")
    assert len(paid(stop, date(2026, 11, 1))) == 1


def exiting(county: County, wage: str = "90000", months: int = 3) -> Case:
    change = follow(county, "gradual_exit", granted(county), by="village", answers=family(wage=wage))
    work = {"member": ["马建国"], "employer": "县城工地", "since_on": "2026-10-01", "wage": "7500"}
    county.record(change, "employment", "village", LATER, work)
    county.do(change, "submit", "village", LATER)
    county.record(change, "plan", "clerk", LATER, {"months": months, "basis": "就业后收入超过标准"})
    return change


def test_who_found_work_is_paid_for_the_months_of_the_gradual_exit(county: County) -> None:
    change = exiting(county)
    heard(county, change, "propose")
    county.do(change, "exit", "head", LATER + timedelta(days=5), reason="就业")
    (before,) = paid(change, date(2026, 10, 1))
    assert [paid(change, date(2026, month, 1)) for month in (11, 12)] == [[before], [before]]
    assert (paid(change, date(2027, 1, 1)), paid(change, date(2027, 2, 1))) == ([before], [])
    assert letters(change)[-1] == "gradual_exit"


def test_a_gradual_exit_is_for_those_alone_whose_income_rose(county: County) -> None:
    change = exiting(county, wage="0")
    with pytest.raises(GateProblem, match="符合条件"):
        county.do(change, "propose", "lead", LATER, reason="就业")


def test_nobody_exits_for_longer_than_six_months(county: County) -> None:
    change = exiting(county, months=7)
    heard(county, change, "propose")
    with pytest.raises(CaseProblem, match="1至6个月"):
        county.do(change, "exit", "head", LATER + timedelta(days=5), reason="就业")
    assert county.seen(change).state == "TO_DECIDE"


def moving(county: County, village: str = "530129103201") -> Case:
    move = follow(county, "move", granted(county))
    place = {"village": village, "address": "街上二号", "moved_on": "2026-10-08", "resettlement": False}
    county.record(move, "destination", "clerk", LATER, place)
    county.do(move, "report", "clerk", LATER)
    county.do(move, "release", "lead", LATER, reason="已搬走")
    return move


def test_a_family_that_moves_keeps_its_grant_and_its_new_township_takes_over(county: County) -> None:
    move = moving(county)
    before = paid(move, date(2026, 10, 1))
    with pytest.raises(NoCase):
        county.do(move, "receive", "stranger", LATER)
    county.do(move, "transfer", "county", LATER + timedelta(days=1), reason="县内迁移")
    assert paid(move, date(2026, 12, 1)) == before
    with scoped(SYSTEM):
        case = Case.objects.select_related("household").get(pk=move.pk)
        assert (case.division_id, case.household and case.household.division_id) == (530129103201, 530129103201)
    with pytest.raises(NoCase):
        county.do(move, "receive", "clerk", LATER + timedelta(days=2))
    visit = {"visited_on": "2026-10-15", "surveyors": ["毕小山", "李四"], "findings": "已入住"}
    county.record(move, "arrival", "stranger", LATER + timedelta(days=2), visit)
    county.do(move, "receive", "stranger", LATER + timedelta(days=2))
    assert county.seen(move).state == "RECEIVED"


@pytest.mark.parametrize("village", ["530129001001", "530102001001", "530129103000", "九街", "530129103999"])
def test_a_family_moves_to_another_village_of_the_county_alone(county: County, village: str) -> None:
    move = follow(county, "move", granted(county))
    place = {"village": village, "address": "街上二号", "moved_on": "2026-10-08", "resettlement": False}
    county.record(move, "destination", "clerk", LATER, place)
    with pytest.raises(GateProblem, match="迁入地"):
        county.do(move, "report", "clerk", LATER)


def test_who_is_not_found_there_goes_back_to_the_county(county: County) -> None:
    move = moving(county)
    county.do(move, "transfer", "county", LATER, reason="县内迁移")
    county.do(move, "not_there", "stranger", LATER, reason="查无此人")
    with scoped(SYSTEM):
        assert Grant.objects.filter(household=county.seen(move).household_id, until_month=None).count() == 1
    assert county.seen(move).state == "ARRANGING"
