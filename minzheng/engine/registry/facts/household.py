"""What is known about a household as a whole. Numbers 100–199."""

from minzheng.engine.registry.facts.declaring import Declaring
from minzheng.kernel.codes import AREA_CLASS, HARDSHIP_CAUSE, POVERTY_CAUSE, SINGLE_BASIS
from minzheng.kernel.facts import Level

_household = Declaring(Level.HOUSEHOLD)

_GENERAL = (
    _household.code(101, "area", "城乡类别", AREA_CLASS, required=True, help="决定适用城市还是农村标准"),
    _household.code(
        102, "single_basis", "单独申请依据", SINGLE_BASIS, default="NONE", help="依法可以单独提出申请的情形"
    ),
    _household.flag(
        103, "means_declared", "已申报或核查家庭经济状况", required=True, help="否：收入、财产不明，不能计算"
    ),
    _household.code(104, "poverty_cause", "致困原因", POVERTY_CAUSE),
    _household.text(105, "survey_note", "入户调查说明"),
)

_HARDSHIP = (
    _household.code(110, "hardship_cause", "临时救助事由", HARDSHIP_CAUSE, default="NONE"),
    _household.number(111, "hardship_persons", "急难型临时救助人数", unit="人"),
    _household.number(112, "hardship_months", "核定的救助月数", unit="月", help="未核定的按事由适用本地规定的月数"),
    _household.money(113, "paid_first", "先行救助已发金额", help="小金额先行救助，在核定金额中扣除"),
    _household.money(114, "eligible_expense", "可计入的自负支出", help="扣除医保、保险和其他救助后的必需支出"),
    _household.number(115, "same_cause_grants", "近十二个月内同一事由已救助次数", unit="次"),
)

_GRANT = (
    _household.money(120, "granted_amount", "正在发放的月低保金", help="由在享待遇得出"),
    _household.number(121, "months_not_applied", "变化生效后仍按原金额发放的月数", unit="月", help="由在享待遇得出"),
    _household.flag(122, "exit_by_employment", "因成员就业而不再符合低保条件"),
    _household.number(123, "exit_month", "渐退期的第几个月", help="由在享待遇得出，不在渐退期的为 0"),
    _household.money(131, "obtained_by_fraud", "骗取的金额"),
)

HOUSEHOLD = (*_GENERAL, *_HARDSHIP, *_GRANT)
