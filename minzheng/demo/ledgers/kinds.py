"""The columns of each kind of ledger, with the several titles that offices give them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any

from minzheng.demo.ledgers.rows import LedgerRow

Get = Callable[[LedgerRow], Any]


class Writes(StrEnum):
    """How a value is put on paper."""

    TEXT = "text"
    NAME = "name"
    ID = "id"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its group title, possible titles, value, way of writing; `shared` is written once a household."""

    group: str
    titles: tuple[str, ...]
    get: Get
    writes: Writes = Writes.TEXT
    shared: bool = False


@dataclass(frozen=True, slots=True)
class LedgerKind:
    """A kind of ledger: its name, the title above the table, its columns."""

    name: str
    title: str
    headings: tuple[Heading, ...]


def _column(group: str, name: str, titles: str, writes: Writes = Writes.TEXT, *, shared: bool = False) -> Heading:
    return Heading(group, tuple(titles.split("|")), attrgetter(name), writes, shared)


def _item(group: str, table: str, key: str, title: str) -> Heading:
    return Heading(group, (title,), lambda row: getattr(row, table).get(key), Writes.MONEY)


_TOWNSHIP = _column("", "township", "乡镇（街道）|乡镇|所属乡镇", shared=True)
_VILLAGE = _column("", "village", "村（社区）|村委会|行政村", shared=True)
_NUMBER = _column("", "household_number", "户编号|户号|家庭编号", shared=True)
_NAME = "姓名"
_ID_TITLES = "身份证号码|公民身份号码|身份证号"

DIBAO = LedgerKind(
    "dibao_ledger",
    "最低生活保障对象台账",
    (
        _TOWNSHIP,
        _VILLAGE,
        _NUMBER,
        _column("户主信息", "head_name", "户主姓名|户主|申请人姓名", Writes.NAME, shared=True),
        _column("户主信息", "head_id_number", "户主身份证号码|户主身份证号", Writes.ID, shared=True),
        _column("家庭成员信息", "name", "成员姓名|家庭成员姓名", Writes.NAME),
        _column("家庭成员信息", "relation", "与户主关系|与户主\n关系|家庭关系"),
        _column("家庭成员信息", "id_number", "成员身份证号码|成员身份证号", Writes.ID),
        _column("保障情况", "area", "低保类别|城乡类别", shared=True),
        _column(
            "保障情况", "monthly_amount", "月保障金额（元/月）|月保障金（元）|户月保障金额", Writes.MONEY, shared=True
        ),
        _column("保障情况", "uplift_amount", "分类施保金额（元）|分类施保", Writes.MONEY, shared=True),
        _column("保障情况", "from_month", "享受起始年月|纳入时间|起保时间", Writes.MONTH, shared=True),
        _column("", "bank_account", "一卡通账号|银行账号", Writes.TEXT, shared=True),
        _column("", "phone", "联系电话|电话", shared=True),
        _column("", "reason", "致困原因|主要致困原因", shared=True),
    ),
)

DESTITUTE = LedgerKind(
    "destitute_ledger",
    "特困人员救助供养台账",
    (
        _TOWNSHIP,
        _VILLAGE,
        _column("人员信息", "name", "特困人员姓名|姓名", Writes.NAME),
        _column("人员信息", "id_number", _ID_TITLES, Writes.ID),
        _column("供养情况", "support_form", "供养方式|供养形式"),
        _column("供养情况", "self_care_ability", "自理能力|生活自理能力"),
        _column("供养情况", "basic_amount", "基本生活费（元/月）|基本生活标准（元）", Writes.MONEY),
        _column("供养情况", "care_amount", "照料护理费（元/月）|护理费", Writes.MONEY),
        _column("供养情况", "institution", "供养机构"),
        _column("", "from_month", "纳入供养时间|纳入时间", Writes.MONTH),
        _column("", "bank_account", "银行账号|一卡通账号"),
    ),
)

