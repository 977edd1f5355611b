from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from minzheng.engine.awards.actions import end_grant
from minzheng.engine.awards.models import Grant
from minzheng.engine.awards.queries import grants_on
from minzheng.engine.ledgers import actions
from minzheng.engine.ledgers.confirming import outcome_of
from minzheng.engine.ledgers.models import Batch
from minzheng.engine.ledgers.types import BatchState, LedgerProblem, Outcome
from minzheng.engine.registry import queries
from minzheng.engine.registry.bitemporal import STILL_BELIEVED
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.registry.models import BankAccount, Fact, Household, Obligor, Person
from minzheng.engine.registry.population import CountyArrays, load_population
from minzheng.engine.registry.types import Standing
from minzheng.kernel.codes import ID_TYPE
from minzheng.kernel.id_numbers import check_digit
from minzheng.kernel.months import Month
from tests.engine.ledgers.conftest import AUGUST, BOOK, DESTITUTE, DIBAO, DISABLED, JULY, MEANS, family, number

Bring = Callable[..., Batch]
SEPTEMBER = Month(2026, 9)


def _county(known_at: datetime = AUGUST) -> CountyArrays:
    return load_population(as_of=date(2026, 9, 1), known_at=known_at)


def _sources(household: int) -> set[tuple[str, str, str]]:
    found = queries.facts_of_household(household=household, as_of=date(2026, 9, 1), known_at=AUGUST)
    return {(fact.fact.name, fact.shown, fact.evidence) for fact in found}


def test_a_dibao_ledger_becomes_households_members_facts_accounts_and_grants(bring: Bring) -> None:
    batch = bring(DIBAO, family(1, household="0001") + family(11, size=3))
    assert outcome_of(batch) == Outcome(persons=5, households=2, memberships=5, facts=12, accounts=2, grants=2)
    county = _county()
    assert county.values["relation"].tolist() == [2, 12, 2, 12, 22]
    assert county.values["area"].tolist() == [2, 2]
    assert county.missing["birth_on"].tolist() == [False] * 5
    grants = grants_on(month=SEPTEMBER, known_at=AUGUST)
    assert (grants.amounts.tolist(), grants.persons_in_grant.tolist()) == ([56_000, 56_000], [2, 3])
    found = queries.find_household(number="0001", known_at=AUGUST)
    assert found is not None
    assert found.division_id == 530129001001


def test_every_value_says_where_it_stands_in_the_file(bring: Bring) -> None:
    bring(DIBAO, family(1))
    household = Household.objects.get()
    assert ("area", "农村", "名单›第2行›H列") in _sources(household.pk)
    assert ("birth_on", "1970-01-01", "名单›第3行") in _sources(household.pk)


def test_the_same_content_in_a_new_file_adds_nothing(bring: Bring) -> None:
    bring(DIBAO, family(1))
    again = bring(DIBAO, family(1), at=AUGUST, as_of=date(2026, 8, 1))
    assert outcome_of(again) == Outcome()
    assert outcome_of(again).added == 0


def test_a_new_amount_ends_the_old_grant(bring: Bring) -> None:
    bring(DIBAO, family(1))
    assert outcome_of(bring(DIBAO, family(1, amount=600), at=AUGUST, as_of=date(2026, 8, 1))) == Outcome(grants=1)
    months = [grants_on(month=Month(2026, month), known_at=AUGUST).amounts.tolist() for month in (3, 7, 8)]
    assert months == [[56_000], [56_000], [60_000]]
    assert grants_on(month=SEPTEMBER, known_at=JULY).amounts.tolist() == [56_000]


def test_uplift_is_paid_on_top(bring: Bring) -> None:
    rows = family(1, size=1)
    rows[0][9] = 55
    bring(DIBAO, rows)
    assert grants_on(month=SEPTEMBER, known_at=AUGUST).amounts.tolist() == [61_500]


