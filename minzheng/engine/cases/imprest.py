"""The petty fund a township keeps for temporary assistance (临时救助备用金): a ledger that is added to and never below zero.

Amounts are fen. Every booking locks the fund, so that two that come at once are booked one after the other; the database itself
refuses a line that does not follow from the one before. Source: 临时救助意见2018 三（三）.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from django.db import IntegrityError, transaction

from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.queries import require
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import clocks
from minzheng.engine.cases.models import Decision, ImprestEntry, ImprestFund, ImprestReconciliation
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.registry.models import Division
from minzheng.kernel.money import LIMIT_FEN, format_yuan

_TOWNSHIP, _COUNTY = 1_000, 10**6
COUNTY_ROLES = (Role.COUNTY_OFFICER, Role.COUNTY_LEAD)
TOWNSHIP_ROLES = (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD)
FUND_ROLES = COUNTY_ROLES + TOWNSHIP_ROLES
"""Who pays in and holds it against the bank; who spends and gives back; who has to do with a fund at all."""
_LONGEST_DOCUMENT, _LONGEST_EXPLANATION = 60, 500


class Booking(IntEnum):
    """What a line of the fund is; stored in `cases_imprestentry.kind`."""

    REFILL = 1
    SPENT = 2
    GIVEN_BACK = 3

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "拨入", 2: "支出", 3: "交回"}[self.value]


@dataclass(frozen=True)
class Line:
    """One line as a page shows it; amounts in fen."""

    serial: int
    booked_on: date
    kind: Booking
    amount: int
    balance: int
    case: str
    document: str
    booked_by: str
    reconciled: bool


@denials_kept()
@transaction.atomic
def open_fund(*, division: int, ceiling: int, service: str, by: Actor, at: datetime) -> ImprestFund:
    """Set up the fund of a township.

    Args:
        division: the township (12 digits, ending in 000).
        ceiling: the most it may hold, fen.
        service: chapter it serves.
        by: of the county.
        at: when.

    Raises:
        AccessProblem: they are not of the county.
        CaseProblem: no such township, no ceiling, or it has a fund already.
    """
    require(by, COUNTY_ROLES, service=service, division=division, action="cases.open_fund", at=at)
    if division % _TOWNSHIP or not division % _COUNTY or not Division.objects.filter(code=division).exists():
        raise CaseProblem("没有这个乡镇（街道）。", remedy="请重新选择。")
    if not 0 < ceiling <= LIMIT_FEN:
        raise CaseProblem("备用金限额应大于零。", remedy="请填写限额。")
    try:
        with transaction.atomic():
            fund = ImprestFund.objects.create(division_id=division, ceiling=ceiling, opened_at=at, opened_by=by.name)
    except IntegrityError as error:
        raise CaseProblem("这个乡镇（街道）已经设立备用金。", remedy="请直接拨入。") from error
    _recorded("cases.open_fund", fund, by=by, at=at, ceiling=ceiling)
    return fund


@denials_kept()
@transaction.atomic
def refill(*, division: int, amount: int, document: str, service: str, by: Actor, at: datetime) -> ImprestEntry:
    """Pay money into the fund of a township.

    Raises:
        AccessProblem: they are not of the county.
        CaseProblem: there is no fund, the amount is not positive, no document is named, or the fund would hold more than it may.
    """
    require(by, COUNTY_ROLES, service=service, division=division, action="cases.refill", at=at)
    fund, balance, _ = _locked(division)
    if balance + amount > fund.ceiling:
        raise CaseProblem(
            f"拨入后余额{format_yuan(balance + amount)}元，超过限额{format_yuan(fund.ceiling)}元。",
            remedy="请减少拨入金额。",
        )
    return _booked(Booking.REFILL, division, _positive(amount), document=document, by=by, at=at)


@denials_kept()
@transaction.atomic
def give_back(*, division: int, amount: int, document: str, service: str, by: Actor, at: datetime) -> ImprestEntry:
    """Give money of the fund back to the county.

    Raises:
        AccessProblem: they are not of the township.
        CaseProblem: there is no fund or not as much in it, the amount is not positive, or no document is named.
    """
    require(by, TOWNSHIP_ROLES, service=service, division=division, action="cases.give_back", at=at)
    return _booked(Booking.GIVEN_BACK, division, -_positive(amount), document=document, by=by, at=at)


@transaction.atomic
def spend(*, decision: Decision, amount: int, by: Actor, at: datetime) -> ImprestEntry:
    """Pay for a decision out of the fund of the township that the case belongs to. The step that decides has seen to who may.

    Args:
        decision: that gives it.
        amount: fen; less than the decision gives where a part was paid before.
        by, at: who and when.

    Raises:
        CaseProblem: the township has no fund, or not as much in it.
    """
    division = decision.case.division_id // _TOWNSHIP * _TOWNSHIP
    return _booked(Booking.SPENT, division, -_positive(amount), decision=decision, by=by, at=at)


@denials_kept()
@transaction.atomic
def reconcile(
    *, division: int, until: date, statement: int, explanation: str = "", service: str, by: Actor, at: datetime
) -> ImprestReconciliation:
    """Hold a fund against the bank's statement.

    Args:
        division: the township.
        until: last day of the statement; lines up to it are covered.
        statement: what the bank says is there, fen.
        explanation: of a difference.
        service: chapter the fund serves.
        by: of the county.
        at: when.

    Raises:
        AccessProblem: they are not of the county.
        CaseProblem: there is no fund, the day is to come or reconciled already, or a difference is not explained.
    """
    require(by, COUNTY_ROLES, service=service, division=division, action="cases.reconcile", at=at)
    fund, _, _ = _locked(division)
    last = fund.entries.filter(booked_on__lte=until).order_by("-serial").first()
    balance, text = (last.balance if last else 0), explanation.strip()[:_LONGEST_EXPLANATION]
    if until > clocks.local_day(at) or fund.reconciliations.filter(until__gte=until).exists():
        raise CaseProblem("对账截止日还没有到，或者已经对过账。", remedy="请核对日期。")
    if balance != statement and not text:
        raise CaseProblem(
            f"账面余额{format_yuan(balance)}元，对账单{format_yuan(statement)}元，两者不符。",
            remedy="请写明差额的原因。",
        )
    done = ImprestReconciliation.objects.create(
        fund=fund, division_id=division, until=until, last_serial=last.serial if last else 0, balance=balance,
        statement=statement, explanation=text, reconciled_at=at, reconciled_by=by.name, person=by.person,
    )  # fmt: skip
    _recorded("cases.reconcile", fund, by=by, at=at, until=str(until), difference=statement - balance)
    return done


def balance_of(division: int) -> int | None:
    """What is in the fund of a township, fen; None where it has none, or it is not the asker's to see."""
    fund = ImprestFund.objects.filter(division=division).first()
    return None if fund is None else _last(fund)[0]


