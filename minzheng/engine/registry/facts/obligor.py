"""What is known about a person outside the household who must support it by law. Numbers 600–699."""

from minzheng.engine.registry.facts.declaring import Declaring
from minzheng.kernel.codes import DISABILITY_GRADE, DISABILITY_TYPE, OBLIGOR_RELATION, SUPPORT_MODE
from minzheng.kernel.facts import DataClass, Level

_obligor = Declaring(Level.OBLIGOR)
_SENSITIVE = DataClass.L4

OBLIGOR = (
    _obligor.code(
        601, "obligor_relation", "义务人与被赡养（抚养、扶养）人的关系", OBLIGOR_RELATION, help="由义务人登记得出"
    ),
    _obligor.code(602, "support_mode", "赡养抚养扶养费计算方式", SUPPORT_MODE, default="FORMULA"),
    _obligor.date(603, "obligor_birth_on", "义务人出生日期", required=True),
    _obligor.number(604, "obligor_household_size", "义务人家庭人口", unit="人", default=1),
    _obligor.money(605, "obligor_household_income", "义务人家庭月收入"),
    _obligor.money(606, "obligor_area_standard", "义务人所在地低保月标准", help="0：按申请人所在地标准"),
    _obligor.number(607, "supported_total", "应赡养（抚养、扶养）总人数", unit="人", default=1),
    _obligor.number(608, "supported_here", "其中本户人数", unit="人", default=1),
    _obligor.money(609, "judgement_month", "判决、调解或协议月金额"),
    _obligor.flag(610, "judgement_enforceable", "判决、调解或协议可以执行", default=1),
    _obligor.money(611, "actual_support_month", "实际月给付金额"),
    _obligor.money(612, "gross_income_month", "义务人月总收入"),
    _obligor.number(613, "children_total", "应抚养子女总数", unit="人", default=1),
    _obligor.number(614, "children_here", "其中本户子女数", unit="人", default=1),
    _obligor.flag(615, "obligor_unable", "经认定无履行义务能力"),
    _obligor.flag(616, "support_waived", "经办人员据实免计", help="已转介法律援助或调解，须有依据"),
    _obligor.money(617, "obligor_income_year", "义务人本人年收入", required=True),
    _obligor.flag(618, "obligor_property_within_limit", "义务人财产符合低收入家庭规定", required=True),
    _obligor.flag(619, "obligor_receives_dibao", "义务人享受最低生活保障"),
    _obligor.flag(620, "obligor_receives_destitute_support", "义务人享受特困人员救助供养"),
    _obligor.code(
        621, "obligor_disability_type", "义务人残疾类别", DISABILITY_TYPE, default="NONE", data_class=_SENSITIVE
    ),
    _obligor.code(
        622, "obligor_disability_grade", "义务人残疾等级", DISABILITY_GRADE, default="NONE", data_class=_SENSITIVE
    ),
    _obligor.flag(623, "obligor_no_civil_capacity", "义务人无民事行为能力", data_class=_SENSITIVE),
    _obligor.flag(624, "obligor_missing", "义务人被宣告失踪"),
    _obligor.flag(625, "obligor_imprisoned", "义务人在监狱内服刑", data_class=_SENSITIVE),
    _obligor.number(
        626,
        "supported_member",
        "被赡养（抚养、扶养）的成员",
        help="本户第几名成员，由义务人登记得出；0：未登记，视为全体成员的义务人",
    ),
)