def test_several_ledgers_meet_in_one_person(bring: Bring) -> None:
    book = ["0001", "仁德街道", "建设社区"]
    bring(BOOK, [
        [*book, "户主", "马甲国", number(1), "男", "回族", "1970-01-01", "初中", "建设社区1号"],
        [*book, "妻", "马乙国", number(2), "女", "汉", "1970.1.1", "小学", ""],
    ])  # fmt: skip
    bring(DIBAO, family(1))
    bring(DISABLED, [["仁德街道", "建设社区", "马乙国", number(2), "肢体", "二级"]])
    county = _county()
    assert county.size == 1
    assert Person.objects.count() == 2
    assert county.values["disability_grade"].tolist() == [0, 2]
    assert county.values["ethnicity"].tolist() == [3, 1]
    assert county.values["area"].tolist() == [2]


def test_a_disabled_person_nobody_knows_waits_without_a_household(bring: Bring) -> None:
    batch = bring(DISABLED, [["仁德街道", "建设社区", "马乙国", number(2), "肢体", "二级"]])
    assert outcome_of(batch) == Outcome(persons=1, facts=4)
    assert _county().size == 0
    bring(DIBAO, family(1))
    assert _county().values["disability_grade"].tolist() == [0, 2]


def test_a_destitute_person_is_a_household_with_a_grant_of_its_own(bring: Bring) -> None:
    batch = bring(DESTITUTE, [["仁德街道", "建设社区", "马甲国", number(1), "集中", "全护理", 715, 570, "2020年3月"]])
    assert outcome_of(batch).grants == 1
    county = _county()
    assert county.values["asks_destitute_support"].tolist() == [True]
    assert county.values["self_care_ability"].tolist() == [3]
    grants = grants_on(month=SEPTEMBER, known_at=AUGUST)
    assert (grants.amounts.tolist(), grants.persons.tolist()) == ([128_500], [Person.objects.get().pk])


def _means(**given: Any) -> list[list[Any]]:
    blank = dict.fromkeys(MEANS, "")
    place = {"户编号": "A1", "乡镇": "仁德街道", "村": "建设社区"}
    head = {"姓名": "马甲国", "身份证号": number(1), "与户主关系": "户主"}
    wife = {"姓名": "马乙国", "身份证号": number(2), "与户主关系": "妻", "赡养人姓名": given.get("赡养人姓名", "")}
    return [list((blank | place | head | given).values()), list((blank | place | wife).values())]


def test_a_means_survey_becomes_declared_incomes_expenses_assets_and_obligors(bring: Bring) -> None:
    bring(MEANS, _means(务工收入=12_000, 务工月数=6, 种植业收入=3000, 医疗支出=800, 银行存款=40_000, 车辆价值=0, 住房套数=1, 住房面积=96.5, 赡养人姓名="马小国", 赡养人家庭人口=4, 赡养人家庭月收入=8800))  # fmt: skip
    county = _county()
    values = {name: column.tolist() for name, column in county.values.items()}
    assert (values["income_kind"], values["income_amount"], values["income_months"]) == (
        [102, 201],
        [1_200_000, 300_000],
        [6, 12],
    )
    assert (values["expense_kind"], values["expense_amount"]) == ([2], [80_000])
    assert (values["asset_kind"], values["asset_value"], values["asset_area"]) == ([1, 21], [4_000_000, 0], [0, 9650])
    assert (values["obligor_household_income"], values["supported_here"]) == ([880_000], [2])
    assert values["means_declared"] == [True]
    assert set(Fact.objects.values_list("standing", flat=True)) == {Standing.DECLARED}
    assert Obligor.objects.get().name == "马小国"


def test_a_second_survey_changes_values_but_repeats_no_asset(bring: Bring) -> None:
    first = {"务工收入": 12_000, "银行存款": 40_000, "住房套数": 1, "赡养人姓名": "马小国", "赡养人家庭月收入": 8800}
    bring(MEANS, _means(**first))
    later = {"at": AUGUST, "as_of": date(2026, 8, 1)}
    assert outcome_of(bring(MEANS, [*_means(**first), [""] * 3 + ["合计"] + [""] * 13], **later)).added == 0
    batch = bring(MEANS, _means(**first | {"务工收入": 0, "种植业收入": 0, "银行存款": 50_000}), **later)
    assert outcome_of(batch) == Outcome(facts=2)
    values = _county().values
    assert (values["income_amount"].tolist(), values["asset_value"].tolist()) == ([0], [5_000_000, 0])


