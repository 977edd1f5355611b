"""What the overview of a place says: five figures with target and definition, a row for every place below. Nobody is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings

from minzheng.engine.access.types import Actor
from minzheng.engine.awards.queries import in_payment
from minzheng.engine.awards.types import InPayment
from minzheng.engine.cases import clocks, queries
from minzheng.engine.cases.queries import Funds, MonthCount, OfficeCount, Reached, Satisfaction
from minzheng.engine.catalogue.county_plans import map_of, plan_of
from minzheng.engine.catalogue.letterheads import letterhead
from minzheng.engine.catalogue.matters import matters_of
from minzheng.engine.registry.queries.divisions import division_names, places_of
from minzheng.kernel.division_codes import DivisionCode, DivisionLevel
from minzheng.kernel.money import format_yuan
from minzheng.kernel.months import Month

MONTHS = 12
"""What came and what was done is counted over so many months, the running one among them."""
GOOD, _FAIR = 95, 85
"""Percent done in time from which a place keeps up well, and fairly."""
_PER_WAN = 10_000 * 100
_TOWNSHIP = 1_000


@dataclass(frozen=True)
class Figure:
    """One figure: what it is called, its value with unit, how it stands to its target, and how it is made.

    Attributes:
        kind: colour of the words: "" plain, ok, warn, bad.
        target: what it ought to be, "" where nothing says so; source: who says so.
    """

    label: str
    value: str
    unit: str
    kind: str
    words: str
    definition: str
    target: str = ""
    source: str = ""


@dataclass(frozen=True)
class PlaceRow:
    """A place below the one that is looked at, with what it has to do, did, and what is paid in it this month."""

    code: int
    name: str
    cases: OfficeCount
    paid: InPayment


@dataclass(frozen=True)
class Overview:
    """Everything the page shows of a place.

    Attributes:
        since: first month of what came and was done.
        hexagons: name, column, row, level 1–4, words, address; empty below the county.
        procedure: what `stages` counts.
    """

    place: DivisionCode
    name: str
    since: Month
    figures: tuple[Figure, ...]
    rows: tuple[PlaceRow, ...]
    total: PlaceRow
    months: tuple[MonthCount, ...]
    procedure: str
    stages: tuple[Reached, ...]
    hexagons: tuple[tuple[str, int, int, int, str, str], ...]
    satisfaction: Satisfaction


def overview(place: DivisionCode, *, by: Actor, at: datetime) -> Overview:
    """Count everything for a place as somebody sees it."""
    month = Month.of(clocks.local_day(at))
    since = month + (1 - MONTHS)
    rows = _rows(place, since.first_day, by=by, at=at)
    total = _total(rows)
    before = _paid(place, (month + -1).first_day, at)
    stages, procedure = _stages(place, since.first_day, by=by)
    return Overview(
        place, name_of(place), since,
        _figures(place, total, sum(before.values(), InPayment()), queries.imprest_funds(place, by=by), rows), tuple(rows), total,
        tuple(queries.by_month(place, since=since, until=month + 1, by=by)), procedure, tuple(stages), _hexagons(place, rows),
        queries.satisfaction(
            by=by, low=place.number, high=place.last_number, since=datetime.combine(since.first_day, time(), clocks.CHINA_TIME), until=at,
        ),
    )  # fmt: skip


def name_of(place: DivisionCode) -> str:
    """What the place is called; an invented county by its own name, not by that of the county it borrows from."""
    county = settings.MINZHENG
    if place.level is DivisionLevel.COUNTY and str(place).startswith(county.locality):
        return letterhead(county=county.locality, demo=county.demo).place
    return division_names([place.number]).get(place.number, str(place))


def share(count: OfficeCount) -> str:
    """The share done in time, as it is written."""
    value = count.share_in_time
    return "—" if value is None else f"{value:.1f}%"


def _rows(place: DivisionCode, since: date, *, by: Actor, at: datetime) -> list[PlaceRow]:
    counted = queries.offices(place, since=since, by=by, at=at, soon=clocks.amber_until(at))
    paid = _paid(place, clocks.local_day(at), at)
    below = dict(places_of(place.number)) if place.level < DivisionLevel.VILLAGE else {}
    others = sorted((set(counted) | set(paid)) - set(below))
    below |= division_names(others) | ({place.number: "本级"} if place.number in others and below else {})
    return [
        PlaceRow(code, name or str(code), counted.get(code, OfficeCount()), paid.get(code, InPayment()))
        for code, name in below.items()
    ]


def _paid(place: DivisionCode, on: date, at: datetime) -> dict[int, InPayment]:
    """What is in payment by the places below a place."""
    width = _TOWNSHIP if place.level < DivisionLevel.TOWNSHIP else 1
    found: dict[int, InPayment] = {}
    for village, benefits in in_payment(low=place.number, high=place.last_number, on=on, known_at=at).items():
        code = village // width * width
        found[code] = sum(benefits.values(), found.get(code, InPayment()))
    return found


def _total(rows: list[PlaceRow]) -> PlaceRow:
    return PlaceRow(
        0, "合计", sum((row.cases for row in rows), OfficeCount()), sum((row.paid for row in rows), InPayment())
    )


def _stages(place: DivisionCode, since: date, *, by: Actor) -> tuple[list[Reached], str]:
    """The stages of what is asked for most."""
    for chapter, procedure, _ in queries.most_asked(place, since=since, by=by)[:1]:
        titles = {found.code: found.title for matter in matters_of(chapter) for found in matter.procedures()}
        return queries.reached(place, procedure, chapter=chapter, since=since, by=by), titles[procedure]
    return [], ""


def _figures(
    place: DivisionCode, total: PlaceRow, before: InPayment, funds: Funds, rows: list[PlaceRow]
) -> tuple[Figure, ...]:
    cases, paid = total.cases, total.paid
    late = sum(1 for row in rows if row.cases.overdue)
    value = cases.share_in_time
    timely = "ok" if value == 100 else "warn" if value is not None and value >= GOOD else "bad"
    return (
        Figure("在保人数", f"{paid.people:,}", "人", "", _change(paid.people - before.people, "人"),
               "本月正在发放的低保、单人户、特困供养待遇所含人数之和（待遇台账，含从原台账接管的）。同一人有两份待遇的计两次。"),
        Figure("本月应发", f"{paid.amount / _PER_WAN:,.2f}", "万元", "", _change(paid.amount - before.amount, "元", money=True),
               "上述待遇的月金额之和。是应发数，不是银行已经发出的数。"),
        Figure("按期办结率", "暂无" if value is None else f"{value:.1f}", "" if value is None else "%", "" if value is None else timely,
               f"有法定时限的 {cases.timed} 件中逾期 {cases.timed - cases.in_time} 件",
               "近 12 个月办结、有法定时限的办件中，在时限内办结的比例；补正、公示、异议期间依法不计。", "100%", "各事项程序声明的法定时限"),
        Figure("超期未办结", f"{cases.overdue}", "件", "bad" if cases.overdue else "ok", f"涉及 {late} 处" if late else "没有超期",
               "此刻正在办理、已过环节时限或者全程时限的办件数。", "0 件", "各事项程序声明的法定时限"),
        _fund_figure(place, funds),
    )  # fmt: skip


def _change(more: int, unit: str, *, money: bool = False) -> str:
    if not more:
        return "与上月相同"
    return (
        f"较上月{'增加' if more > 0 else '减少'} {format_yuan(abs(more)) if money else format(abs(more), ',')} {unit}"
    )


def _fund_figure(place: DivisionCode, funds: Funds) -> Figure:
    balance = f"余额 {funds.balance / _PER_WAN:,.2f} 万元"
    if place.level >= DivisionLevel.TOWNSHIP:
        has = "已设立" if funds.townships else "未设立"
        return Figure(
            "临时救助备用金",
            has,
            "",
            "ok" if funds.townships else "warn",
            balance,
            "本乡镇（街道）备用金台账此刻的余额。",
        )
    townships = len(places_of(place.number))
    reached = funds.townships * 100 // townships if townships else 0
    target = plan_of(settings.MINZHENG.locality).targets.get("imprest_coverage")
    kind = "" if target is None else "ok" if reached >= target.at_least else "warn"
    missing = "" if funds.townships >= townships else f"差 {townships - funds.townships} 个，"
    return Figure(
        "备用金制度覆盖", f"{funds.townships}/{townships}", "个乡镇（街道）", kind, missing + balance, "已设立临时救助备用金的乡镇（街道）数，除以乡镇（街道）总数。",
        "" if target is None else f"{target.at_least}{target.unit}，{target.due:%Y-%m-%d} 前", "" if target is None else target.source,
    )  # fmt: skip


def _hexagons(place: DivisionCode, rows: list[PlaceRow]) -> tuple[tuple[str, int, int, int, str, str], ...]:
    positions: Mapping[int, tuple[int, int]] = map_of(str(place)[:6]) if place.level is DivisionLevel.COUNTY else {}
    return tuple(
        (row.name[:2], *positions[row.code], _level(row.cases), share(row.cases), address_of(row.code))
        for row in rows
        if row.code in positions
    )


def _level(count: OfficeCount) -> int:
    value = count.share_in_time
    if value is None:
        return 2
    return 1 if value < _FAIR else 2 if value < GOOD else 3 if value < 100 else 4


def address_of(code: int) -> str:
    """Where the overview of a place stands."""
    return f"/desk/overview/{code}"


LEVELS = (f"低于 {_FAIR}%", f"{_FAIR}–{GOOD}%，或者没有办结", f"{GOOD}–100%", "100%")
