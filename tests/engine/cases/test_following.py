"""A family follows its case: only with its own number, its own four digits and its own phone; and nobody learns more by asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from minzheng.engine.access.actions import end_mandate, record_mandate
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit.models import Event
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.numbering import check_digit
from minzheng.engine.cases.types import CaseProblem, NoCase
from minzheng.engine.notices.models import Message, OneTimeCode
from tests.engine.cases.conftest import MONDAY, County, county, family, resident

PHONE = "19900001234"
LATER = MONDAY + timedelta(hours=2)
MINUTE = timedelta(minutes=1)
HEAD = resident(901)[-4:]


def filed(county: County) -> Case:
    return county.accepted(family(extra={"contact": {"address": "村头第三家", "phone": PHONE}}))


def asked(case: Case, last: str = HEAD, *, at: Any = LATER) -> str:
    return actions.ask_code(number=case.number, last_four=last, origin="10.0.0.1", at=at)


def let_in(case: Case, code: str, last: str = HEAD, *, at: Any = LATER) -> Actor:
    return actions.follow(number=case.number, last_four=last, code=code, origin="10.0.0.1", at=at)[1]


def test_with_number_last_four_and_code_a_family_sees_its_case_and_nobody_elses(county: County) -> None:
    case, other = filed(county), county.open(family(name="张云", serial=950))
    own = let_in(case, asked(case))
    with scoped(own):
        view = actions.view_case(case.number, by=own, at=LATER)
        assert view.case == case
        assert {row.number for row in queries.queue(queries.Filter(), by=own, at=LATER).rows} == {case.number}
        with pytest.raises(NoCase):
            actions.view_case(other.number, by=own, at=LATER)


def test_the_answer_is_the_same_whether_anything_fits_or_not(county: County, settings: Any) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": False})
    case = filed(county)
    digits = "001202699999"
    nobody = f"001-2026-99999-{check_digit(digits)}"
    answers = {
        asked(case), asked(case, "000X"), actions.ask_code(number=nobody, last_four=HEAD, origin="10.0.0.1", at=LATER),
    }  # fmt: skip
    assert answers == {""}
    assert Message.objects.filter(template="one_time_code").count() == 1
    assert OneTimeCode.objects.count() == 3


def test_a_wrong_code_is_refused_recorded_and_used_up_after_five(county: County) -> None:
    case = filed(county)
    code = asked(case)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(CaseProblem, match="验证码不正确"):
            let_in(case, wrong)
    with pytest.raises(CaseProblem, match="验证码不正确"):
        let_in(case, code)
    assert Event.objects.filter(action="cases.follow", detail__refused=True).count() == 6


@pytest.mark.parametrize(
    ("number", "last", "says"),
    [(f"001-2026-00001-{(int(check_digit('001202600001')) + 1) % 10}", HEAD, "受理编号不对"), ("", HEAD, "受理编号不对"), ("\0" * 30, HEAD, "受理编号不对"), (None, "12", "最后四位"), (None, "ab3x", "最后四位")],
)  # fmt: skip
def test_what_can_be_no_number_is_said_to_whoever_typed_it(county: County, number: Any, last: str, says: str) -> None:
    case = filed(county)
    with pytest.raises(CaseProblem, match=says):
        actions.ask_code(number=case.number if number is None else number, last_four=last, origin="", at=LATER)
    assert not OneTimeCode.objects.exists()


def test_full_width_digits_and_a_small_x_are_read_as_people_mean_them(county: County) -> None:
    case = filed(county)
    typed = case.number.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert actions.ask_code(number=typed, last_four=f" {HEAD.lower()} ", origin="", at=LATER)


def test_a_family_without_a_mobile_phone_is_sent_nothing(county: County) -> None:
    case = county.accepted()
    assert asked(case) == ""
    with pytest.raises(CaseProblem, match="验证码不正确"):
        let_in(case, "000000")


def test_cases_kept_at_the_county_for_children_are_never_opened_by_a_phone(county: County) -> None:
    case = filed(county)
    with scoped(SYSTEM):
        Case.objects.filter(pk=case.pk).update(restricted=True)
    assert asked(case) == ""


def mandated(county: County, case: Case, answers: Any = None) -> Any:
    """The neighbour's daughter, who has a case of her own and may act for the family."""
    helper = county.open(answers or family(name="张云", serial=950, extra={"contact": {"phone": "19900005678"}}))
    county.do(helper, "submit", "village", MONDAY)
    agent = county.seen(helper).person_id
    return agent, record_mandate(
        agent=agent, person=county.seen(case).person_id, document="委托书1号", valid_from=MONDAY.date(),
        valid_until=MONDAY.date() + timedelta(days=30), by=county.actors["clerk"], at=MONDAY,
    )  # fmt: skip


