from __future__ import annotations

import ast
import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from minzheng.engine.assessments.types import CHAPTER
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.rules.card import cards
from minzheng.engine.rules.sentences import Sentences
from minzheng.engine.rules.wording import Voice, Wording, cases_of, is_aggregate, otherwise_of

LABELS = {
    "age": "年龄",
    "income": "收入",
    "size": "人口",
    "ill": "患重病",
    "old": "年老",
    "poor": "贫困",
    "grade": "等级",
    "wage": "工资",
    "member_income": "成员收入",
    "amount": "收入金额",
    "kind": "项目",
    "standard": "标准",
    "how": "取整方法",
    "area": "城乡",
    "extra": "另行规定的",
    "tiers": "分档",
    "value": "财产价值",
    "able": "有能力",
}
UNITS = {"age": "岁", "income": "元/月", "size": "人", "wage": "元", "amount": "元", "member_income": "元/期"}
CODES = {"A": "甲", "B": "乙", "C": "丙", "D": "丁", "E": "戊", "F": "己", "G": "庚"}


class Labels(Voice):
    def name(self, name: str) -> str:
        return LABELS[name]

    def code(self, _of: str, key: str) -> str:
        return CODES.get(key, key)

    def constant(self, name: str) -> Any:
        return {"FEW": ("A", "B"), "MANY": tuple(CODES)}.get(name)

    def unit(self, name: str) -> str:
        return UNITS.get(name, "")


class Figures(Labels):
    """Says every name as “值”, aggregates as “合计数”, parameters by code as “按码数”; the second case is met."""

    met: int | None = 1

    def name(self, _name: str) -> str:
        return "值"

    def by_code(self, _node: ast.Subscript) -> str | None:
        return "按码数"

    def rows(self, _node: ast.Call) -> str | None:
        return "合计数"

    def case_met(self, _node: ast.Call) -> int | None:
        return self.met


