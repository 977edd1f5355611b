"""What every step of confirming needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from minzheng.engine.ledgers.meaning import Meaning
from minzheng.engine.ledgers.types import Outcome
from minzheng.engine.registry.merging import StatedFacts


@dataclass
class Confirming:
    """One batch being confirmed.

    Attributes:
        source: identifier of the source that all records name.
        as_of: the day the ledger speaks of.
        at: when it is recorded.
        meaning: what the ledger's rows do.
        letters: sheet → column name → column letter, for evidence.
        outcome: what has been added so far.
        stated: values collected for the fact store.
    """

    source: int
    as_of: date
    at: datetime
    meaning: Meaning
    letters: Mapping[str, Mapping[str, str]]
    outcome: Outcome = field(default_factory=Outcome)
    stated: StatedFacts = field(default_factory=StatedFacts)

    def evidence(self, sheet: str, row: int, column: str) -> str:
        """Say where in the file a value stands: 仁德›第12行›F列."""
        letter = self.letters.get(sheet, {}).get(column, "")
        return f"{sheet}›第{row}行" + (f"›{letter}列" if letter else "")
