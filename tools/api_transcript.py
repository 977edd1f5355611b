"""Write how a case goes through the interface, call by call, in an invented county that is thrown away.

Usage: python tools/api_transcript.py docs/reference/transcript-minimum_living_allowance.md (or …-temporary_assistance.md): the name says which.

The county is empty but for its divisions and an invented bureau; the clock is set, so that the same calls give the same answers.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

_COUNTY, _VILLAGE = 530129, 530129001001
_DAY = date(2026, 8, 3)
_LONGEST = 40
"""Lines of an answer that are printed."""
_HEAD = """# 接口实录：{title}

{what}每一次请求和回答。本页由 `tools/api_transcript.py` 在一个用完即弃的演示县里实际运行得到；人名、号码、金额都是虚构的。
日期后面是办理的人的登录名，代表已登录的人。较长的回答只印前面一部分。
"""


_FAMILY = "一户虚构的人家，"
_TITLES = {
    "minimum_living_allowance": ("最低生活保障申请", f"{_FAMILY}从村里申请到公布结果，"),
    "temporary_assistance": ("急难型临时救助，先行救助", f"{_FAMILY}夜里失火，当天先拿到钱，手续后补，"),
}


class Transcript:
    """Asks as somebody, and writes down what was asked and answered."""

    def __init__(self, head: str, staff: Any, client: Any, clock: Callable[[datetime], None]) -> None:
        self._staff, self._client, self._clock = staff, client, clock
        self._day = _DAY
        self.lines = [head]
        self.later(0)

    def later(self, days: int) -> None:
        """Let working days pass."""
        from minzheng.kernel.working_days import CHINA
        from minzheng.surfaces.clock import SHANGHAI

        self._day = CHINA.add_workdays(self._day, days)
        self._clock(datetime(self._day.year, self._day.month, self._day.day, 10, tzinfo=SHANGHAI))

    @property
    def day(self) -> date:
        """Today."""
        return self._day

    def ask(self, title: str, who: str, method: str, path: str, body: Any = None, *, purpose: str = "") -> Any:
        """Ask, write it down, return the answer.

        Raises:
            SystemExit: it was refused.
        """
        headers = {"X-Purpose": quote(purpose)} if purpose else {}
        data = b"" if body is None else json.dumps(body).encode()
        with acting(self._staff.actor(who, on=self._day) if who else None):
            answer = self._client.generic(
                method, f"/api/v1/{path}", data, content_type="application/json", headers=headers
            )
        said = json.loads(answer.content)
        self._write(title, who, f"{method} /api/v1/{path}", purpose, body, answer.status_code, said)
        if answer.status_code >= 400:
            raise SystemExit(f"{method} {path}: {answer.status_code} {said.get('detail')}")
        return said

    def _write(self, title: str, who: str, call: str, purpose: str, body: Any, status: int, said: Any) -> None:
        self.lines.append(f"\n## {title}\n\n{self._day}，{who or '任何人'}\n\n```http\n{call}")
        if purpose:
            self.lines.append(f"X-Purpose: {purpose}（百分号编码后发送）")
        if body is not None:
            self.lines.append("\n" + _shown(body))
        self.lines.append(f"```\n\n回答 {status}：\n\n```json\n{_shown(said)}\n```")


_ACTING: list[Any] = [None]


@contextmanager
def acting(actor: Any) -> Iterator[None]:
    """Be somebody for a call; stands for signing in."""
    _ACTING[0] = actor
    try:
        yield
    finally:
        _ACTING[0] = None


def signed_in(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Put whoever acts on the request."""

    def answer(request: Any) -> Any:
        request.actor = _ACTING[0]
        return get_response(request)

    return answer


