"""The old ledgers as the untidy files that townships send, the same files for the same county."""

from dataclasses import dataclass, replace
from pathlib import Path

from minzheng.demo.county.old_ledgers import OldLedgers
from minzheng.demo.ledgers import Mess, write_ledger

_TYPED = replace(Mess.usual(), wrong_digit=0.006, id_as_number=0.006, missing=0.004)
_PLAIN_TEXT = replace(_TYPED, two_row_header=False, merged_cells=False, encoding="gbk")


@dataclass(frozen=True)
class _File:
    kind: str
    name: str
    mess: Mess


# In the order in which they must be imported: families first, then what is said of their members.
_FILES = (
    _File("household_book", "1 户籍册摘录.xlsx", _TYPED),
    _File("dibao_ledger", "2 低保台账.xlsx", _TYPED),
    _File("destitute_ledger", "3 特困供养台账.xlsx", _TYPED),
    _File("disability_list", "4 残疾人名单.csv", _PLAIN_TEXT),
    _File("means_survey", "5 家庭经济状况调查表.xlsx", _TYPED),
)  # fmt: skip


def write_ledger_files(ledgers: OldLedgers, folder: Path, *, seed: int) -> list[Path]:
    """Write the ledgers into a folder; return the files in the order in which they must be imported."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, file in enumerate(_FILES):
        if ledgers.rows[file.kind]:
            path = folder / file.name
            write_ledger(path, file.kind, ledgers.rows[file.kind], seed=seed * len(_FILES) + number, mess=file.mess)
            written.append(path)
    return written