HOUSEHOLD_BOOK = LedgerKind(
    "household_book",
    "户籍册摘录",
    (
        _TOWNSHIP,
        _VILLAGE,
        _column("", "household_number", "户号|户编号", shared=True),
        _column("人员信息", "relation", "与户主关系|与户主\n关系"),
        _column("人员信息", "name", "姓 名|姓名", Writes.NAME),
        _column("人员信息", "sex", "性别"),
        _column("人员信息", "ethnicity", "民族"),
        _column("人员信息", "birth_on", "出生日期|出生年月日", Writes.DATE),
        _column("人员信息", "id_number", _ID_TITLES, Writes.ID),
        _column("人员信息", "education", "文化程度"),
        _column("人员信息", "marital_status", "婚姻状况"),
        _column("", "address", "户籍地址|住址", shared=True),
    ),
)

DISABILITY = LedgerKind(
    "disability_list",
    "持证残疾人名单",
    (
        _TOWNSHIP,
        _VILLAGE,
        _column("人员信息", "name", "残疾人姓名|姓名", Writes.NAME),
        _column("人员信息", "id_number", _ID_TITLES, Writes.ID),
        _column("残疾证信息", "disability_card", "残疾人证号|残疾证号", Writes.ID),
        _column("残疾证信息", "disability_type", "残疾类别|残疾类型"),
        _column("残疾证信息", "disability_grade", "残疾等级"),
        _column("残疾证信息", "issued_on", "发证日期|办证日期", Writes.DATE),
    ),
)

MEANS = LedgerKind(
    "means_survey",
    "家庭经济状况调查表",
    (
        _NUMBER,
        _TOWNSHIP,
        _VILLAGE,
        _column("家庭成员", "head_name", "户主姓名|申请人", Writes.NAME, shared=True),
        _column("家庭成员", "name", "成员姓名|家庭成员姓名", Writes.NAME),
        _column("家庭成员", "relation", "与户主关系|与申请人关系"),
        _column("家庭成员", "id_number", _ID_TITLES, Writes.ID),
        _column("家庭成员", "labour_capacity", "劳动能力"),
        _column("家庭成员", "income_months", "就业月数|务工月数", Writes.COUNT),
        _item("工资性收入（元/年）", "incomes", "W01", "工资收入"),
        _item("工资性收入（元/年）", "incomes", "W02", "务工收入"),
        _item("工资性收入（元/年）", "incomes", "W03", "公益性岗位收入"),
        _item("经营净收入（元/年）", "incomes", "B01", "种植业收入"),
        _item("经营净收入（元/年）", "incomes", "B02", "养殖业收入"),
        _item("经营净收入（元/年）", "incomes", "B04", "个体经营收入"),
        _item("财产净收入（元/年）", "incomes", "P01", "利息收入"),
        _item("财产净收入（元/年）", "incomes", "P02", "土地流转收入"),
        _item("财产净收入（元/年）", "incomes", "P03", "房屋租金"),
        _item("财产净收入（元/年）", "incomes", "P04", "集体分红"),
        _item("转移性收入（元/年）", "incomes", "T01", "职工养老金"),
        _item("转移性收入（元/年）", "incomes", "T02", "城乡居民养老金"),
        _item("转移性收入（元/年）", "incomes", "T05", "赡养费"),
        _item("转移性收入（元/年）", "incomes", "T08", "惠农补贴"),
        _item("转移性收入（元/年）", "incomes", "T09", "其他转移性收入"),
        _item("刚性支出（元/年）", "expenses", "MEDICAL", "医疗支出"),
        _item("刚性支出（元/年）", "expenses", "EDUCATION", "教育支出"),
        _item("刚性支出（元/年）", "expenses", "REHAB", "康复支出"),
        _item("家庭财产（元）", "assets", "FINANCIAL", "银行存款"),
        _item("家庭财产（元）", "assets", "VEHICLE", "车辆价值"),
        _column("法定义务人", "obligor_name", "义务人姓名|赡养人姓名", Writes.NAME),
        _column("法定义务人", "obligor_relation", "义务人关系|赡养人关系"),
        _column("法定义务人", "obligor_household_size", "义务人家庭人口", Writes.COUNT),
        _column("法定义务人", "obligor_household_income", "义务人家庭月收入（元/月）", Writes.MONEY),
        _column("法定义务人", "actual_support_month", "实际给付金额（元/月）", Writes.MONEY),
    ),
)

KINDS = {kind.name: kind for kind in (DIBAO, DESTITUTE, HOUSEHOLD_BOOK, DISABILITY, MEANS)}
"""Every kind by the name of the layout that reads it."""
