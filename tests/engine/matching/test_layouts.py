import pytest

from minzheng.engine.matching.layouts import READS, all_columns, all_layouts, ledger_words
from minzheng.engine.matching.titles import plain_title
from minzheng.engine.registry.facts import FACTS
from minzheng.kernel.codes import INCOME_KIND, RELATION

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
