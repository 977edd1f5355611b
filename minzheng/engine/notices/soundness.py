"""What holds of letters and public notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from minzheng.engine.database.soundness import Invariant, Tally, tally

_INVARIANTS = (
    Invariant(
        "notices.ended", "期满的公示都已撤下",
        "SELECT count(*) FROM notices_publicnotice WHERE taken_down_at IS NULL AND ends_on < %(on)s",
        "期满的公示网页上已不显示，但张贴处没有撤下的记录。请确认后台任务在运行，并到张贴处撤下。",
    ),
    Invariant(
        "notices.numbers", "文书编号连续，没有缺号",
        """SELECT count(*) FROM notices_letterseries s
           WHERE last <> (SELECT count(*) FROM notices_letter l WHERE l.word = s.word AND l.year = s.year)
              OR last <> (SELECT coalesce(max(serial), 0) FROM notices_letter l WHERE l.word = s.word AND l.year = s.year)""",
        "有文书被绕过程序删除或改号。请查审计，恢复备份后比对。",
    ),
)  # fmt: skip


def soundness(*, on: date) -> Iterator[Tally]:
    """Ask every invariant of letters and notices on a day."""
    yield from tally(_INVARIANTS, {"on": on})
