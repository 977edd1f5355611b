from __future__ import annotations

from datetime import date

from minzheng.engine.rules.card import cards
from minzheng.engine.rules.language import member_requires, rule
from tests.engine.rules.spoken import LAW, OLD_LAW, rule_set


@member_requires(OLD_LAW, of=["dibao"], else_say="OTHER", until="2026-06-30", name="counts")
def counts_until_june(ill):
    """患病（旧法）"""
    return ill


@member_requires(LAW, of=["dibao"], else_say="OTHER", since="2026-07-01", name="counts")
def counts_since_july(ill):
    """患病（新法）"""
    return ill


@rule(LAW, unit="元/月", when={"method": "GAP"})
def paid(rent):
    """发放"""
    return rent * 2


@rule(LAW, unit="元/月", name="paid", when={"method": "TIER"}, since="2026-07-01", until="2027-12-31")
def paid_by_tier(standard):
    """发放（分档）"""
    return standard


RULES = rule_set(counts_until_june, counts_since_july, paid, paid_by_tier)


def test_a_card_says_the_rule_its_period_its_articles_and_the_refusal() -> None:
    before, after = cards(RULES, name="counts")
    assert after.text().splitlines() == [
        "患病（新法）（counts，按成员）",
        "  计算：患病（新法） ＝ 患重病",
        "  适用：2026-07-01至今",
        "  依据：《中华人民共和国社会救助法》第十八条",
        "  属于：最低生活保障的条件；不符合时的理由代码 OTHER",
    ]
    assert before.applies == "至2026-06-30"
    assert before.basis == ("《社会救助暂行办法》第九条",)


def test_a_card_says_under_which_choice_a_version_applies() -> None:
    gap, tier = cards(RULES, name="paid")
    assert gap.applies == "各时期，计发方法为“补差”时"
    assert tier.applies == "2026-07-01至2027-12-31，计发方法为“分档”时"
    assert "属于" not in gap.text()


def test_on_a_day_only_the_versions_in_force_are_printed() -> None:
    assert [card.label for card in cards(RULES, on=date(2026, 6, 30))] == ["患病（旧法）", "发放"]
    assert [card.label for card in cards(RULES, on=date(2026, 7, 1))] == ["患病（新法）", "发放", "发放（分档）"]


def test_nothing_is_printed_for_a_name_nobody_declared() -> None:
    assert list(cards(RULES, name="unknown")) == []
    assert len(list(cards(RULES))) == 4
