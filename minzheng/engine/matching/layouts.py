"""Layouts: what a ledger looks like, declared in YAML under `localities/cn/ledgers` (or a county's own `ledgers` folder)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from minzheng.engine.matching.titles import plain_title
from minzheng.kernel.codes import ALL, CodeList
from minzheng.laws.strict_yaml import Document, load_document

READS = frozenset(
    {
        "serial", "text", "name", "id_number", "code", "flag", "integer", "area", "date", "month", "money", "money_month",
        "money_year", "township", "village", "phone", "bank_account", "disability_card",
    }
)  # fmt: skip
"""The ways to read a cell, see `minzheng.engine.matching.readings`."""


@dataclass(frozen=True)
class Column:
    """A column a ledger may have. `name` is the fact or register field it feeds; `words` maps other writings to code keys."""

    name: str
    reads: str
    titles: tuple[str, ...]
    codes: CodeList | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    drops: tuple[str, ...] = ()
    whole_household: bool = False
    leftmost: str | None = None

    @property
    def label(self) -> str:
        """Return what the column is usually called."""
        return self.titles[0]


@dataclass(frozen=True)
class Layout:
    """A kind of ledger. `needs`: of each group at least one column; `required`: no row without a value."""

    name: str
    title: str
    imports: str
    hints: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    required: tuple[str, ...]
    columns: Mapping[str, Column]
    by_title: Mapping[str, str]
    one_person_a_row: bool = False


@dataclass(frozen=True)
class Words:
    """How people write what is not data: totals, notes, sheets to skip, blanks, yes and no."""

    total: re.Pattern[str]
    note: re.Pattern[str]
    skip_sheets: re.Pattern[str]
    blank_marks: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]


@cache
def ledger_words() -> Words:
    """Read `words.yaml`. Raises YamlProblem when it is wrong."""
    data = _document("words.yaml").data
    yes, no = (frozenset(data["flags"][answer]) for answer in ("yes", "no"))
    total, note, skip_sheets = (re.compile(data[name]) for name in ("total", "note", "skip_sheets"))
    return Words(total, note, skip_sheets, frozenset(data["blank_marks"]), yes, no)


@cache
def all_columns() -> Mapping[str, Column]:
    """Read `columns.yaml`: every column by name. Raises YamlProblem when it is wrong."""
    document = _document("columns.yaml")
    return {name: _column(document, name, entry) for name, entry in document.data.items()}


@cache
def all_layouts() -> Mapping[str, Layout]:
    """Read every layout by name. Raises YamlProblem when one is wrong."""
    names = sorted(file.name for file in _folder().iterdir() if file.name.endswith(".yaml"))
    layouts = [_layout(_document(name)) for name in names if name not in ("columns.yaml", "words.yaml")]
    return {layout.name: layout for layout in layouts}


def _folder() -> Any:
    return files("minzheng.localities") / "cn" / "ledgers"


def _document(name: str) -> Document:
    return load_document((_folder() / name).read_text(encoding="utf-8"), name)


def _column(document: Document, name: str, entry: dict[str, Any]) -> Column:
    unknown = entry.keys() - {"reads", "titles", "codes", "words", "drops", "whole_household", "leftmost"}
    if unknown or entry.get("reads") not in READS or not entry.get("titles"):
        raise document.problem(
            f"列 {name} 的声明有误：要有 titles 和已知的 reads，不能有其他项 {sorted(unknown)}", name
        )
    codes = ALL.get(entry["codes"]) if "codes" in entry else None
    if (entry["reads"] == "code") != (codes is not None):
        raise document.problem(f"列 {name} 的代码表不存在，或读法不是 code", name)
    words = {word: key for key, all_words in entry.get("words", {}).items() for word in all_words}
    if codes is not None and any(key not in codes for key in words.values()):
        raise document.problem(f"列 {name} 的 words 里有代码表以外的代码", name)
    return Column(
        name, entry["reads"], tuple(entry["titles"]), codes, words, tuple(entry.get("drops", ())),
        entry.get("whole_household", False), entry.get("leftmost"),
    )  # fmt: skip


def _layout(document: Document) -> Layout:
    data, known = document.data, all_columns()
    names = data["columns"]
    mentioned = {*names, *data["required"], *(name for group in data["needs"] for name in group)}
    if missing := mentioned - known.keys():
        raise document.problem(f"没有声明过的列：{'、'.join(sorted(missing))}", "columns")
    preferred = [(title, name) for name, titles in data.get("titles", {}).items() for title in titles]
    usual = [(title, name) for name in names for title in known[name].titles]
    by_title = {plain_title(title): name for title, name in reversed(preferred + usual)}
    return Layout(
        data["name"], data["title"], data["imports"], tuple(data["hints"]), tuple(map(tuple, data["needs"])),
        tuple(data["required"]), {name: known[name] for name in names}, by_title, data.get("one_person_a_row", False),
    )  # fmt: skip
