"""What each kind of ledger, and each of its columns, means to the register."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from minzheng.engine.registry.facts import FACTS
from minzheng.engine.registry.types import SourceKind, Standing
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import FactKind

PERSON_COLUMNS = (
    "birth_on", "sex", "ethnicity", "education", "marital_status", "hukou_type", "health", "labour_capacity", "employment",
    "schooling", "serious_illness", "disability_type", "disability_grade", "support_form", "self_care_ability",
)  # fmt: skip
"""Columns that feed the member fact of the same name."""

LIFELONG = frozenset({"birth_on", "sex", "ethnicity"})
"""Facts that hold from birth; all others hold from the ledger's day."""


@dataclass(frozen=True)
class Meaning:
    """What a ledger's rows do.

    Attributes:
        standing: how firmly its values stand.
        source: what kind of source it is.
        takes_families: its rows are members of families, which are taken whole.
        opens_households: who has no household yet gets one.
        benefit: key of the benefit its people receive, if it is a ledger of recipients.
        person_facts: what being in the ledger says of each person.
        household_facts: what it says of each household.
    """

    standing: Standing
    source: SourceKind
    takes_families: bool
    opens_households: bool
    benefit: str | None
    person_facts: Mapping[str, int]
    household_facts: Mapping[str, int]


MEANINGS = {
    "dibao_ledger": Meaning(Standing.ADOPTED, SourceKind.LEDGER, True, True, "DIBAO", {}, {}),
    "destitute_ledger": Meaning(
        Standing.ADOPTED, SourceKind.LEDGER, False, True, "TEKUN", {"asks_destitute_support": 1}, {}
    ),
    "disability_list": Meaning(Standing.ADOPTED, SourceKind.LEDGER, False, False, None, {}, {}),
    "household_book": Meaning(Standing.ADOPTED, SourceKind.LEDGER, True, True, None, {}, {}),
    "means_survey": Meaning(Standing.DECLARED, SourceKind.SURVEY, True, True, None, {}, {"means_declared": 1}),
}
"""By name of the layout; a layout without a meaning cannot be imported (a test sees to it)."""


def fact_value(name: str, value: Any) -> int:
    """Return what is stored for a typed cell value of a fact's column."""
    fact = FACTS[name]
    if fact.kind is FactKind.CODE and fact.codes is not None:
        return fact.codes.number(value)
    return _AS_NUMBER.get(fact.kind, int)(value)


def _days(day: date) -> int:
    return to_day_number(day)


_AS_NUMBER: Mapping[FactKind, Callable[[Any], int]] = {FactKind.DATE: _days}
