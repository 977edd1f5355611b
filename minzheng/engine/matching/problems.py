"""What can be wrong with a file or a row, in words for the person who must put it right."""

from dataclasses import dataclass


class FileProblem(ValueError):
    """A file that cannot be read at all: what is wrong, where, what to do; all in Chinese."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        return "".join(
            (f"{self.where}：" if self.where else "", self.what, "。", f"{self.remedy}。" if self.remedy else "")
        )


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One finding about one row. `value` is masked, fit for a report; `rejects` is false for a mere warning."""

    sheet: str
    row: int
    column: str
    title: str
    value: str
    reason: str
    remedy: str
    rejects: bool = True

    def __str__(self) -> str:
        column = f"{self.column}列“{self.title}”" if self.column else ""
        shown = f"（{self.value}）" if self.value else ""
        return f"工作表“{self.sheet}”第{self.row}行{column}{shown}：{self.reason}。{self.remedy}。"