def parsed(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


def words(source: str, voice: Voice | None = None) -> str:
    return Wording(voice or Labels()).of(parsed(source))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("income + wage - 3", "收入 ＋ 工资 － 3"),
        ("income - (wage + standard)", "收入 － （工资 ＋ 标准）"),
        ("(income - wage) - standard", "收入 － 工资 － 标准"),
        ("(income + wage) * size", "（收入 ＋ 工资） × 人口"),
        ("income / (size * wage)", "收入 ÷ （人口 × 工资）"),
        ("income / size * wage", "收入 ÷ 人口 × 工资"),
        ("-income", "负的收入"),
        ("-(income + wage)", "负的（收入 ＋ 工资）"),
        ("age * 12", "年龄 × 12个月"),
        ("income / 12", "收入 ÷ 12个月"),
        ("income + 12", "收入 ＋ 12"),
    ],
)
def test_arithmetic_is_said_with_the_brackets_it_needs(source: str, said: str) -> None:
    assert words(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("age >= 60", "年龄 不低于 60岁"),
        ("age < 16", "年龄 低于 16岁"),
        ("income <= 0", "收入 不超过 0元"),
        ("income > 10000", "收入 超过 100.00元/月"),
        ("income < standard * size", "收入 低于 标准 × 人口"),
        ("size - 1 == 0", "人口 － 1 是 0人"),
        ("(old | ill).as_number() != 1", "〔年老 或者 患重病的记 1〕 不是 1"),
        ("members.ill.count() > 1", "成员人数〔只计：患重病〕 超过 1人"),
        ("assets.value.sum() > 0", "各项财产价值合计 超过 0"),
        ("(members.wage.where(members.ill)).sum() > 0", "各成员的工资合计〔只计：患重病〕 超过 0元"),
        ("standard[area] > 0", "标准〔按城乡〕 超过 0"),
        ("grade == 'A'", "等级 是“甲”"),
        ("grade != 'B'", "等级 不是“乙”"),
        ("kind == 'Z'", "项目 是“Z”"),
    ],
)
def test_comparisons_name_the_unit_and_the_code(source: str, said: str) -> None:
    assert words(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("old | ill & poor", "年老 或者 （患重病 并且 贫困）"),
        ("(old | ill) & poor", "（年老 或者 患重病） 并且 贫困"),
        ("old & ill | poor", "（年老 并且 患重病） 或者 贫困"),
        ("~old", "不符合“年老”"),
        ("~(old | ill)", "不符合“年老 或者 患重病”"),
        ("~grade.among('A')", "等级 不属于〔甲〕"),
        ("~(grade == 'A')", "不符合“等级 是“甲””"),
        ("(age >= 60) & ~ill", "年龄 不低于 60岁 并且 不符合“患重病”"),
    ],
)
def test_and_and_or_leave_no_doubt_what_binds(source: str, said: str) -> None:
    assert words(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("grade.among('A', 'B')", "等级 属于〔甲；乙〕"),
        ("grade.among(FEW, 'C')", "等级 属于〔甲；乙；丙〕"),
        ("grade.among(MANY)", "等级 属于〔甲；乙；丙；丁；戊；己等 7 项〕"),
        ("grade.among(FEW, extra)", "等级 属于〔甲；乙；“另行规定的”所列〕"),
        ("(grade).unless('A', kind)", "等级〔“甲”的改按：项目〕"),
    ],
)
def test_lists_of_codes_are_named_and_long_ones_counted(source: str, said: str) -> None:
    assert words(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("members.member_income.sum()", "各成员收入合计"),
        ("members.wage.sum()", "各成员的工资合计"),
        ("incomes.amount.where(incomes.kind.among('A')).sum()", "各项收入金额合计〔只计：项目 属于〔甲〕〕"),
        ("(expenses.amount * standard[expenses.kind]).sum()", "各项支出的“收入金额 × 标准〔按项目〕”合计"),
        ("members.count()", "成员人数"),
        ("obligors.able.any()", "有义务人符合“有能力”"),
        ("members.ill.all()", "全部成员都符合“患重病”"),
        ("members.age.largest()", "各成员的年龄中最大的"),
        ("members.wage.sum().where(poor)", "各成员的工资合计〔仅当：贫困〕"),
        ("assets.ill.count()", "财产项数〔只计：患重病〕"),
    ],
)
def test_rows_below_are_counted_and_added_in_plain_words(source: str, said: str) -> None:
    assert words(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("at_least(0, income - wage)", "（收入 － 工资）〔为负的按 0 计〕"),
        ("at_least(1, size)", "人口〔低于 1人 的按 1人 计〕"),
        ("at_least(income, wage)", "〔收入；工资〕中较大的"),
        ("at_least(at_least(income, wage), at_least(standard, age))", "〔收入；工资；标准；年龄〕中最大的"),
        ("at_least(at_least(0, income), wage)", "〔收入〔为负的按 0 计〕；工资〕中较大的"),
        ("at_most(income, wage * size)", "〔收入；工资 × 人口〕中较小的"),
        ("at_most(at_least(income, wage), size)", "〔〔收入；工资〕中较大的；人口〕中较小的"),
        ("either(poor, income, wage)", "如果贫困，则为收入；否则为工资"),
        ("rounded(income / size, how)", "（收入 ÷ 人口）〔取整：取整方法〕"),
        ("rounded(income, 'HALF_UP_FEN')", "收入〔取整：四舍五入到分〕"),
        ("known_where(poor, income)", "收入〔前提：贫困〕"),
        ("(income < wage).known_where(poor)", "（收入 低于 工资）〔前提：贫困〕"),
        ("income.where(ill)", "收入〔仅当：患重病〕"),
        ("ill.as_number() + old.as_number()", "〔患重病的记 1〕 ＋ 〔年老的记 1〕"),
        ("full_years(age, income)", "从年龄到收入的周岁数"),
        ("months_between(age, income)", "从年龄所在月到收入所在月的月数"),
        ("standard['A']", "标准〔甲〕"),
        ("standard[area] * size", "标准〔按城乡〕 × 人口"),
        (
            "tiers.pick('per_person', income, at_most='max_ratio', of=standard)",
            "分档中“收入 ÷ 标准”所在档的金额",
        ),
        ("tiers.pick('share', size, at_most='until')", "分档中“人口”所在档的数值"),
        ("income * tiers.reached('rate', income, above='above')", "收入 × 分档中“收入”超过的最高一档的数值"),
        ("tiers.graduated('rate', income, above='above')", "“收入”按分档逐段计算的合计"),
    ],
)
def test_every_word_of_the_language_has_its_phrase(source: str, said: str) -> None:
    assert words(source) == said


CASES = "first_of('list', A=ill, B=old, otherwise='C')"


