from __future__ import annotations

from datetime import date

from minzheng.engine.rules.language import first_of, member_rule, rule
from minzheng.engine.rules.ruleset import RuleSet
from minzheng.engine.rules.sentences import Labels, Sentences, label_of
from tests.engine.rules.spoken import DAY, LAW, OLD_LAW, rule_set, settings

HEADS = ("01", "02")
OTHERS = ("50",)


@member_rule(OLD_LAW, LAW)
def is_head(relation):
    """本人"""
    return relation.among(HEADS)


@member_rule(LAW)
def kind_of_area(is_head):
    """类别"""
    return first_of("area_class", URBAN=is_head, otherwise="RURAL")


@rule(LAW, unit="元/月", when={"method": "GAP"})
def amount(standard, rent):
    """补助（补差）"""
    return standard - rent


@rule(LAW, unit="元/月", name="amount", when={"method": "TIER"})
def amount_by_tier(standard):
    """补助（分档）"""
    return standard


@rule(LAW, unit="元/月", when={"method": "GAP"})
def extra(rent):
    """房租补助"""
    return rent


@rule(LAW, unit="元/月", name="extra", when={"method": "TIER"})
def extra_of_standard(standard):
    """定额补助"""
    return standard


@rule(LAW, unit="元/月")
def total(amount, extra):
    """合计"""
    return amount + extra


def _rules() -> RuleSet:
    return rule_set(is_head, kind_of_area, amount, amount_by_tier, extra, extra_of_standard, total)


def _rule(rules: RuleSet, name: str):  # type: ignore[no-untyped-def]
    return rules.versions[name][0]


def test_a_name_is_called_by_the_version_in_force() -> None:
    rules = _rules()
    plan = rules.on(DAY, settings(method="TIER", standard=1))
    assert label_of(rules, "amount", plan) == "补助（分档）"
    assert Sentences.of(rules).formula(_rule(rules, "total"), plan) == "补助（分档） ＋ 定额补助"


def test_where_no_day_is_meant_a_name_is_called_by_what_its_versions_share() -> None:
    rules = _rules()
    assert label_of(rules, "amount") == "补助"
    assert label_of(rules, "extra") == "房租补助／定额补助"
    assert label_of(rules, "is_head") == "本人"
    assert label_of(rules, "qualifies_for_dibao") == "符合最低生活保障条件"
    assert label_of(rules, "as_of") == "核算日期"


def test_sentences_are_made_once_per_rule_set() -> None:
    rules = _rules()
    assert Sentences.of(rules) is Sentences.of(rules)
    assert Sentences.of(rules) is not Sentences.of(_rules())
    said = Sentences.of(rules).formula(_rule(rules, "total"))
    assert said == "补助 ＋ 房租补助／定额补助"
    assert Sentences.of(rules).formula(_rule(rules, "total")) is said


def test_code_lists_of_the_rules_own_module_are_named() -> None:
    rules = _rules()
    assert Sentences.of(rules).formula(_rule(rules, "is_head")) == "关系 属于〔本人；户主〕"


def test_codes_are_labelled_by_list_fact_parameter_or_rule() -> None:
    labels = Labels(_rules(), _rule(_rules(), "total"))
    assert labels.code("area_class", "URBAN") == "城市"
    assert labels.code("area", "RURAL") == "农村"
    assert labels.code("standards", "URBAN") == "城市"
    assert labels.code("kind_of_area", "URBAN") == "城市"
    assert [labels.code(of, "URBAN") for of in ("standard", "total", "unknown", "rent")] == ["URBAN"] * 4
    assert labels.code("area", "NO_SUCH_KEY") == "NO_SUCH_KEY"


def test_everything_says_what_it_is_counted_in() -> None:
    labels = Labels(_rules(), _rule(_rules(), "total"))
    units = {"rent": "元", "rooms": "间", "months": "月", "total": "元/月", "as_of": ""}
    assert {name: labels.unit(name) for name in units} == units


def test_only_articles_in_force_on_the_day_are_named() -> None:
    rules = _rules()
    both = Sentences.of(rules).basis(_rule(rules, "is_head"))
    assert [basis.article for basis in both] == ["《社会救助暂行办法》第九条", "《中华人民共和国社会救助法》第十八条"]
    assert all(basis.gist for basis in both)
    after = Sentences.of(rules).basis(_rule(rules, "is_head"), DAY)
    before = Sentences.of(rules).basis(_rule(rules, "is_head"), date(2026, 6, 30))
    assert [basis.article for basis in after + before] == [both[1].article, both[0].article]