def test_who_belongs_elsewhere_stays_there(bring: Bring) -> None:
    bring(DIBAO, family(1, size=1))
    bring(DIBAO, family(11, size=1))
    rows = family(1, size=2)
    rows[1][5], rows[1][4] = number(11), "马甲国"
    batch = bring(DIBAO, rows, at=AUGUST, as_of=date(2026, 8, 1))
    assert outcome_of(batch).elsewhere == 1
    assert _county().size == 2


def test_two_families_of_the_ledger_in_one_registered_household_get_two_grants(bring: Bring) -> None:
    bring(DIBAO, family(1, size=2))
    rows = [family(1, size=1)[0], family(1, household="B2")[1]]
    rows[1][6] = "户主"
    bring(DIBAO, rows, at=AUGUST, as_of=date(2026, 8, 1))
    grants = grants_on(month=SEPTEMBER, known_at=AUGUST)
    assert len(grants) == 2
    assert grants.households[0] == grants.households[1]


def test_accounts_are_taken_once(bring: Bring) -> None:
    bring(DIBAO, family(1))
    bring(DIBAO, family(1, amount=1), at=AUGUST, as_of=date(2026, 8, 1))
    assert BankAccount.objects.count() == 1


def test_equal_numbers_in_one_village_are_two_households(bring: Bring) -> None:
    bring(DIBAO, family(1, household="1"))
    bring(DIBAO, family(11, household="1"))
    assert sorted(Household.objects.values_list("number", flat=True)) == ["", "1"]


def test_a_batch_is_confirmed_once(bring: Bring) -> None:
    batch = bring(DIBAO, family(1))
    with pytest.raises(LedgerProblem, match="已导入"):
        actions.confirm(batch=batch.pk, by="李明", at=AUGUST)
    with pytest.raises(LedgerProblem, match="没有第999批"):
        actions.confirm(batch=999, by="李明", at=AUGUST)


def test_rows_that_were_refused_stay_outside(bring: Bring) -> None:
    rows = family(1) + family(11)
    rows[3][5] = "530199197001010110"
    batch = bring(DIBAO, rows)
    assert (batch.state, batch.accepted, batch.rejected) == (BatchState.CONFIRMED, 2, 2)
    assert _county().size == 1


def test_a_file_without_an_acceptable_row_confirms_to_nothing(bring: Bring) -> None:
    rows = family(1, size=1)
    rows[0][5] = "1"
    assert outcome_of(bring(DIBAO, rows)) == Outcome()


def test_causes_are_taken_where_the_usual_words_are_used(bring: Bring) -> None:
    titles = (*DIBAO, "致困原因")
    rows = [[*family(1, size=1)[0], "因病"], [*family(11, size=1)[0], "家里老人多"]]
    bring(titles, rows)
    causes = Fact.objects.filter(name=FACTS["poverty_cause"].number)
    assert list(causes.values_list("value", flat=True)) == [1]


def test_a_person_with_a_residence_permit_of_hong_kong_is_registered_as_such(bring: Bring) -> None:
    rows = family(1, size=1)
    body = "81000019800101001"
    rows[0][5] = body + check_digit(body)
    bring(DIBAO, rows)
    assert Person.objects.get().id_kind == ID_TYPE.number("HMT_RESIDENCE_PERMIT")


def test_a_grant_that_was_ended_is_not_paid_again_for_the_past(bring: Bring) -> None:
    bring(DIBAO, family(1))
    grant = Grant.objects.get()
    end_grant(grant=grant, until_month=Month(2026, 8), source=grant.source, at=AUGUST)
    rows = family(1)
    bring(DIBAO, rows, at=AUGUST, as_of=date(2026, 8, 1))
    assert grants_on(month=Month(2026, 7), known_at=AUGUST).amounts.tolist() == [56_000]
    assert sorted(
        Grant.objects.filter(superseded_at=STILL_BELIEVED).values_list("from_month", "until_month"), key=str
    ) == [
        (date(2026, 3, 1), date(2026, 8, 1)),
        (date(2026, 8, 1), None),
    ]
