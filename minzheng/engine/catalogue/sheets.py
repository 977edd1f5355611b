"""Monthly sheets as declared: `sheets/<name>.yaml` of a locality where the upper level sent a layout, else of the chapter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from minzheng.engine.catalogue.localities import HOME
from minzheng.engine.catalogue.matters import HOME as MATTERS
from minzheng.engine.catalogue.schema import check
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.laws.strict_yaml import load_document

COUNTED = frozenset({"asked", "granted", "refused", "stopped", "aided"})
"""What is counted in cases beside the benefits in payment."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, the heading above it, and the figure: of what, and which of its sums."""

    group: str
    title: str
    of: str
    sum: str

    @property
    def is_money(self) -> bool:
        """Whether it is printed as yuan; kept in fen."""
        return self.sum == "amount"


@dataclass(frozen=True)
class Sheet:
    """A sheet with its columns from left to right."""

    title: str
    note: str
    columns: tuple[Column, ...]


@cache
def sheet_of(chapter: str, name: str, *, county: str) -> Sheet:
    """Return a sheet in the layout of a county.

    Args:
        chapter: folder of `matters`; name: of the sheet.
        county: 6-digit code of the locality whose layout goes first.

    Raises:
        YamlProblem: with file and line, if it is not as it should be.
        FileNotFoundError: there is no such sheet.
    """
    local = resources.files(HOME) / county / "sheets" / f"{name}.yaml"
    file = local if local.is_file() else resources.files(MATTERS) / chapter / "sheets" / f"{name}.yaml"
    document = load_document(file.read_text(encoding="utf-8"), f"{chapter}/sheets/{name}.yaml")
    check(document, "sheet")
    columns = []
    for place, row in enumerate(document.data["columns"]):
        of, _, which = row["figure"].partition(".")
        if of not in COUNTED and of not in {each.key for each in BENEFIT_TYPE}:
            known = "、".join((*sorted(COUNTED), *(each.key for each in BENEFIT_TYPE)))
            raise document.problem(f"没有 {of} 这个数，可用：{known}。", "columns", place, "figure")
        columns.append(Column(row.get("group", ""), row["title"], of, which))
    return Sheet(document.data["title"], document.data.get("note", ""), tuple(columns))


def sheets_in(chapter: str) -> tuple[str, ...]:
    """The names of the sheets a chapter has."""
    folder = resources.files(MATTERS) / chapter / "sheets"
    return tuple(sorted(each.name.removesuffix(".yaml") for each in folder.iterdir())) if folder.is_dir() else ()
