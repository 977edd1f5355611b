"""Where the answers of a page lie among all answers: reading, writing, taking away; what was given is never changed."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""E.g. ``("members", 0, "incomes", 2)``."""
Answers: TypeAlias = Mapping[str, Any]


def at(answers: Answers, place: Place) -> Any:
    """What stands at a place; None where nothing does."""
    found: Any = answers
    for part in place:
        if isinstance(part, int):
            found = found[part] if isinstance(found, list) and part < len(found) else None
        else:
            found = found.get(part) if isinstance(found, Mapping) else None
    return found


def listed(answers: Answers, place: Place) -> list[Any]:
    """The items of a list; none where there is none."""
    found = at(answers, place)
    return found if isinstance(found, list) else []


def put(answers: Answers, place: Place, value: Any) -> dict[str, Any]:
    """Return the answers with a value at a place; one past the end of a list is added to it."""
    whole = copy.deepcopy(dict(answers))
    holder: Any = whole
    for part, following in pairwise(place):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(part, int):
            if part == len(holder):
                holder.append(empty)
            holder = holder[part]
        else:
            holder = holder.setdefault(part, empty)
    last = place[-1]
    if isinstance(last, int) and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value
    return whole


def without(answers: Answers, place: Place) -> dict[str, Any]:
    """Return the answers without an item of a list; whoever pointed at a member that is gone points at nobody."""
    whole = copy.deepcopy(dict(answers))
    items = at(whole, place[:-1])
    if isinstance(items, list) and isinstance(place[-1], int) and place[-1] < len(items):
        del items[place[-1]]
        if place[:-1] == ("members",):
            _point_again(whole, place[-1])
    return whole


def _point_again(whole: dict[str, Any], gone: int) -> None:
    holders = [(whole.get("account"), "holder"), *((each, "supports") for each in listed(whole, ("obligors",)))]
    for holder, name in holders:
        if isinstance(holder, dict) and isinstance(holder.get(name), int):
            if holder[name] == gone:
                del holder[name]
            elif holder[name] > gone:
                holder[name] -= 1
