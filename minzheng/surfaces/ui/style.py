"""The style page: every component in both skins, with invented contents; in demonstrations and development only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from minzheng.kernel.facts import DataClass
from minzheng.surfaces.ui.pages import public_page
from minzheng.surfaces.ui.routes import ANYONE, route

_EVENTS = (
    ("受理登记", "11-20 09:12", "羊街镇 · 李*华", "材料齐全，已出受理通知书。", False),
    ("经济状况核对", "11-20 10:05", "系统", "已向核对机构提出请求，家庭 4 人。", False),
    ("入户调查", "还剩 2 个工作日", "羊街镇 · 李*华", "", True),
)
_SAMPLES: dict[str, Any] = {
    "place": "演示县",
    "hotline": "12345",
    "menu": (
        ("工作台", "/style?menu=1", "home", 0, False),
        ("待办办件", "/style", "inbox", 36, True),
        ("救助申请", "/style?menu=2", "heart-handshake", 0, False),
        ("入户走访", "/style?menu=3", "map-pin", 8, False),
        ("公示管理", "/style?menu=4", "speakerphone", 2, False),
        ("统计报表", "/style?menu=5", "chart-bar", 0, False),
    ),
    "kpis": (
        ("待我办理", "36", "bad", "比昨天多 2 件"),
        ("本周到期", "9", "warn", "含今日 1 件"),
        ("本月办结", "128", "ok", "按期 100%"),
        ("平均用时", "11.4 天", "", "承诺 22 天"),
    ),
    "filters": (
        ("matter", "事项", (("", "全部事项"), ("dibao", "最低生活保障")), ""),
        ("township", "乡镇（街道）", (("", "全部"), ("1", "羊街镇")), ""),
        ("name", "姓名、编号", None, ""),
    ),
    "columns": (
        ("办件编号", False),
        ("申请人", False),
        ("所在村（社区）", False),
        ("事项", False),
        ("金额（元）", True),
    ),
    "rows": (
        ("XD-DB-2026-001873", "马*秀", "柯渡镇·新庄村", "最低生活保障", "1,240.00"),
        ("XD-LS-2026-000911", "毕*芬", "鸡街镇·黑箐村", "临时救助", "2,000.00"),
        ("XD-TK-2026-000204", "李*明", "倘甸镇·马街村", "特困供养", "1,079.00"),
    ),
    "person": (
        ("申请人", "马*秀（户主）"),
        ("民族", "回族"),
        ("家庭人口", "4 人（共同生活）"),
        ("户籍地", "柯渡镇新庄村四组"),
        ("家庭月人均收入", "486.25 元"),
        ("申请渠道", "村级代办"),
    ),
    "differences": (
        ("工资性收入（月）", "1,200.00", "1,200.00", "ok", "一致", "社保"),
        ("经营净收入（月）", "400.00", "745.00", "warn", "差异 345.00", "市场监管"),
        ("车辆", "无", "无", "ok", "一致", "公安"),
    ),
    "reasons": (
        ("yes", "家庭人均收入低于当地最低生活保障标准", "486.25 元 小于 608.33 元", ("社会救助法 第十八条",)),
        ("no", "机动车辆不超过规定", "1 辆 超过 0 辆", ("最低生活保障审核确认办法 第十四条",)),
        ("unknown", "金融资产不超过低保限额", "", ("最低生活保障审核确认办法 第十四条",)),
    ),
    "family": (("马*秀", "户主", (("马*军", "长子"), ("马*花", "孙女"))), ("杨*英", "配偶", ())),
    "materials": (
        ("身份证", "正反两面", "/style", "ok", "已核"),
        ("病历", "县医院", "/style", "warn", "看不清"),
        ("残疾证", "由我们查询", "", "hold", "等待查询"),
    ),
    "events": _EVENTS,
    "bars": (("羊街镇", 99, "99%", False), ("功山镇", 98, "98%", False), ("凤合镇", 83, "83%", True)),
    "hexes": (
        ("金源", 1, 0, 3, "78%", ""),
        ("倘甸", 0, 1, 1, "45%", ""),
        ("联合", 1, 1, 1, "41%", ""),
        ("功山", 3, 1, 3, "82%", ""),
        ("凤合", 0, 2, 4, "87%", ""),
        ("甸沙", 2, 2, 2, "55%", ""),
    ),
}


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def page(request: HttpRequest) -> HttpResponseBase:
    """Show every component; `?skin=light` as residents see it."""
    if not (settings.MINZHENG.demo or settings.MINZHENG.debug):
        raise Http404
    skin = "light" if request.GET.get("skin") == "light" else "desk"
    return public_page(request, f"ui/style_{skin}.html", **_SAMPLES)
