"""The product's own worked examples: YAML beside each matter, people drawn as a table, read into the facts that rules read.

A column of the table is a fact (by name or label), ``称呼`` (who), ``年龄``, or a kind of income or expense; an income is written
as its amount over the window, with ``/ months`` where they matter; ``已用于必要支出`` says what of one-off money is spent. An empty
cell says nothing; ``不明`` says that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from minzheng.engine.catalogue.declarations import read_value
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.parameters import ParameterBook, ParameterValue, Setting
from minzheng.engine.rules.population import Population
from minzheng.kernel.codes import EXPENSE_KIND, INCOME_KIND, UnknownCode
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import Fact, Level
from minzheng.laws.strict_yaml import Document
from tests.matters.county import CHAPTER, FACTS

DEMO_COUNTY = "530199"
UNKNOWN = "不明"
SHORT = {
    "关系": "relation",
    "出生": "birth_on",
    "重病": "serious_illness",
    "就学": "schooling",
    "申请特困": "asks_destitute_support",
}
KEYS = {
    "title", "why", "as_of", "county", "demo", "household", "parameters", "members", "assets", "obligors",
    "expect", "expect_members", "reasons",
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One worked example.

    Attributes:
        expect: what the rules must say of the household, by name; None where the answer must stay open (待核实).
        of_members: the same for persons, by what the table calls them.
        reasons: per matter, the reasons for which it must be refused.
    """

    name: str
    title: str
    why: str
    as_of: date
    settings: Mapping[str, Setting]
    who: tuple[str, ...]
    population: Population
    expect: Mapping[str, Any]
    of_members: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reasons: Mapping[str, Sequence[str]] = field(default_factory=dict)


def all_cases() -> Iterator[Case]:
    """Every case of every matter of the chapter."""
    for matter in CHAPTER.matters:
        for document in matter.documents("cases"):
            yield read_case(document)


def read_case(document: Document) -> Case:
    """Read one file; anything the reader does not know is refused."""
    body = document.data
    assert set(body) <= KEYS, f"{document.name}: {sorted(set(body) - KEYS)}"
    as_of = body["as_of"]
    members = [_member(row, as_of) for row in _table(body["members"])]
    levels: dict[Level, list[Row]] = {
        Level.HOUSEHOLD: [_facts({"means_declared": True} | body.get("household", {}), Level.HOUSEHOLD)],
        Level.MEMBER: [person for _, person, _, _ in members],
        Level.INCOME: [item for _, _, incomes, _ in members for item in incomes],
        Level.EXPENSE: [item for _, _, _, expenses in members for item in expenses],
        Level.ASSET: [_facts(row, Level.ASSET) for row in _table(body.get("assets", ""))],
        Level.OBLIGOR: [_obligor(row, [who for who, *_ in members]) for row in _table(body.get("obligors", ""))],
    }
    counts = {
        Level.INCOME: [len(incomes) for _, _, incomes, _ in members],
        Level.EXPENSE: [len(expenses) for _, _, _, expenses in members],
    } | {level: [len(levels[level])] for level in (Level.MEMBER, Level.ASSET, Level.OBLIGOR)}
    return Case(
        name=document.name, title=body["title"], why=body["why"], as_of=as_of, settings=_settings(body, as_of),
        who=tuple(who for who, _, _, _ in members), population=_population(levels, counts), expect=body["expect"],
        of_members=body.get("expect_members", {}), reasons=body.get("reasons", {}),
    )  # fmt: skip


def _settings(body: Mapping[str, Any], as_of: date) -> dict[str, Setting]:
    settings = CHAPTER.parameters.at(place=str(body.get("county", DEMO_COUNTY)), on=as_of, demo=body.get("demo", True))
    declared = CHAPTER.parameters.parameters
    rows = [
        ParameterValue(name, "", as_of, None, read_value(declared[name], value), "算例")
        for name, value in body.get("parameters", {}).items()
    ]
    book = ParameterBook(declared.values(), rows)
    return settings | {row.parameter: book.setting(row.parameter, place="", on=as_of) for row in rows}


def _table(drawn: str) -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()]
    return [{head: cell for head, cell in zip(lines[0], cells, strict=True) if cell} for cells in lines[1:]]


