"""The vocabulary of temporary assistance: what put people into hardship, and who decides."""

from minzheng.kernel.codes.code_list import Code, CodeList

HARDSHIP_CAUSE = CodeList(
    name="hardship_cause",
    title="临时救助事由",
    standard="关于进一步加强和改进临时救助工作的意见（民发〔2018〕23号）二（一）",
    items=(
        Code(0, "NONE", "无"),
        Code(1, "FIRE", "火灾"),
        Code(2, "TRAFFIC", "交通事故"),
        Code(3, "DROWNING", "溺水"),
        Code(4, "INJURY", "人身伤害", ("意外伤害",)),
        Code(5, "SERIOUS_ILLNESS", "突发重大疾病", ("突发重病",)),
        Code(6, "UNEMPLOYMENT", "失业"),
        Code(7, "SCHOOLING", "就学支出", ("因学",)),
        Code(8, "HOUSING", "住房困难"),
        Code(9, "DISASTER_RESIDUAL", "受灾救助后仍有困难"),
        Code(10, "VIOLENCE", "遭受暴力"),
        Code(11, "STRANDED", "滞留、流落"),
        Code(99, "OTHER", "其他"),
    ),
)

APPROVER = CodeList(
    name="approver",
    title="审批层级",
    standard="社会救助法 第四十四条",
    items=(
        Code(1, "TOWNSHIP", "乡镇、街道", ("乡镇", "街道")),
        Code(2, "COUNTY", "县级社会救助管理部门", ("县级",)),
    ),
)
