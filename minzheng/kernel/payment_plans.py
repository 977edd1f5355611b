"""Sums paid in parts: what is owed in instalments, and what a bank returned with the next payment. All amounts are fen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat


class PlanProblem(ValueError):
    """A sum that cannot be paid in this way; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of a row: what is due now, and what was due before and has not arrived."""

    current: int
    arrears: int

    @property
    def total(self) -> int:
        """Return what is paid out."""
        return self.current + self.arrears


def instalments(owed: int, most: Fraction | int) -> list[int]:
    """Split a sum into equal parts of at most `most`, the last one the rest; fractions of a fen are not asked for.

    Raises PlanProblem where nothing can be asked for, so that the sum would never be paid.
    """
    part = int(most // 1)
    if owed > 0 and part <= 0:
        raise PlanProblem("每期可以抵扣的金额不足一分，不能分期抵扣")
    whole, rest = divmod(owed, part) if owed > 0 else (0, 0)
    return [*repeat(part, whole), *([rest] if rest else [])]


def with_arrears(payments: Iterable[tuple[int, bool]]) -> Iterator[Payment]:
    """Payments in order, each with what was due before and did not arrive; a pair says what is due and whether it arrived."""
    pending = 0
    for current, arrived in payments:
        payment = Payment(current, pending)
        pending = 0 if arrived else payment.total
        yield payment
