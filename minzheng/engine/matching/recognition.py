"""Which ledger a file is, which of its sheets hold it, and which column is what."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from minzheng.engine.matching.headers import SEARCHED_COLUMNS, SEARCHED_ROWS, Header, find_header
from minzheng.engine.matching.layouts import Layout, all_columns, all_layouts, ledger_words
from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.row_fates import RowFate
from minzheng.engine.matching.workbooks import Workbook
from minzheng.engine.matching.workbooks.cells import Row, Sheet

_HINT_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What to do with one sheet: read it by its header, or skip it whole for a reason."""

    sheet: Sheet
    header: Header | None
    skipped: RowFate | None = None
    looks_like_ledger: bool = False


@dataclass(frozen=True, slots=True)
class Recognition:
    """A recognised file. `confidence` runs from 0 to 1; `notices` are Chinese sentences for the report."""

    layout: Layout
    confidence: float
    sheets: tuple[SheetPlan, ...]
    notices: tuple[str, ...]


def recognise(workbook: Workbook, layouts: Collection[Layout] | None = None) -> Recognition:
    """Find the layout that explains the workbook best. Raises FileProblem when none does, naming what is missing."""
    layouts = list(all_layouts().values()) if layouts is None else layouts
    heads = {id(sheet): [_narrow(row) for row in islice(sheet.rows(), SEARCHED_ROWS)] for sheet in workbook.sheets}
    if not any(heads.values()):
        raise FileProblem("文件里没有任何内容", where=workbook.path.name, remedy="请核对是否选错文件")
    trials = [_try_layout(workbook, heads, layout) for layout in layouts]
    scored = sorted(((score, plans, layout) for score, plans, layout in trials if score > 0), key=lambda t: -t[0])
    if not scored:
        raise _nothing_fits(workbook, heads, layouts)
    score, plans, layout = scored[0]
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    confidence = round(min(1.0, score) * (1.0 if not runner_up else min(1.0, 0.5 + (score - runner_up))), 2)
    return Recognition(layout, confidence, tuple(plans), tuple(_notices(plans, heads)))


def _narrow(row: Row) -> Row:
    """Keep the columns in which a header is looked for."""
    if len(row.cells) <= SEARCHED_COLUMNS:
        return row
    return Row(row.number, {index: cell for index, cell in row.cells.items() if index < SEARCHED_COLUMNS})


def _try_layout(
    workbook: Workbook, heads: dict[int, list[Row]], layout: Layout
) -> tuple[float, list[SheetPlan], Layout]:
    headers = [_header(heads[id(sheet)], sheet, layout) for sheet in workbook.sheets]
    pairs = list(zip(workbook.sheets, headers, strict=True))
    has_plain_sheet = any(header and sheet.visible and not _is_aside(sheet) for sheet, header in pairs)
    plans, scores = [], []
    for sheet, header in pairs:
        skipped = _why_skip(sheet, header, has_plain_sheet=has_plain_sheet)
        plans.append(SheetPlan(sheet, None if skipped else header, skipped, header is not None))
        if header is not None and not skipped:
            scores.append(_score(header, layout, f"{header.title} {sheet.name} {workbook.path.stem}"))
    return max(scores, default=0.0), plans, layout


def _header(rows: list[Row], sheet: Sheet, layout: Layout) -> Header | None:
    """Return the header of a sheet if it has every column that the layout needs."""
    header = find_header(rows, sheet.merged, layout) if rows else None
    return header if header is not None and header.satisfies(layout) else None


def _is_aside(sheet: Sheet) -> bool:
    """Whether a sheet's name says that it explains or sums up."""
    return ledger_words().skip_sheets.fullmatch("".join(sheet.name.split())) is not None


def _why_skip(sheet: Sheet, header: Header | None, *, has_plain_sheet: bool) -> RowFate | None:
    """Return why a sheet is left out. A summing sheet is read after all when it is the only list there is."""
    if not sheet.visible:
        return RowFate.HIDDEN_SHEET
    if _is_aside(sheet) and (header is None or has_plain_sheet):
        return RowFate.SKIPPED_SHEET
    return RowFate.UNRECOGNISED_SHEET if header is None else None


def _score(header: Header, layout: Layout, words: str) -> float:
    used = len(header.columns)
    hinted = any(hint in words for hint in layout.hints)
    return used / (used + len(header.unused) + len(header.notices)) + (_HINT_WEIGHT if hinted else 0.0)


def _notices(plans: list[SheetPlan], heads: dict[int, list[Row]]) -> list[str]:
    notices = []
    for plan in plans:
        name = plan.sheet.name
        if plan.header is not None:
            notices += [f"工作表“{name}”{notice}" for notice in plan.header.notices]
            if plan.header.unused:
                notices.append(
                    f"工作表“{name}”有{len(plan.header.unused)}列未读取：{'、'.join(plan.header.unused[:12])}"
                )
        elif heads[id(plan.sheet)] and plan.skipped is RowFate.HIDDEN_SHEET:
            notices.append(f"工作表“{name}”是隐藏的，没有读取；需要导入时请先取消隐藏")
        elif plan.looks_like_ledger and plan.skipped is RowFate.SKIPPED_SHEET:
            notices.append(f"工作表“{name}”按名称是汇总或说明，没有读取；它若不是其他表的重复，请改名后重新导入")
        elif heads[id(plan.sheet)] and plan.skipped is RowFate.UNRECOGNISED_SHEET:
            notices.append(f"工作表“{name}”认不出表头，没有读取")
    return notices


def _nothing_fits(workbook: Workbook, heads: dict[int, list[Row]], layouts: Collection[Layout]) -> FileProblem:
    """Say which layout came nearest and which columns it lacks."""
    nearest: tuple[int, Layout, Header] | None = None
    for layout in layouts:
        for sheet in workbook.sheets:
            rows = heads[id(sheet)]
            header = find_header(rows, sheet.merged, layout) if rows else None
            if header is not None and (nearest is None or len(header.columns) > nearest[0]):
                nearest = len(header.columns), layout, header
    if nearest is None:
        titles = "、".join(layout.title for layout in layouts)
        return FileProblem("认不出是哪种台账，找不到表头", where=workbook.path.name, remedy=f"可导入的台账：{titles}")
    _, layout, header = nearest
    if header.satisfies(layout):
        return FileProblem(
            f"“{layout.title}”在隐藏的工作表里", where=workbook.path.name, remedy="请取消隐藏后再导入",
        )  # fmt: skip
    lacking = [group for group in layout.needs if not header.names.intersection(group)]
    columns = "、".join("或".join(all_columns()[name].label for name in group) for group in lacking)
    said = "；".join(header.notices)
    what = f"最像“{layout.title}”，但缺少必要的列：{columns}" + (f"（{said}）" if said else "")
    return FileProblem(what, where=workbook.path.name, remedy="请补上这些列或改正列名后再导入")
