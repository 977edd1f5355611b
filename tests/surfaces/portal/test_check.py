"""「我能享受什么」: the real rules, seven questions, nothing kept. No test here may touch the database, so no page does."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from minzheng.engine.catalogue.entrances import entrances
from minzheng.surfaces.cli.household_file import read_household
from minzheng.surfaces.cli.household_result import household_result
from minzheng.surfaces.portal.check import views
from minzheng.surfaces.portal.check.household import household_of
from minzheng.surfaces.portal.check.questions import QUESTIONS, given_in, people
from minzheng.surfaces.portal.check.verdicts import NO, OPEN, YES, Verdict, verdicts

DAY = date(2026, 8, 1)
GRANDMOTHER = {
    "area": "RURAL", "age-1": "72", "health-1": "NONE", "income-known": "YES", "pension-1": "2200", "vehicles": "0",
    "dwellings": "1", "cause": "NONE", "relatives": "NONE",
}  # fmt: skip
FAMILY = GRANDMOTHER | {
    "area": "URBAN", "age-1": "45", "age-2": "44", "age-3": "12", "health-2": "ILL", "health-3": "NONE", "wage-1": "24000",
    "pension-1": "", "medical": "9000",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "today", lambda: DAY)


def _verdicts(answers: dict[str, str], *, place: str = "530199", demo: bool = True) -> dict[str, Verdict]:
    given_answers = given_in(answers)
    names = tuple(f"第{number}人" for number, _ in people(given_answers))
    found = verdicts(household_of(given_answers, on=DAY), names, place=place, demo=demo, on=DAY)
    return {str(each.entrance.matter.code): each for each in found}


def _post(client: Client, answers: dict[str, str], **more: str) -> Any:
    return client.post("/check", answers | more)


def _text(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))


def _hidden(answer: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode()))


def test_it_asks_seven_questions_one_a_page_and_carries_every_answer(demo: Client) -> None:
    answer, carried = demo.get("/check"), {}
    for number, question in enumerate(QUESTIONS, start=1):
        answer = _post(demo, carried, page=str(number - 1), go="next")
        assert f"第 {number} 步，共 7 步" in _text(answer)
        assert question.title in _text(answer)
        own = {name: GRANDMOTHER[name] for name in question.fields if name in GRANDMOTHER}
        carried = _hidden(answer) | own
    answer = _post(demo, carried, page="7", go="next")
    assert "您家可能享受这些" in _text(answer)
    assert {name: value for name, value in _hidden(answer).items() if name in GRANDMOTHER} == GRANDMOTHER


def test_no_answer_is_in_an_address_a_cookie_or_a_cache_of_others(demo: Client) -> None:
    answer = _post(demo, FAMILY, page="7", go="next")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "private, no-cache"
    assert not re.search(r'(?:href|action)="[^"]*\?', answer.content.decode())


@pytest.mark.parametrize("number", range(1, 8))
def test_a_page_left_empty_is_asked_again_and_says_why(number: int, demo: Client) -> None:
    question = QUESTIONS[number - 1]
    answers = {name: value for name, value in GRANDMOTHER.items() if name not in question.fields}
    answer = _post(demo, answers, page=str(number), go="next")
    assert answer.status_code == 422
    errors = question.check(given_in(answers))
    assert errors
    for name, sentence in errors.items():
        assert f'href="#{name}"' in answer.content.decode()
        assert f'id="{name}"' in answer.content.decode()
        assert sentence in _text(answer)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("age-1", "六十", "0 到 120"), ("age-1", "121", "0 到 120"), ("age-2", "-1", "0 到 120"), ("wage-1", "一千", "无法识别"),
        ("savings", "-5", "不能小于 0"), ("medical", "1.234", "分"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_kept_and_said_where_it_stands(field: str, value: str, said: str, demo: Client) -> None:
    page = next(number for number, question in enumerate(QUESTIONS, start=1) if field in question.fields)
    answer = _post(demo, GRANDMOTHER | {field: value}, page=str(page), go="next")
    assert answer.status_code == 422
    assert said in _text(answer)
    assert f'value="{value}"' in answer.content.decode()


def test_going_back_and_changing_the_size_of_type_lose_nothing(demo: Client) -> None:
    back = _post(demo, GRANDMOTHER, page="5", go="back")
    assert "第 4 步" in _text(back)
    assert 'name="pension-1" inputmode="decimal" autocomplete="off" value="2200"' in back.content.decode()
    large = _post(demo, GRANDMOTHER, page="5", go="large_text")
    assert 'class="elder"' in large.content.decode()
    assert large.cookies["large-text"].value == "1"
    assert _hidden(large)["pension-1"] == "2200"
    assert 'class="elder"' not in _post(demo, GRANDMOTHER, page="5", go="usual_text").content.decode()


def test_an_answer_is_changed_from_the_result_and_leads_straight_back_to_it(demo: Client) -> None:
    asked = _post(demo, GRANDMOTHER, page="8", go="4")
    assert "第 4 步" in _text(asked)
    answer = _post(demo, GRANDMOTHER | {"pension-1": "99000"}, page="4", go="next", editing=_hidden(asked)["editing"])
    assert "城乡居民养老金 99,000.00 元" in _text(answer)
    assert "不符合" in _text(answer)


def test_somebody_added_later_is_asked_about(demo: Client) -> None:
    answer = _post(demo, GRANDMOTHER | {"age-2": "70"}, page="2", go="next", editing="1")
    assert "第 3 步" in _text(answer)


def test_it_reckons_exactly_what_minzheng_rules_eval_reckons(tmp_path: Path) -> None:
    members = [
        {"relation": "本人", "birth_on": "1981-08-01", "incomes": [{"income_kind": "零工或外出务工收入", "income_amount": "24000"}],
         "expenses": [{"expense_kind": "医疗支出", "expense_amount": "9000"}]},
        {"relation": "妻", "birth_on": "1982-08-01", "serious_illness": True},
        {"relation": "子", "birth_on": "2014-08-01"},
    ]  # fmt: skip
    file = tmp_path / "户.json"
    household = {
        "household": {"area": "城市", "means_declared": True},
        "members": members,
        "assets": [{"asset_kind": "住房"}],
    }
    file.write_text(json.dumps(household), encoding="utf-8")
    reckoned = household_result(read_household(file), place="530199", on=DAY)
    found = _verdicts(FAMILY)
    assert reckoned["result"]["code"] == "DIBAO"
    assert found["dibao"].answer == YES
    assert found["dibao"].amount.replace(",", "") == f"{reckoned['monthly_total']}元/月"


def test_every_answer_has_its_reasons_with_article_and_figures() -> None:
    for verdict in _verdicts(FAMILY).values():
        assert verdict.reasons
        assert all(reason.label and reason.articles for reason in verdict.reasons)
        assert (verdict.answer == NO) == any(reason.answer == NO for reason in verdict.reasons)
    assert "低于" in next(reason.figures for reason in _verdicts(FAMILY)["dibao"].reasons if "人均收入" in reason.label)


def test_a_family_with_a_car_is_told_which_condition_fails() -> None:
    verdict = _verdicts(FAMILY | {"vehicles": "1"})["dibao"]
    assert verdict.answer == NO
    assert [reason.label for reason in verdict.reasons if reason.answer == NO] == ["机动车辆、船舶、大型机械不超过规定"]


def test_an_emergency_is_answered_whatever_else_is_unknown() -> None:
    found = _verdicts(FAMILY | {"cause": "FIRE", "income-known": "NO", "medical": ""})
    assert found["temporary_assistance"].answer == YES
    assert found["temporary_assistance"].amount
    assert found["dibao"].answer == OPEN
    assert next(iter(found)) == "temporary_assistance"


def test_relatives_who_may_have_to_pay_leave_the_answer_open_and_say_so() -> None:
    verdict = _verdicts(GRANDMOTHER | {"relatives": "OTHER"})["destitute_support"]
    assert verdict.answer == OPEN
    assert any("不住在一起的亲人" in words for words in verdict.unknown)


def test_a_real_county_without_confirmed_standards_decides_nothing(real: Client) -> None:
    found = _verdicts(GRANDMOTHER, place="530129", demo=False)
    assert found["dibao"].answer == OPEN
    assert any("参数未确认" in words for words in found["dibao"].unknown)
    assert YES not in {verdict.answer for verdict in found.values()}
    assert "参数未确认" in _text(_post(real, GRANDMOTHER, page="7", go="next"))


def test_every_service_is_spoken_of_unless_the_allowance_covers_it() -> None:
    every = {str(each.matter.code) for each in entrances()}
    assert set(_verdicts(FAMILY | {"vehicles": "1"})) == every
    assert set(_verdicts(FAMILY)) == every - {"edge", "rigid", "dibao_single"}


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.dictionaries(
        st.sampled_from([name for question in QUESTIONS for name in question.fields] + ["page", "go", "editing"]),
        st.one_of(
            st.text(max_size=30), st.sampled_from([*GRANDMOTHER.values(), "next", "back", "9", "7", "large_text"])
        ),
    )
)
def test_whatever_a_form_says_a_page_answers(answers: dict[str, str], demo: Client) -> None:
    assert _post(demo, GRANDMOTHER | answers).status_code in {200, 422}