def application(said: Transcript) -> None:
    """An application for the minimum living allowance, to the public list."""
    from minzheng.demo.casework.families import family

    invented = family(Random(7), 7, kind="poor")  # noqa: S311 (an invented family is no secret)
    code = "minimum_living_allowance.application"
    opened = said.ask(
        "提出申请", "village001", "POST", "cases",
        {"procedure": code, "division": str(_VILLAGE), "channel": "VILLAGE", "answers": invented.answers},
    )  # fmt: skip
    case = f"cases/{opened['number']}"
    said.ask("提交", "village001", "POST", f"{case}/steps/submit", {})
    signed = {"person": list(invented.adults), "way": "PAPER", "signed_on": str(said.day), "valid_until": "2027-08-02"}
    said.ask("登记核对授权", "clerk001", "POST", f"{case}/records/authorisation", {"content": signed})
    said.ask("受理", "clerk001", "POST", f"{case}/steps/accept", {})
    said.later(2)
    visit = {
        "visited_on": str(said.day), "surveyors": ["经办员", "协理员"], "present": invented.adults[0], "findings": "两间土房，无存款",
        "differs": False, "conclusion": "与申报一致", "signed": True,
    }  # fmt: skip
    said.ask("登记入户调查", "clerk001", "POST", f"{case}/records/home_visit", {"content": visit})
    report = {"number": "HD-2026-1", "received_on": str(said.day), "over_limit": False}
    said.ask("登记核对报告", "verifier", "POST", f"{case}/records/verification", {"content": report})
    said.ask("按现有信息核算", "clerk001", "GET", f"{case}/assessment")
    said.later(2)
    said.ask("现在可以办什么", "lead001", "GET", f"{case}/offers")
    said.ask("初审同意并公示", "lead001", "POST", f"{case}/steps/propose", {"places": ["村务公开栏"]})
    said.later(7)
    said.ask("公示期满报县级审查", "clerk001", "POST", f"{case}/steps/forward", {})
    said.later(2)
    said.ask("审查", "county1", "POST", f"{case}/steps/review", {"reason": "材料齐全，情况属实"})
    said.later(1)
    said.ask("确认同意", "head", "POST", f"{case}/steps/confirm", {"places": ["村务公开栏"]})
    said.ask("决定及其依据", "head", "GET", f"{case}/decisions")
    letters = said.ask("文书列表", "head", "GET", f"{case}/letters")
    said.ask("确认通知书", "head", "GET", f"{case}/letters/{letters[-1]['id']}")
    said.ask("为信访查看全名", "head", "GET", f"{case}?unmask=names", purpose="信访件查办")
    said.ask("公布的结果", "", "GET", "notices")


def emergency(said: Transcript) -> None:
    """A fire: aid out of the petty fund the same day, papers and decision afterwards."""
    from minzheng.demo.casework.families import family

    invented = family(Random(7), 7, kind="edge")  # noqa: S311 (an invented family is no secret)
    code = "temporary_assistance.emergency"
    opened = said.ask(
        "接报，登记", "village001", "POST", "cases",
        {"procedure": code, "division": str(_VILLAGE), "channel": "VILLAGE", "answers": invented.answers},
    )  # fmt: skip
    case = f"cases/{opened['number']}"
    order = {
        "discovered_at": "当日6时，村小组长电话", "what": "夜间失火，房屋烧毁，衣被全无", "amount": "800.00", "ordered_by": "分管领导", "consent": "6时20分电话请示，同意",
        "way": "CASH", "recipient": invented.adults[0], "witnesses": ["普会兰", "罗绍文"],
    }  # fmt: skip
    said.ask("填先行救助单", "clerk001", "POST", f"{case}/records/order", {"content": order})
    said.ask("先行救助：从备用金支付", "clerk001", "POST", f"{case}/steps/first_aid", {})
    said.later(3)
    papers = {"ended_on": str(said.day), "why": "火灾，全家过渡生活", "signed": True}
    said.ask("补办手续", "clerk001", "POST", f"{case}/records/papers", {"content": papers})
    said.ask("登记家庭和事由", "clerk001", "POST", f"{case}/steps/supplement", {})
    event = {
        "checked_on": str(said.day), "surveyors": ["经办员", "协理员"], "happened_on": "2026-08-02", "where": "本村", "cause": "FIRE",
        "persons": len(invented.answers["members"]), "months": 0, "earlier": 0, "findings": "现场查看属实，损失约3万元",
    }  # fmt: skip
    said.ask("核实事由", "village001", "POST", f"{case}/records/event", {"content": event})
    said.ask("核实完毕，送审批", "clerk001", "POST", f"{case}/steps/check", {})
    said.ask("按现有信息核算", "lead001", "GET", f"{case}/assessment")
    said.later(1)
    said.ask(
        "超过乡镇额度，报县级审批",
        "lead001",
        "POST",
        f"{case}/steps/report_up",
        {"reason": "按规定计算的金额超过乡镇审批额度"},
    )
    said.later(1)
    said.ask("县级审批同意，余额补足", "head", "POST", f"{case}/steps/approve_county", {"places": ["村务公开栏"]})
    said.ask("决定及其依据", "head", "GET", f"{case}/decisions")
    letters = said.ask("文书列表", "head", "GET", f"{case}/letters")
    said.ask("救助通知书", "head", "GET", f"{case}/letters/{letters[-1]['id']}")
    said.ask("办理经过", "head", "GET", f"{case}/log")


