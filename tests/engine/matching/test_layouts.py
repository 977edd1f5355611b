import pytest

from minzheng.engine.matching import layouts
from minzheng.engine.matching.layouts import READS, all_columns, all_layouts, ledger_words
from minzheng.engine.matching.titles import plain_title
from minzheng.engine.registry.facts import FACTS
from minzheng.kernel.codes import INCOME_KIND, RELATION
from minzheng.laws.strict_yaml import YamlProblem, load_document

NAMES = {"dibao_ledger", "destitute_ledger", "household_book", "disability_list", "means_survey"}


def test_every_ledger_the_bureau_keeps_has_a_layout() -> None:
    assert set(all_layouts()) == NAMES


def test_every_column_has_a_known_reader_and_titles() -> None:
    for column in all_columns().values():
        assert column.reads in READS
        assert all(plain_title(title) for title in column.titles), column.name


@pytest.mark.parametrize("layout", sorted(NAMES))
def test_no_title_of_a_layout_names_two_columns(layout: str) -> None:
    chosen = all_layouts()[layout]
    clashes = [
        (title, name, chosen.by_title[plain_title(title)])
        for name, column in chosen.columns.items()
        for title in column.titles
        if chosen.by_title[plain_title(title)] != name
        and (layout, title) not in {("dibao_ledger", "低保证号"), ("dibao_ledger", "低保证编号")}
    ]
    assert clashes == []


def test_columns_named_after_facts_use_the_code_list_of_the_fact() -> None:
    for column in all_columns().values():
        fact = FACTS.get(column.name)
        if fact is not None and column.codes is not None:
            assert fact.codes is column.codes, column.name


def test_income_columns_name_known_kinds() -> None:
    kinds = [name.removeprefix("income.") for name in all_columns() if name.startswith("income.")]
    assert len(kinds) > 20
    assert all(kind in INCOME_KIND for kind in kinds)


def test_words_for_relations_lead_to_the_standard_codes() -> None:
    column = all_columns()["relation"]
    assert column.codes is RELATION
    assert column.words["大儿子"] == "22"


@pytest.mark.parametrize("text", ["合计", "总计:", "小计", "本页合计", "合计12户30人", "共计"])
def test_totals_are_recognised(text: str) -> None:
    assert ledger_words().total.fullmatch(text)


@pytest.mark.parametrize("text", ["张三", "合计村", "计小红"])
def test_people_and_places_are_no_totals(text: str) -> None:
    assert ledger_words().total.fullmatch(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x: {reads: guess, titles: [甲]}", "声明有误"), ("x: {reads: text, titles: []}", "声明有误"), ("x: {reads: text, titles: [甲], colour: 红}", "colour"),
        ("x: {reads: code, titles: [甲]}", "代码表"), ("x: {reads: text, codes: sex, titles: [甲]}", "代码表"),
        ("x: {reads: code, codes: sex, titles: [甲], words: {MALE: [男], NOBODY: [某]}}", "以外的代码"),
    ],
)  # fmt: skip
def test_a_wrong_column_declaration_is_refused_with_file_and_line(text: str, said: str) -> None:
    document = load_document(text, "columns.yaml")
    with pytest.raises(YamlProblem, match=said) as caught:
        layouts._column(document, "x", document.data["x"])
    assert str(caught.value).startswith("columns.yaml:1")


def test_a_layout_with_an_undeclared_column_is_refused() -> None:
    text = "{name: a, title: 甲, imports: 甲, hints: [], needs: [[nothing]], required: [], columns: [name]}"
    with pytest.raises(YamlProblem, match="nothing"):
        layouts._layout(load_document(text, "a.yaml"))