def test_whoever_acts_for_the_family_follows_with_their_own_number_and_phone(county: County) -> None:
    case = filed(county)
    agent, mandate = mandated(county, case)
    last = resident(950)[-4:]
    by = let_in(case, asked(case, last), last)
    assert (by.person, by.stands_for) == (agent, county.seen(case).person_id)
    with scoped(by):
        offered = queries.offers(actions.view_case(case.number, by=by, at=LATER).case, by=by, at=LATER)
        assert "withdraw" in {offer.step for offer in offered}
    end_mandate(mandate=mandate, by=county.actors["clerk"], at=LATER)
    assert actions.follower(case=case.pk, person=agent, origin="", at=LATER) is None


def test_a_mandate_that_is_over_opens_nothing(county: County) -> None:
    case = filed(county)
    mandated(county, case)
    assert asked(case, resident(950)[-4:], at=MONDAY + timedelta(days=40)) == ""


def test_two_people_whose_numbers_end_alike_are_never_taken_for_each_other(county: County) -> None:
    case = filed(county)
    born = next(day for year in range(1970, 2000) for day in [f"{year}0612"] if resident(901, day)[-4:] == HEAD)
    answers = family(name="张云", extra={"contact": {"phone": "19900005678"}})
    answers["members"] = [{**answers["members"][0], "id_number": resident(901, born)}]
    mandated(county, case, answers)
    assert asked(case) == ""


def test_who_was_let_in_is_asked_anew_each_time(county: County) -> None:
    case = filed(county)
    by = let_in(case, asked(case))
    found = actions.follower(case=case.pk, person=by.person or 0, origin="10.0.0.9", at=LATER)
    assert found is not None
    assert found.person == by.person
    assert actions.follower(case=case.pk, person=999_999, origin="", at=LATER) is None
    assert actions.follower(case=999_999, person=by.person or 0, origin="", at=LATER) is None


def test_a_family_urges_and_officers_see_it_until_something_is_done(county: County) -> None:
    case = filed(county)
    by = let_in(case, asked(case))
    with scoped(by):
        actions.urge(case=case.number, by=by, at=LATER)
        with pytest.raises(CaseProblem, match="三天内已经催办过"):
            actions.urge(case=case.number, by=by, at=LATER + MINUTE)
    clerk = county.actors["clerk"]
    with scoped(clerk):
        assert [row.urged for row in queries.queue(queries.Filter(), by=clerk, at=LATER).rows] == [True]
    with scoped(by):
        assert actions.urge(case=case.number, by=by, at=LATER + timedelta(days=3)).urged_at is not None
    county.do(case, "withdraw", "clerk", LATER + timedelta(days=3), reason="申请人要求")
    assert county.seen(case).urged_at is None
    with scoped(by), pytest.raises(CaseProblem, match="已经办结"):
        actions.urge(case=case.number, by=by, at=LATER + timedelta(days=9))


def test_a_case_that_waits_for_the_family_is_not_urged_and_officers_do_not_urge(county: County) -> None:
    case = filed(county)
    clerk = county.actors["clerk"]
    with scoped(clerk), pytest.raises(CaseProblem, match="不用催办"):
        actions.urge(case=case.pk, by=clerk, at=LATER)


def test_a_family_is_told_which_office_looked_and_what_for(county: County) -> None:
    case = filed(county)
    clerk = county.actors["clerk"]
    with scoped(clerk):
        actions.view_case(case.number, by=clerk, at=LATER)
    by = let_in(case, asked(case))
    with scoped(by):
        actions.view_case(case.number, by=by, at=LATER)
        looks = actions.looks_at(by=by, at=LATER)
    assert [look.action for look in looks if look.action == "cases.view"] == ["cases.view"]
    assert all(look.unit for look in looks)
    assert Event.objects.filter(action="cases.looks_at", subject_id=by.person).exists()
    with pytest.raises(NoCase):
        actions.looks_at(by=clerk, at=LATER)


__all__ = ["county"]
