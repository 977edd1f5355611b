"""The accounts of staff, for the three administrators: the same actions as `minzheng accounts`, and the same refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token

from minzheng.engine.access import actions
from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.directory import accounts_of_officers, officer_account
from minzheng.engine.access.passwords import set_up_password
from minzheng.engine.access.types import AccessProblem, AccountProblem, Actor, ListedAccount
from minzheng.engine.audit.types import AuditProblem
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.pages import given_to_all
from minzheng.surfaces.ui.pages import rendered
from minzheng.surfaces.ui.problems import problem
from minzheng.surfaces.ui.routes import SIGNED_IN, route

if TYPE_CHECKING:
    from minzheng.engine.access.models import Account

LONGEST_REASON = 200


def _reset_second_factor(account: Account, reason: str, by: Actor, at: datetime) -> str:
    actions.reset_second_factor(account=account, reason=reason, by=by, at=at)
    return "第二重验证已重置，已登录的设备都已退出。本人下次登录时重新设置。"


def _reset_password(account: Account, reason: str, by: Actor, at: datetime) -> str:  # noqa: ARG001 (one shape for all)
    if account.pk == by.account:
        raise AccountProblem("自己的密码请在“登录与安全”里更改。")
    password = set_up_password(username=account.username)
    actions.set_password(account=account, password=password, by=by, at=at)
    return f"初始密码（只显示这一次，请当面交给本人）：{password}"


def _unlock(account: Account, reason: str, by: Actor, at: datetime) -> str:  # noqa: ARG001 (one shape for all)
    actions.unlock(account=account, by=by, at=at)
    return "账户已解锁。"


def _disable(account: Account, reason: str, by: Actor, at: datetime) -> str:
    actions.disable_account(account=account, reason=_given(reason), by=by, at=at)
    return "账户已停用，已登录的下一次操作就被拒绝。"


def _enable(account: Account, reason: str, by: Actor, at: datetime) -> str:
    actions.enable_account(account=account, reason=_given(reason), by=by, at=at)
    return "账户已启用。"


@dataclass(frozen=True)
class Step:
    """Something the security administrator can do to an account.

    Attributes:
        title: on the button.
        words: what follows from it.
        reason: whether it asks why.
        hint: what the reason should say.
        do: does it and says what was done.
    """

    title: str
    words: str
    reason: bool
    do: Callable[[Account, str, Actor, datetime], str]
    hint: str = ""


STEPS = {
    "reset-second-factor": Step(
        "重置第二重验证", "手机、密钥或备用码丢失，本人申请时办理。已登录的设备随即退出，本人下次登录时重新设置。",
        True, _reset_second_factor, "本人怎样提出，怎样核实了身份。",
    ),
    "reset-password": Step(
        "重设密码", "生成一个初始密码，只显示一次，请当面交给本人；本人登录后须先改掉。", False, _reset_password
    ),
    "unlock": Step("解锁", "解除连续输错密码或验证码的锁定。", False, _unlock),
    "disable": Step("停用账户", "调离、离职或者账户被他人使用时办理，随时可以恢复。", True, _disable),
    "enable": Step("启用账户", "恢复已停用的账户。", True, _enable),
}  # fmt: skip


@route("GET", about="account", permission=SIGNED_IN, data_class=DataClass.L2)
def list_accounts(request: HttpRequest) -> HttpResponseBase:
    """List the accounts of staff."""
    try:
        listed = accounts_of_officers(by=_actor(request), at=now())
    except AccessProblem as refused:
        return problem(request, status=403, code="not_yours", message=str(refused))
    return _page(request, "signin/accounts.html", accounts=listed)


@route("GET", "POST", about="account", permission=SIGNED_IN, data_class=DataClass.L2)
def show_account(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show an account with what can be done to it, and do it."""
    by, at = _actor(request), now()
    chosen = request.POST.get("do", "")
    done, wrong, typed = "", "", request.POST.get(f"reason-{chosen}", "")
    try:
        listed = _one(number, by=by, at=at)
        if request.method == "POST":
            done, wrong = _try(chosen, number, typed, by=by, at=at)
            listed = _one(number, by=by, at=at)
    except AccessProblem as refused:
        return problem(request, status=403, code="not_yours", message=str(refused))
    return _page(
        request, "signin/account.html", status=422 if wrong else 200, account=listed, steps=_offered(listed), done=done,
        fault=wrong, chosen=chosen, typed=typed, longest=LONGEST_REASON,
    )  # fmt: skip


def _try(chosen: str, number: int, reason: str, *, by: Actor, at: datetime) -> tuple[str, str]:
    step, account = STEPS.get(chosen), officer_account(number)
    if step is None or account is None:
        raise Http404
    if len(reason) > LONGEST_REASON:
        return "", f"理由不超过{LONGEST_REASON}字。"
    try:
        with denials_kept(), transaction.atomic():
            return step.do(account, reason, by, at), ""
    except (AccountProblem, AuditProblem) as wrong:
        return "", str(wrong)


def _offered(account: ListedAccount) -> dict[str, Step]:
    left_out = {"disable" if not account.active else "enable"}
    left_out |= set() if account.locked else {"unlock"}
    left_out |= set() if account.second_factor else {"reset-second-factor"}
    return {name: step for name, step in STEPS.items() if name not in left_out}


def _one(number: int, *, by: Actor, at: datetime) -> ListedAccount:
    found = [each for each in accounts_of_officers(by=by, at=at) if each.number == number]
    if not found:
        raise Http404
    return found[0]


def _given(reason: str) -> str:
    if not reason.strip():
        raise AccountProblem("请写明理由。")
    return reason.strip()


def _actor(request: HttpRequest) -> Actor:
    actor: Any = getattr(request, "actor", None)
    assert isinstance(actor, Actor)  # noqa: S101 (the middleware has said who acts)
    return actor


def _page(request: HttpRequest, template: str, *, status: int = 200, **given: Any) -> HttpResponse:
    page = rendered(request, template, csrf_token=get_token(request), **given, **given_to_all(request))
    return HttpResponse(page, status=status, content_type="text/html; charset=utf-8")
