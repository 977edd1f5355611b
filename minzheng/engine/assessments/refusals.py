"""Why a household gets nothing that comes before what it gets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from minzheng.engine.assessments.types import MATTERS
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.parts import at, is_unknown
from minzheng.kernel.codes import BENEFIT_TYPE

RESULTS = {"dibao": "DIBAO", "edge": "EDGE", "rigid": "RIGID"}
"""What a household is that meets the conditions of a matter."""


def result_of(done: Evaluation, row: int = 0) -> str:
    """The key of the category of assistance; "" where nobody knows."""
    column = done["assistance_result"]
    return "" if is_unknown(column, row) else BENEFIT_TYPE.key(int(at(column.values, row)))


def refusals(done: Evaluation, row: int = 0) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Matters that come before the result in the cascade with the codes of the reasons that are known, each once."""
    result = result_of(done, row)
    if result == "TEKUN":
        return
    for matter in takewhile(lambda matter: RESULTS[matter] != result, MATTERS):
        codes = tuple(dict.fromkeys(reason.code for reason in done.reasons(matter, row)))
        if codes:
            yield matter, codes