def _member(row: Mapping[str, str], as_of: date) -> tuple[str, Row, list[Row], list[Row]]:
    cells = dict(row)
    who = cells.pop("称呼")
    spent = cells.pop("已用于必要支出", "0")
    incomes = [_income(cells.pop(head), head, spent) for head in list(cells) if _is_kind(head, INCOME_KIND)]
    expenses = [_expense(cells.pop(head), head) for head in list(cells) if _is_kind(head, EXPENSE_KIND)]
    if "年龄" in cells:
        cells["birth_on"] = date(as_of.year - int(cells.pop("年龄")), 1, 15).isoformat()
    return who, _facts(cells, Level.MEMBER), incomes, expenses


def _is_kind(head: str, kinds: Any) -> bool:
    try:
        kinds.parse(head)
    except UnknownCode:
        return False
    return True


def _income(cell: str, head: str, spent: str) -> Row:
    amount, _, months = cell.partition("/")
    row = {"income_kind": INCOME_KIND.parse(head).number, "income_amount": FACTS["income_amount"].parse(amount.strip())}
    if row["income_kind"] == INCOME_KIND.number("T10"):
        row["lump_sum_spent"] = FACTS["lump_sum_spent"].parse(spent)
    return row | ({"income_months": int(months)} if months else {})


def _obligor(row: Mapping[str, str], who: Sequence[str]) -> Row:
    """A row of the table; whom an obligor must support is written as the table of members calls them."""
    supported = row.get("义务对象")
    cells = {head: cell for head, cell in row.items() if head != "义务对象"}
    if supported and supported != UNKNOWN:
        supported = str(who.index(supported) + 1)
    return _facts(cells | ({"supported_member": supported} if supported else {}), Level.OBLIGOR)


def _expense(cell: str, head: str) -> Row:
    return {"expense_kind": EXPENSE_KIND.parse(head).number, "expense_amount": FACTS["expense_amount"].parse(cell)}


def _facts(cells: Mapping[str, Any], level: Level) -> Row:
    return {fact.name: _whole(fact, value) for head, value in cells.items() for fact in [_fact(head, level)]}


def _fact(head: str, level: Level) -> Fact:
    head = SHORT.get(head, head)
    return next(fact for fact in FACTS.values() if fact.level is level and head in {fact.name, fact.label})


def _whole(fact: Fact, value: Any) -> int | None:
    if value == UNKNOWN:
        return None
    if isinstance(value, bool):
        return int(value)
    return to_day_number(value) if isinstance(value, date) else fact.parse(str(value))


def _population(levels: Mapping[Level, list[Row]], counts: Mapping[Level, list[int]]) -> Population:
    offsets = {level: np.cumsum([0, *rows]) for level, rows in counts.items()}
    values, unknown = {}, {}
    for fact in FACTS.values():
        rows = levels[fact.level]
        if any(fact.name in row for row in rows):
            stated = [row.get(fact.name, fact.default) for row in rows]
            values[fact.name] = np.array([value or 0 for value in stated], np.int64)
            lost = [row.get(fact.name, 0) is None or (fact.name not in row and fact.required) for row in rows]
            unknown[fact.name] = np.array(lost, bool)
    return Population(FACTS, 1, offsets, values, unknown)


def answer(done: Evaluation, name: str, row: int) -> Any:
    """What the rules say, as a case writes it: yuan to the fen, whole numbers, keys of codes, yes or no; None where open."""
    column = done[name]
    lost = np.asarray(False if column.unknown is None else column.unknown)
    if lost.item() if lost.ndim == 0 else lost[row]:
        return None
    if hasattr(column, "fraction"):
        return column.fraction(row)
    values = np.asarray(column.mask if hasattr(column, "mask") else column.values)
    value = values.item() if values.ndim == 0 else values[row].item()
    return column.codes.key(value) if hasattr(column, "codes") else value


def agrees(says: Any, expected: Any, unit: str) -> bool:
    """Whether an answer is the one the case gives; amounts of money agree when they show the same fen."""
    if not isinstance(says, Fraction) or isinstance(expected, bool) or expected is None:
        return bool(says == expected)
    wanted = Fraction(expected)
    return abs(says / 100 - wanted) * 200 <= 1 if unit.startswith("元") else says == wanted
