"""What the awards engine answers with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.database.problems import Problem


@dataclass(frozen=True)
class GrantsInForce:
    """Grants of one month, column by column; `persons_in_grant` counts heads, `persons` is 0 where the household is the payee.

    Amounts are fen a month, benefits numbers of BENEFIT_TYPE.
    """

    ids: NDArray[np.int64]
    households: NDArray[np.int64]
    persons: NDArray[np.int64]
    benefits: NDArray[np.int64]
    amounts: NDArray[np.int64]
    persons_in_grant: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class InPayment:
    """What is in payment in a month in a place: households, people counted in the grants, fen."""

    households: int = 0
    people: int = 0
    amount: int = 0

    def __add__(self, other: "InPayment") -> "InPayment":
        return InPayment(self.households + other.households, self.people + other.people, self.amount + other.amount)


class AwardProblem(Problem):
    """A grant that cannot be recorded; the text is a Chinese sentence for the officer."""
