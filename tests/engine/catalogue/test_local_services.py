"""What a place may set of its services, and what it may not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from minzheng.engine.catalogue.local_services import (
    LocalOffice,
    local_office,
    local_service,
    localised,
    office_words,
    read_local_services,
)
from minzheng.engine.catalogue.localities import localities
from minzheng.engine.catalogue.matters import Matter, matters_of
from minzheng.engine.catalogue.procedures import Limit, Procedure
from minzheng.laws.strict_yaml import YamlProblem, load_document

CHAPTER, NAME, DAY = "social_assistance", "minimum_living_allowance", date(2026, 8, 3)
GOOD = """\
hours: 周一至周五
matters:
  minimum_living_allowance:
    - from: 2026-07-01
      until: 2026-12-31
      source: 县民政局通知
      published: 2026-06-20
      visits: 1
      promised:
        application: {total: 25 wd}
      flow:
        application: {propose: 10 wd}
    - {from: 2027-01-01, source: 县民政局通知, published: 2026-12-20, visits: 0}
"""
WRONG = (
    ("hours: 周一至周五", "rules: [x]", 1, "不认识 rules"),
    ("  minimum_living_allowance:", "  minimum_living_allowence:", 3, "是不是 minimum_living_allowance？"),
    ("from: 2026-07-01", "from: soon", 4, "from 应为日期"),
    ("      source: 县民政局通知\n", "", 4, "缺少 source（来源文件）"),
    ("      visits: 1", "      conditions: [x]", 8, "不认识 conditions"),
    ("until: 2026-12-31", "until: 2027-06-30", 13, "重叠"),
    ("{propose: 10 wd}", "{propse: 10 wd}", 12, "没有步骤 propse，是不是 propose？"),
    ("{propose: 10 wd}", "{propose: 15 wd}", 12, "法定期限是12个工作日，本地只能缩短，不能延长到15个工作日"),
    ("{propose: 10 wd}", "{propose: 10 d}", 12, "应用同样的单位（wd）"),
    ("{propose: 10 wd}", "{confirm: 2 wd}", 12, "没有标明 set_locally，本地不能改；可以缩短的有：propose（初审同意并公示）"),
    ("{propose: 10 wd}", "{propose: {by: [mayor]}}", 12, "本地只能缩短期限，不能改由谁办、前提和去向"),
    ("application: {propose: 10 wd}", "aplication: {propose: 10 wd}", 12, "没有程序 aplication，是不是 application？"),
    ("{total: 25 wd}", "{totl: 25 wd}", 10, "没有期限 totl，是不是 total？"),
    ("{total: 25 wd}", "{total: 25 d}", 10, "期限 total（全部办理期限）的法定期限是30个工作日，本地的期限应用同样的单位"),
    ("      source: 县民政局通知", "      source: 县", 6, "至少 2 项"),
    ("{total: 25 wd}", "{total: soon}", 10, "期限写作“3 wd”"),
    ("application: {propose: 10 wd}", "periodic_review: {extend: 1 wd}", 12, "没有步骤 extend"),
    ("  minimum_living_allowance:", "  nothing_like_it_at_all:", 3, "没有事项 nothing_like_it_at_all，可用："),
    ("{total: 25 wd}", "{total: 31 wd}", 10, "不能延长到31个工作日"),
)  # fmt: skip


def declared(text: str) -> LocalOffice:
    return read_local_services(load_document(text, "localities/530129/services.yaml"), matters_of(CHAPTER))


def application() -> Procedure:
    matter = next(each for each in matters_of(CHAPTER) if each.name == NAME)
    return next(each for each in matter.procedures() if each.name == "application")


def test_a_good_declaration_is_taken_by_its_periods() -> None:
    found = declared(GOOD)
    first, second = found.matters[NAME]
    assert (first.visits, second.visits) == (1, 0)
    assert first.holds(date(2026, 12, 31))
    assert not first.holds(date(2027, 1, 1))
    assert first.flow == {"application": {"propose": Limit.read("10 wd")}}


@pytest.mark.parametrize(("right", "wrong", "line", "words"), WRONG)
def test_a_mistake_is_told_with_its_file_and_line(right: str, wrong: str, line: int, words: str) -> None:
    assert right in GOOD
    with pytest.raises(YamlProblem) as caught:
        declared(GOOD.replace(right, wrong, 1))
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"localities/530129/services.yaml:{line}：")


OUTSIDE = """\
matters:
  elsewhere:
    - {from: 2026-07-01, source: 县民政局通知, published: 2026-06-20, promised: {outside: {total: 3 wd}}}