def test_a_list_of_cases_names_every_case_and_what_it_gives() -> None:
    assert words(CASES) == "依次判断：患重病 → “甲”；年老 → “乙”；其他 → “丙”"
    assert words("first_of('list', A=ill, otherwise=grade)") == "依次判断：患重病 → “甲”；其他 → 等级"


@pytest.mark.parametrize(
    ("met", "said"),
    [
        (0, "依次判断：值 → “甲”"),
        (1, "依次判断：值；值 → “乙”"),
        (2, "依次判断：值；值；其他 → “丙”"),
        (None, "依次判断：值 → “甲”；值 → “乙”；其他 → “丙”"),
    ],
)
def test_with_figures_a_list_of_cases_ends_where_it_was_met(met: int | None, said: str) -> None:
    voice = Figures()
    voice.met = met
    assert words(CASES, voice) == said


def test_with_figures_rows_and_lookups_are_said_by_what_they_come_to() -> None:
    assert words("members.wage.sum() + standard[area]", Figures()) == "合计数 ＋ 按码数"
    assert words("members.count() * standard['A']", Figures()) == "合计数 × 按码数"


def test_the_parts_of_a_list_of_cases_can_be_taken_apart() -> None:
    node = parsed(CASES)
    assert isinstance(node, ast.Call)
    assert [case.arg for case in cases_of(node)] == ["A", "B"]
    assert ast.unparse(otherwise_of(node)) == "'C'"


def test_an_aggregate_is_told_from_what_is_done_with_it() -> None:
    assert is_aggregate(parsed("members.wage.sum()"))
    assert not is_aggregate(parsed("members.wage.sum() + 1"))
    assert not is_aggregate(parsed("wage"))


NAMES = st.sampled_from(["old", "ill", "poor"])
CONDITIONS = st.recursive(
    NAMES,
    lambda inner: st.one_of(
        st.builds("~({})".format, inner),
        st.builds("({}) | ({})".format, inner, inner),
        st.builds("({}) & ({})".format, inner, inner),
    ),
    max_leaves=8,
)
NUMBERS = st.recursive(
    st.sampled_from(["income", "wage", "size"]),
    lambda inner: st.builds("({}) {} ({})".format, inner, st.sampled_from("+-*/"), inner),
    max_leaves=6,
)


def _value(source: str, names: dict[str, Any]) -> Any:
    return eval(source, {}, names)  # noqa: S307 - the test's own arithmetic


def _back(said: str, names: dict[str, str]) -> str:
    """A sentence as the Python it stands for."""
    signs = {" 或者 ": " | ", " 并且 ": " & ", "不符合“": "~(", "”": ")", "（": "(", "）": ")"}
    signs |= {"＋": "+", "－": "-", "×": "*", "÷": "/"}
    for chinese, python in {**signs, **names}.items():
        said = said.replace(chinese, python)
    return said


@given(source=CONDITIONS, values=st.lists(st.booleans(), min_size=3, max_size=3))
def test_a_condition_read_back_means_what_the_rule_means(source: str, values: list[bool]) -> None:
    names = dict(zip(["old", "ill", "poor"], (-1 if value else 0 for value in values), strict=True))
    back = _back(words(source), {LABELS[name]: name for name in names})
    assert _value(back, names) == _value(source, names)


@given(source=NUMBERS, values=st.lists(st.integers(-3, 5), min_size=3, max_size=3))
def test_a_sum_read_back_gives_the_same_figure(source: str, values: list[int]) -> None:
    names = dict(zip(["income", "wage", "size"], map(Fraction, values), strict=True))
    back = _back(words(source), {LABELS[name]: name for name in names})
    try:
        expected = _value(source, names)
    except ZeroDivisionError:
        assume(False)
    assert _value(back, names) == expected


def test_no_rule_of_the_chapter_is_worded_with_an_identifier() -> None:
    rules = load_chapter(CHAPTER).rules
    sentences = {rule: Sentences.of(rules).formula(rule) for rule in rules.rules}
    assert {rule.name: said for rule, said in sentences.items() if re.search(r"[A-Za-z_]{2,}", said)} == {}
    assert all(
        said.count(left) == said.count(right) for said in sentences.values() for left, right in ("（）", "〔〕", "“”")
    )


def test_every_card_of_the_chapter_prints() -> None:
    texts = [card.text() for card in cards(load_chapter(CHAPTER).rules)]
    assert len(texts) == len(load_chapter(CHAPTER).rules.rules)
    assert all("计算：" in text and "依据：《" in text for text in texts)
