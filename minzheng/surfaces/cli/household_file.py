"""A household as a JSON file, read into the columns rules compute with; nothing in the file can do harm.

Numbers are kept as text until a fact reads them, so that neither a binary fraction nor a number of 5,000 digits gets in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from minzheng.engine.assessments.given import Row, given_household
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.rules.population import Population
from minzheng.kernel.characters import printable
from minzheng.kernel.facts import Fact, FactKind, FactProblem, Level

MOST_BYTES, MOST_ROWS = 1_000_000, 200

_LISTS = {
    "members": Level.MEMBER,
    "assets": Level.ASSET,
    "obligors": Level.OBLIGOR,
    "incomes": Level.INCOME,
    "expenses": Level.EXPENSE,
}
_OWN_LISTS = {Level.HOUSEHOLD: ("members", "assets", "obligors"), Level.MEMBER: ("incomes", "expenses")}


class HouseholdFileProblem(ValueError):
    """A file that is no household; the message is a Chinese sentence."""


def read_household(path: Path) -> Population:
    """Read one household.

    Raises:
        HouseholdFileProblem: if the file cannot be read, is no JSON, or says something no fact takes.
    """
    body = _loaded(path)
    if not isinstance(body, dict):
        raise HouseholdFileProblem("文件的最外层应是 {…}，写明 household 和 members。")
    rows: dict[Level, list[Row]] = {level: [] for level in Level}
    counts: dict[Level, list[int]] = {level: [] for level in _LISTS.values()}
    unknown = set(body) - {"household", *_OWN_LISTS[Level.HOUSEHOLD]}
    if unknown:
        raise HouseholdFileProblem(
            f"没有“{printable(min(unknown))}”这一项：可写 household、members、assets、obligors。"
        )
    _read_row(Level.HOUSEHOLD, body.get("household", {}), "household", rows)
    for name in _OWN_LISTS[Level.HOUSEHOLD]:
        _read_list(name, body.get(name, []), name, rows, counts)
    if not rows[Level.MEMBER]:
        raise HouseholdFileProblem("家庭没有成员：请在 members 里至少写一人。")
    return given_household(rows, counts)


def _loaded(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        raise HouseholdFileProblem(f"读不到文件 {printable(str(path), limit=200)}：请核对路径和权限。") from None
    if len(raw) > MOST_BYTES:
        raise HouseholdFileProblem(f"文件超过 {MOST_BYTES // 1000:,} KB：一个文件只写一户。")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise HouseholdFileProblem("文件不是 UTF-8 编码：请另存为 UTF-8。") from None
    try:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_without_repeats
        )
    except json.JSONDecodeError as problem:
        raise HouseholdFileProblem(f"第 {problem.lineno} 行第 {problem.colno} 个字符起不是正确的 JSON。") from None
    except RecursionError:
        raise HouseholdFileProblem("文件套得太深：一户只有成员、收入、支出、财产、义务人几层。") from None


def _no_number(text: str) -> NoReturn:
    raise HouseholdFileProblem(f"{text} 不是数字：请写明数值。")


def _without_repeats(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise HouseholdFileProblem(f"“{printable(key)}”写了两次：请只留一次。")
        found[key] = value
    return found


def _read_list(name: str, items: Any, where: str, rows: dict[Level, list[Row]], counts: dict[Level, list[int]]) -> None:
    level = _LISTS[name]
    if not isinstance(items, list) or len(items) > MOST_ROWS:
        raise HouseholdFileProblem(f"{where} 应是 […]，最多 {MOST_ROWS} 项。")
    counts[level].append(len(items))
    for number, item in enumerate(items, start=1):
        place = f"{where} 第{number}项"
        own = _OWN_LISTS.get(level, ())
        if not isinstance(item, dict):
            raise HouseholdFileProblem(f"{place} 应是 {{…}}，写明各项事实。")
        _read_row(level, {key: value for key, value in item.items() if key not in own}, place, rows)
        for inner in own:
            _read_list(inner, item.get(inner, []), f"{place} {inner}", rows, counts)


def _read_row(level: Level, body: Any, where: str, rows: dict[Level, list[Row]]) -> None:
    if not isinstance(body, dict):
        raise HouseholdFileProblem(f"{where} 应是 {{…}}，写明各项事实。")
    rows[level].append({fact.name: number for fact, number in _facts(level, body, where)})


def _facts(level: Level, body: Mapping[str, Any], where: str) -> Iterable[tuple[Fact, int]]:
    named = {name: fact for fact in FACTS.values() if fact.level is level for name in (fact.name, fact.label)}
    for key, value in body.items():
        fact = named.get(key)
        if fact is None or fact.kind is FactKind.TEXT:
            near = get_close_matches(key, named, n=1)
            raise HouseholdFileProblem(
                f"{where}：没有“{printable(key)}”这一项事实{f'，是否应为 {near[0]}' if near else ''}？"
                "全部事实见 docs/reference/facts.md。"
            )
        if value is not None:
            yield fact, _whole(fact, value, where)


def _whole(fact: Fact, value: Any, where: str) -> int:
    if isinstance(value, bool):
        if fact.kind is not FactKind.FLAG:
            raise HouseholdFileProblem(f"{where} {fact.label}：不能写 true 或者 false。")
        return int(value)
    if not isinstance(value, str):
        raise HouseholdFileProblem(f"{where} {fact.label}：应是一个值，不是列表或者 {{…}}。")
    try:
        return fact.parse(value)
    except FactProblem as problem:
        raise HouseholdFileProblem(f"{where} {problem}。") from None