"""


def handled_elsewhere(within: Limit | None) -> Matter:
    inside = next(each for each in matters_of(CHAPTER) if each.name == NAME)
    assert inside.service is not None
    return replace(
        inside, name="elsewhere", service=replace(inside.service, outside=("申请", "办结"), outside_within=within)
    )


def test_a_place_promises_a_time_for_what_another_system_handles() -> None:
    document = load_document(OUTSIDE, "localities/530129/services.yaml")
    for legal in (Limit.read("5 wd"), None):
        found = read_local_services(document, [handled_elsewhere(legal)]).matters["elsewhere"][0]
        assert found.promised == {"outside": {"total": Limit.read("3 wd")}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (OUTSIDE.replace("3 wd", "9 wd"), "不能延长到9个工作日"),
        (OUTSIDE.replace("total", "first"), "只有全部期限（total），没有 first"),
        (OUTSIDE.replace("elsewhere", NAME), "在本系统内办理，承诺期限请按程序写"),
    ],
)
def test_a_promise_for_another_system_that_cannot_stand_is_refused(text: str, words: str) -> None:
    document = load_document(text, "localities/530129/services.yaml")
    with pytest.raises(YamlProblem) as caught:
        read_local_services(document, [handled_elsewhere(Limit.read("5 wd")), *matters_of(CHAPTER)])
    assert words in str(caught.value)


def test_a_shortened_row_is_all_that_differs() -> None:
    legal = application()
    here = localised(legal, place="530199", on=DAY)
    assert (str(legal.steps["propose"].within), str(here.steps["propose"].within)) == ("12个工作日", "10个工作日")
    assert {key for key, step in here.steps.items() if step != legal.steps[key]} == {"propose", "ask_supplement"}
    assert (legal.steps["ask_supplement"].answer_within, str(here.steps["ask_supplement"].answer_within)) == (
        None,
        "15个工作日",
    )
    assert (here.states, here.clocks, here.records) == (legal.states, legal.clocks, legal.records)


def test_before_its_day_and_elsewhere_the_law_stands() -> None:
    legal = application()
    assert localised(legal, place="530199", on=date(2026, 6, 30)) == legal
    assert localised(legal, place="530129", on=DAY) == legal
    assert local_service(matter=NAME, place="530129", on=DAY) is None


def test_what_nobody_has_filled_in_is_empty() -> None:
    assert office_words("530129") == ("", "")
    assert office_words("530199")[1] == "0871-00000000"


def test_every_locality_of_the_product_is_right() -> None:
    assert all(isinstance(local_office(each.code), LocalOffice) for each in localities())


ANSWERS = f"""\
matters:
  {NAME}:
    - {{from: 2026-07-01, source: 县民政局通知, published: 2026-06-20, answers: {{stop: {{propose: 7 wd}}, application: {{ask_supplement: 15 wd}}}}}}
"""


def test_a_place_gives_families_longer_to_answer_or_sets_what_nobody_has_set() -> None:
    answers = declared(ANSWERS).matters[NAME][0].answers
    assert answers == {"stop": {"propose": Limit.read("7 wd")}, "application": {"ask_supplement": Limit.read("15 wd")}}


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("propose: 7 wd", "propose: 3 wd", "规定的答复期限是5个工作日，本地只能延长"),
        ("propose: 7 wd", "propose: 9 d", "用同样的单位"),
        ("ask_supplement: 15 wd", "forward: 5 wd", "不出具文书，没有人要答复"),
        ("ask_supplement: 15 wd", "ask_suplement: 15 wd", "是不是 ask_supplement"),
    ],
)
def test_a_family_is_never_given_less_time_to_answer(right: str, wrong: str, words: str) -> None:
    assert right in ANSWERS
    with pytest.raises(YamlProblem, match=re.escape(words)):
        declared(ANSWERS.replace(right, wrong))
