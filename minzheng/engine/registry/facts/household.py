"""What is known about a household as a whole. Numbers 100–199."""

from minzheng.engine.registry.facts.declaring import Declaring
from minzheng.kernel.codes import AREA_CLASS, POVERTY_CAUSE, SINGLE_BASIS
from minzheng.kernel.facts import Level

_household = Declaring(Level.HOUSEHOLD)

HOUSEHOLD = (
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