_STORIES: dict[str, Callable[[Transcript], None]] = {
    "minimum_living_allowance": application,
    "temporary_assistance": emergency,
}


def run(home: Path, story: str) -> str:
    """Work a case in an empty county at a path; return the page.

    Args:
        home: an empty directory; story: a key of `_STORIES`.
    """
    os.environ |= {
        "MINZHENG_HOME": str(home),
        "MINZHENG_DEMO": "true",
        "DJANGO_SETTINGS_MODULE": "minzheng.project.settings",
    }
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from minzheng.demo.casework.staff import hire
    from minzheng.engine.database import actions as database
    from minzheng.surfaces.api import asking
    from minzheng.surfaces.api.operations import public, tokens
    from minzheng.surfaces.cli.database import migrate_database
    from minzheng.surfaces.clock import SHANGHAI

    settings.MIDDLEWARE.append("tools.api_transcript.signed_in")
    settings.ALLOWED_HOSTS.append("testserver")
    sys.modules["tools.api_transcript"] = sys.modules[__name__]
    database.start(settings.MINZHENG.county_home, durable=False)
    with ExitStack() as stack:
        stack.callback(database.stop, settings.MINZHENG.county_home)
        stack.callback(connections.close_all)
        migrate_database()
        since = datetime(2026, 1, 1, tzinfo=SHANGHAI)
        staff = hire([_VILLAGE // 1000 * 1000], county=_COUNTY, since=since.date(), at=since)
        moment = [since + timedelta(0)]
        for module in (asking, public, tokens):
            stack.enter_context(patch.object(module, "now", lambda: moment[0]))
        fund(staff, since)
        title, what = _TITLES[story]
        said = Transcript(_HEAD.format(title=title, what=what), staff, Client(), lambda at: moment.__setitem__(0, at))
        _STORIES[story](said)
    return "\n".join(said.lines) + "\n"


def fund(staff: Any, at: datetime) -> None:
    """Give the township its petty fund."""
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.cases import imprest

    by = staff.actor("county1", on=at.date())
    given: dict[str, Any] = {"division": _VILLAGE // 1000 * 1000, "service": "social_assistance", "by": by, "at": at}
    with scoped(by):
        imprest.open_fund(ceiling=50_000_00, **given)
        imprest.refill(amount=30_000_00, document="拨款通知1号", **given)


def _shown(value: Any) -> str:
    lines = json.dumps(value, ensure_ascii=False, indent=1).splitlines()
    return "\n".join(lines if len(lines) <= _LONGEST else [*lines[:_LONGEST], f"…（另有 {len(lines) - _LONGEST} 行）"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="minzheng-transcript-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        page = Path(sys.argv[1])
        page.write_text(run(Path(folder), page.stem.removeprefix("transcript-")), encoding="utf-8")
