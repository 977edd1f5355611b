"""Writers of ledgers as a bureau really has them: from clean rows to untidy files, the same for the same seed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from minzheng.demo.ledgers.files import write_text, write_xlsx
from minzheng.demo.ledgers.kinds import KINDS
from minzheng.demo.ledgers.mess import Mess
from minzheng.demo.ledgers.rows import (
    DestituteRow,
    DibaoRow,
    DisabilityRow,
    HouseholdBookRow,
    LedgerRow,
    MeansRow,
)
from minzheng.demo.ledgers.tables import lay_out


def write_ledger(path: Path, kind: str, households: Sequence[Sequence[LedgerRow]], *, seed: int, mess: Mess) -> None:
    """Write households as a ledger of a kind (a layout's name); the ending .xlsx, .csv or .txt decides the format.

    Text files hold one table and no merged cells. Raises KeyError for an unknown kind.
    """
    if path.suffix == ".xlsx":
        write_xlsx(path, lay_out(KINDS[kind], households, seed=seed, mess=mess))
        return
    flat = replace(mess, sheet_per_township=False, explanation_sheet=False)
    write_text(path, lay_out(KINDS[kind], households, seed=seed, mess=flat), mess)


__all__ = [
    "DestituteRow",
    "DibaoRow",
    "DisabilityRow",
    "HouseholdBookRow",
    "LedgerRow",
    "MeansRow",
    "Mess",
    "write_ledger",
]
