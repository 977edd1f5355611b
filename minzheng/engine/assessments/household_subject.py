"""What the rows of one household are called, and where their facts come from."""

from __future__ import annotations

from collections import defaultdict

from django.utils.timezone import localtime

from minzheng.engine.registry.population import CountyArrays
from minzheng.engine.registry.types import HouseholdOnDay, KnownFact, SubjectKind
from minzheng.kernel.codes import ASSET_KIND, EXPENSE_KIND, INCOME_KIND, OBLIGOR_RELATION, RELATION, CodeList
from minzheng.kernel.facts import Level
from minzheng.kernel.names import mask_name

_KINDS: dict[Level, tuple[str, CodeList]] = {
    Level.INCOME: ("income_kind", INCOME_KIND),
    Level.EXPENSE: ("expense_kind", EXPENSE_KIND),
    Level.ASSET: ("asset_kind", ASSET_KIND),
    Level.OBLIGOR: ("obligor_relation", OBLIGOR_RELATION),
}
_STRUCTURAL = {"income_kind": "income_amount", "expense_kind": "expense_amount"}
"""Facts that say what an item is: they are recorded with its amount."""


class HouseholdSubject:
    """Names of the rows of one household and sources of their facts."""

    def __init__(
        self, household: HouseholdOnDay, arrays: CountyArrays, known: list[KnownFact], *, unmasked: bool
    ) -> None:
        """Index what is known by subject."""
        self._arrays, self._unmasked = arrays, unmasked
        self._members = {member.person: member for member in household.members}
        self._known = {
            (SubjectKind.of(fact.fact.level), fact.subject, fact.fact.name, fact.key, fact.item): fact for fact in known
        }
        self._items = {level: _items_of(arrays, known, level) for level in (Level.INCOME, Level.EXPENSE)}
        self._words = {level: _told_apart(self._named(level)) for level in (Level.MEMBER, *_KINDS)}

    def name(self, row: int) -> str:
        """Name of a member, masked unless asked otherwise."""
        name = self._members[int(self._arrays.ids[Level.MEMBER][row])].name
        return name if self._unmasked else mask_name(name)

    def relation(self, row: int) -> str:
        """Relation of a member to the applicant."""
        return RELATION.label(self._members[int(self._arrays.ids[Level.MEMBER][row])].relation)

    def about(self, level: Level, row: int) -> str:
        """What to call a row; rows of one name are numbered."""
        return "" if level is Level.HOUSEHOLD else self._words[level][row]

    def source(self, name: str, level: Level, row: int) -> str:
        """Where a fact comes from: standing, source, place in the source, day recorded."""
        known = self._fact(name, level, row)
        if known is None:
            return ""
        evidence = f"（{known.evidence}）" if known.evidence else ""
        day = localtime(known.recorded_at).date().isoformat()
        return f"{known.standing.label}：{known.source_title}{evidence}，{day} 记录"

    def _named(self, level: Level) -> list[str]:
        if level is Level.MEMBER:
            return [f"{self.name(row)}（{self.relation(row)}）" for row in range(len(self._arrays.ids[level]))]
        column, codes = _KINDS[level]
        kinds = [codes.label(int(kind)) for kind in self._arrays.values.get(column, ())]
        if level in self._items:
            return [f"{self.name(item[0])}·{kind}" for item, kind in zip(self._items[level], kinds, strict=True)]
        if level is Level.ASSET:
            return [f"财产（{kind}）" for kind in kinds]
        return [f"义务人（{self._supported(row)}{kind}）" for row, kind in enumerate(kinds)]

    def _supported(self, obligor: int) -> str:
        """Whose obligor it is, where one member is recorded."""
        places = self._arrays.values.get("supported_member")
        return f"{self.name(int(places[obligor]) - 1)}的" if places is not None and places[obligor] else ""

    def _fact(self, name: str, level: Level, row: int) -> KnownFact | None:
        if level in self._items:
            member, key, item = self._items[level][row]
            person = int(self._arrays.ids[Level.MEMBER][member])
            return self._known.get((SubjectKind.PERSON, person, _STRUCTURAL.get(name, name), key, item))
        return self._known.get((SubjectKind.of(level), int(self._arrays.ids[level][row]), name, 0, 0))


def _told_apart(names: list[str]) -> list[str]:
    """The same names, numbered where one stands twice."""
    seen: dict[str, int] = defaultdict(int)
    words = []
    for name in names:
        seen[name] += 1
        words.append(f"{name}{seen[name]}" if names.count(name) > 1 else name)
    return words


def _items_of(arrays: CountyArrays, known: list[KnownFact], level: Level) -> list[tuple[int, int, int]]:
    """For each income or expense row the member's row, the kind, and the item's own number."""
    kinds, offsets = arrays.values.get(_KINDS[level][0], ()), arrays.offsets[level]
    numbers: dict[tuple[int, int], set[int]] = defaultdict(set)
    for fact in known:
        if fact.fact.level is level:
            numbers[fact.subject, fact.key].add(fact.item)
    found: list[tuple[int, int, int]] = []
    for member, person in enumerate(arrays.ids[Level.MEMBER]):
        rows = range(int(offsets[member]), int(offsets[member + 1]))
        waiting = {int(kinds[row]): iter(sorted(numbers[int(person), int(kinds[row])])) for row in rows}
        found += [(member, int(kinds[row]), next(waiting[int(kinds[row])])) for row in rows]
    return found
