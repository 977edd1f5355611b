"""Things many of which belong to one owner: incomes and expenses of a person, assets and obligors of a household."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from minzheng.demo.county.draws import Ints, Mask


@dataclass(frozen=True)
class Items:
    """Rows in the order of their owners.

    Attributes:
        owner: position of the person or household.
        kind: number in the code list of the level (INCOME_KIND, EXPENSE_KIND, ASSET_KIND, OBLIGOR_RELATION).
        facts: values by fact name.
    """

    owner: Ints
    kind: Ints
    facts: Mapping[str, Ints]

    def __len__(self) -> int:
        return len(self.owner)

    def of(self, chosen: Mask) -> "Items":
        """Return some of the rows."""
        return Items(
            self.owner[chosen], self.kind[chosen], {name: values[chosen] for name, values in self.facts.items()}
        )

    def offsets(self, owners: int) -> Ints:
        """Return where the rows of each of `owners` begin, and the end."""
        return np.searchsorted(self.owner, np.arange(owners + 1))


@dataclass
class Collected:
    """Items while they are drawn, kind by kind; `names` are the facts each must have."""

    names: tuple[str, ...]
    _owners: list[Ints] = field(default_factory=list)
    _kinds: list[Ints] = field(default_factory=list)
    _facts: dict[str, list[Ints]] = field(default_factory=dict)

    def add(self, kind: int | Ints, owners: Ints, **facts: int | Ints | Mask) -> None:
        """Add one item of a kind for each owner; a fact is one value for all or one for each."""
        self._owners.append(owners)
        self._kinds.append(np.broadcast_to(np.asarray(kind, dtype=np.int64), owners.shape))
        for name in self.names:
            values = np.broadcast_to(np.asarray(facts[name], dtype=np.int64), owners.shape)
            self._facts.setdefault(name, []).append(values)

    def items(self) -> Items:
        """Return everything added, by owner and then in the order of the kinds."""
        owners, kinds = np.concatenate(self._owners), np.concatenate(self._kinds)
        order = np.lexsort((np.arange(len(owners)), kinds, owners))
        facts = {name: np.concatenate(parts)[order] for name, parts in self._facts.items()}
        return Items(owners[order], kinds[order], facts)


def fen(yuan: Ints, *, step: int = 10) -> Ints:
    """Return amounts in fen, rounded down to whole tens of yuan as people state them."""
    return np.asarray(yuan // step * step * 100, dtype=np.int64)
