"""Calendar, laws and localities: what every computation rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from minzheng.engine.catalogue.localities import localities
from minzheng.kernel.holiday_tables import TABLES, TableStatus
from minzheng.laws.citations import LawIndex
from minzheng.surfaces.cli.checks.finding import Finding, fail, judge, ok, warn


def check_references(*, locality: str, today: date) -> Iterator[Finding]:
    """Look at the data that ship with the product."""
    yield check_calendar(today)
    yield ok("法规索引", f"{len(LawIndex.load().laws)} 部")
    codes = [each.code for each in localities()]
    yield judge(
        "本县",
        locality in codes,
        found=f"{locality}，共有 {len(codes)} 个地区的参数",
        otherwise=f"没有地区 {locality} 的参数",
        remedy="请检查 MINZHENG_LOCALITY，或在 minzheng/localities 下建立该地区。",
    )


def check_calendar(today: date) -> Finding:
    """Look for the working-day table of this year: statutory deadlines need it."""
    name = "工作日历"
    table = next((each for each in TABLES if each.year == today.year), None)
    if table is None:
        return fail(
            name, f"没有 {today.year} 年的工作日表，办理期限不能计算", remedy="请升级到含有该年放假安排的版本。"
        )
    if table.status is TableStatus.ESTIMATED:
        return warn(name, f"{today.year} 年为{table.status}", remedy="国务院办公厅公布放假安排后请升级。")
    last = max(TABLES, key=lambda each: each.year)
    return ok(name, f"{today.year} 年已{table.status}（{table.source}）；已有到 {last.year} 年（{last.status}）")