def lines_of(division: int) -> Sequence[Line]:
    """The ledger of a township, the first line first; empty where there is none, or it is not the asker's to see."""
    rows = ImprestEntry.objects.filter(fund__division=division).select_related("case").order_by("serial")
    covered = ImprestReconciliation.objects.filter(fund__division=division).order_by("-until").first()
    until = covered.last_serial if covered else 0
    return [
        Line(
            row.serial, row.booked_on, Booking(row.kind), row.amount, row.balance, row.case.number if row.case else "",
            row.document, row.booked_by, row.serial <= until,
        )
        for row in rows
    ]  # fmt: skip


def _booked(
    kind: Booking, division: int, amount: int, *, document: str = "", decision: Decision | None = None, by: Actor, at: datetime
) -> ImprestEntry:  # fmt: skip
    fund, balance, serial = _locked(division)
    if balance + amount < 0:
        raise CaseProblem(
            f"备用金余额{format_yuan(balance)}元，不足{format_yuan(-amount)}元。",
            remedy="请先申请拨入，或者由县级直接发放。",
        )
    if kind is not Booking.SPENT and not 0 < len(document.strip()) <= _LONGEST_DOCUMENT:
        raise CaseProblem("没有写明凭证号。", remedy=f"请填写凭证号，不超过{_LONGEST_DOCUMENT}字。")
    entry = ImprestEntry.objects.create(
        fund=fund, division_id=division, serial=serial + 1, kind=kind, amount=amount, balance=balance + amount,
        case=decision.case if decision else None, decision=decision, document=document.strip(),
        booked_on=clocks.local_day(at), booked_at=at, booked_by=by.name, person=by.person,
    )  # fmt: skip
    _recorded("cases.book", fund, by=by, at=at, kind=int(kind), amount=amount, serial=entry.serial)
    return entry


def _locked(division: int) -> tuple[ImprestFund, int, int]:
    """The fund, locked until the transaction ends, what is in it, and the number of its last line."""
    fund = ImprestFund.objects.select_for_update().filter(division=division).first()
    if fund is None:
        raise CaseProblem("这个乡镇（街道）没有设立备用金。", remedy="请由县级先设立并拨入。")
    return fund, *_last(fund)


def _last(fund: ImprestFund) -> tuple[int, int]:
    last = fund.entries.order_by("-serial").first()
    return (last.balance, last.serial) if last else (0, 0)


def _positive(amount: int) -> int:
    if not 0 < amount <= LIMIT_FEN:
        raise CaseProblem("金额应大于零。", remedy="请填写金额。")
    return amount


def _recorded(action: str, fund: ImprestFund, *, by: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        action=action, by=by, at=at, subject=Subject("imprest_fund", fund.pk), division=fund.division_id, detail=detail
    )
