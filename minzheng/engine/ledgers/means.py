"""What a means survey says: income and expense items of each member, assets and obligors of the household."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from minzheng.engine.ledgers.context import Confirming
from minzheng.engine.ledgers.people import Line
from minzheng.engine.registry import bulk
from minzheng.engine.registry.holdings import assets_of, obligors_of
from minzheng.kernel.codes import ASSET_KIND, EXPENSE_KIND, INCOME_KIND, OBLIGOR_RELATION, income_category

_DWELLING = ASSET_KIND.number("DWELLING")
_BUSINESS = ASSET_KIND.number("BUSINESS")
_DEFAULT_RELATION = "CHILD"


class _Holding(NamedTuple):
    """An asset as the survey tells it; `facts` by fact name."""

    line: Line
    owner: int
    kind: int
    facts: dict[str, int]
    column: str


class _Duty(NamedTuple):
    """An obligor as the survey tells it, with the lines that name the same person."""

    line: Line
    name: str
    relation: int
    supported: tuple[int, ...]


def state_means(families: Sequence[list[Line]], context: Confirming) -> None:
    """State incomes, expenses, assets and obligors of every household of the survey."""
    for family in families:
        for line in family:
            _state_incomes(line, context)
            _state_expenses(line, context)
    settled = [family for family in families if family[0].household]
    _state_assets([holding for family in settled for holding in _holdings(family)], context)
    _state_obligors([duty for family in settled for duty in _duties(family)], context)


def _state_incomes(line: Line, context: Confirming) -> None:
    months = line.values.get("income_months")
    for column, kind, value in _items(line, "income."):
        key = INCOME_KIND.number(kind)
        _state(context, line, "income_amount", line.person, value, column, key=key, if_known=value == 0)
        if months is not None and value and income_category(kind) == "WAGE":
            _state(context, line, "income_months", line.person, months, "income_months", key=key)


def _state_expenses(line: Line, context: Confirming) -> None:
    for column, kind, value in _items(line, "expense."):
        key = EXPENSE_KIND.number(kind)
        _state(context, line, "expense_amount", line.person, value, column, key=key, if_known=value == 0)


def _items(line: Line, prefix: str) -> Iterator[tuple[str, str, int]]:
    for column, value in line.values.items():
        if column.startswith(prefix):
            yield column, column.removeprefix(prefix), value


def _holdings(family: list[Line]) -> Iterator[_Holding]:
    for line in family:
        for column, kind, value in _items(line, "asset."):
            number = ASSET_KIND.number(kind)
            name = "asset_capital" if number == _BUSINESS else "asset_value"
            yield _Holding(line, line.person, number, {name: value}, column)
    yield from _dwellings(family)


def _dwellings(family: list[Line]) -> Iterator[_Holding]:
    """Dwellings are told for the household, often on each member's row: the largest number and area count once."""
    counted = max(family, key=lambda line: line.values.get("dwelling_count", 0))
    area = max(line.values.get("dwelling_area", 0) for line in family)
    for index in range(counted.values.get("dwelling_count", 1 if area else 0)):
        facts = {"asset_area": area} if area and index == 0 else {}
        yield _Holding(counted, 0, _DWELLING, facts, "dwelling_area")


def _state_assets(holdings: list[_Holding], context: Confirming) -> None:
    """Reuse the assets registered already, add the others; an asset of no value that nobody knows is none."""
    registered = assets_of([holding.line.household for holding in holdings], on=context.as_of)
    placed: list[tuple[_Holding, int]] = []
    new: list[_Holding] = []
    for holding in holdings:
        known = registered.get((holding.line.household, holding.owner, holding.kind))
        if known:
            placed.append((holding, known.pop(0)))
        elif holding.kind == _DWELLING or any(holding.facts.values()):
            new.append(holding)
    ids = bulk.write_assets(
        households=_ints(holding.line.household for holding in new), owners=_ints(holding.owner for holding in new),
        kinds=_ints(holding.kind for holding in new), valid_from=context.as_of, source=context.source, at=context.at,
    )  # fmt: skip
    context.outcome.assets += len(new)
    for holding, asset in [*placed, *zip(new, ids.tolist(), strict=True)]:
        for name, value in holding.facts.items():
            _state(context, holding.line, name, asset, value, holding.column)


def _duties(family: list[Line]) -> Iterator[_Duty]:
    """One obligor for each name: the same son stands on the rows of both parents."""
    named: dict[str, list[Line]] = defaultdict(list)
    for line in family:
        if "obligor_name" in line.values:
            named[line.values["obligor_name"]].append(line)
    for name, lines in named.items():
        relation = lines[0].values.get("obligor_relation", _DEFAULT_RELATION)
        yield _Duty(lines[0], name, OBLIGOR_RELATION.number(relation), tuple(line.person for line in lines))


def _state_obligors(duties: list[_Duty], context: Confirming) -> None:
    registered = obligors_of([duty.line.household for duty in duties], on=context.as_of)
    new = [duty for duty in duties if (duty.line.household, duty.name) not in registered]
    ids = bulk.write_obligors(
        households=_ints(duty.line.household for duty in new), persons=_ints(0 for _ in new),
        supports=_ints(duty.supported[0] if len(duty.supported) == 1 else 0 for duty in new),
        relations=_ints(duty.relation for duty in new), names=[duty.name for duty in new], valid_from=context.as_of,
        source=context.source, at=context.at,
    )  # fmt: skip
    context.outcome.obligors += len(new)
    for duty, obligor in zip(new, ids.tolist(), strict=True):
        registered[duty.line.household, duty.name] = obligor
    for duty in duties:
        _state_duty(duty, registered[duty.line.household, duty.name], context)


def _state_duty(duty: _Duty, obligor: int, context: Confirming) -> None:
    for name in ("obligor_household_size", "obligor_household_income", "actual_support_month"):
        if name in duty.line.values:
            _state(context, duty.line, name, obligor, duty.line.values[name], name)
    for name in ("supported_total", "supported_here"):
        _state(context, duty.line, name, obligor, len(duty.supported), "obligor_name")


def _state(context: Confirming, line: Line, name: str, subject: int, value: int, column: str, **given: Any) -> None:
    context.stated.state(
        name, subject, value, standing=context.meaning.standing, valid_from=context.as_of,
        evidence=context.evidence(line.sheet, line.row, column), **given,
    )  # fmt: skip


def _ints(values: Iterable[int]) -> Any:
    return np.array(list(values), dtype=np.int64)
