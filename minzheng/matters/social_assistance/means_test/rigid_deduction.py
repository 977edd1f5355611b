"""刚性支出扣减：因病因残等支出按比例从收入中扣减，本地可以规定每类的上限。"""

from minzheng.engine.rules.language import at_most, expense_rule, member_rule, rule

CITE = "最低生活保障审核确认办法 第十三条"


@expense_rule(CITE, unit="元/期")
def amount_deductible(expense_amount, expense_kind, rigid_deduction_share):
    """按比例可以扣减的支出"""
    return expense_amount * rigid_deduction_share[expense_kind]


@member_rule(CITE, unit="元/期")
def rigid_deduction(expenses):
    """可以扣减的因病因残等刚性支出（不计上限）"""
    return expenses.amount_deductible.sum()


@member_rule(CITE, unit="元/期")
def capped_deduction(care_deduction, living_deduction):
    """可以扣减的因病因残等刚性支出（各类不超过每人上限）"""
    return care_deduction + living_deduction


@member_rule(CITE, unit="元/期")
def care_deduction(medical_deduction, rehabilitation_deduction, education_deduction, rigid_deduction_cap):
    """医疗、残疾康复、教育支出的扣减（各类不超过每人上限）"""
    return (
        at_most(rigid_deduction_cap["MEDICAL"], medical_deduction)
        + at_most(rigid_deduction_cap["REHAB"], rehabilitation_deduction)
        + at_most(rigid_deduction_cap["EDUCATION"], education_deduction)
    )


@member_rule(CITE, unit="元/期")
def living_deduction(living_cost_deduction, rent_deduction, other_deduction, rigid_deduction_cap):
    """基本生活、房租、其他支出的扣减（各类不超过每人上限）"""
    return (
        at_most(rigid_deduction_cap["LIVING"], living_cost_deduction)
        + at_most(rigid_deduction_cap["RENT"], rent_deduction)
        + at_most(rigid_deduction_cap["OTHER"], other_deduction)
    )


@rule(CITE, unit="元/期", when={"rigid_deduction_cap_method": "NONE"})
def household_rigid_deduction(members):
    """刚性支出扣减合计"""
    return members.rigid_deduction.where(members.assessed).sum()


@rule(CITE, unit="元/期", name="household_rigid_deduction", when={"rigid_deduction_cap_method": "PER_MEMBER"})
def household_rigid_deduction_of_members(members):
    """刚性支出扣减合计（每人各类不超过上限）"""
    return members.capped_deduction.where(members.assessed).sum()


@rule(CITE, unit="元/期", name="household_rigid_deduction", when={"rigid_deduction_cap_method": "PER_HOUSEHOLD"})
def household_rigid_deduction_within_caps(household_care_deduction, household_living_deduction):
    """刚性支出扣减合计（每户各类不超过上限）"""
    return household_care_deduction + household_living_deduction


@rule(CITE, unit="元/期")
def household_care_deduction(members, rigid_deduction_cap):
    """全户医疗、残疾康复、教育支出的扣减（各类不超过每户上限）"""
    return (
        at_most(rigid_deduction_cap["MEDICAL"], members.medical_deduction.where(members.assessed).sum())
        + at_most(rigid_deduction_cap["REHAB"], members.rehabilitation_deduction.where(members.assessed).sum())
        + at_most(rigid_deduction_cap["EDUCATION"], members.education_deduction.where(members.assessed).sum())
    )


@rule(CITE, unit="元/期")
def household_living_deduction(members, rigid_deduction_cap):
    """全户基本生活、房租、其他支出的扣减（各类不超过每户上限）"""
    return (
        at_most(rigid_deduction_cap["LIVING"], members.living_cost_deduction.where(members.assessed).sum())
        + at_most(rigid_deduction_cap["RENT"], members.rent_deduction.where(members.assessed).sum())
        + at_most(rigid_deduction_cap["OTHER"], members.other_deduction.where(members.assessed).sum())
    )


@member_rule(CITE, unit="元/期")
def medical_deduction(expenses):
    """可以扣减的医疗支出"""
    return expenses.amount_deductible.where(expenses.expense_kind == "MEDICAL").sum()


@member_rule(CITE, unit="元/期")
def rehabilitation_deduction(expenses):
    """可以扣减的残疾康复支出"""
    return expenses.amount_deductible.where(expenses.expense_kind == "REHAB").sum()


@member_rule(CITE, unit="元/期")
def education_deduction(expenses):
    """可以扣减的教育支出"""
    return expenses.amount_deductible.where(expenses.expense_kind == "EDUCATION").sum()


@member_rule(CITE, unit="元/期")
def living_cost_deduction(expenses):
    """可以扣减的基本生活支出"""
    return expenses.amount_deductible.where(expenses.expense_kind == "LIVING").sum()


@member_rule(CITE, unit="元/期")
def rent_deduction(expenses):
    """可以扣减的房租支出"""
    return expenses.amount_deductible.where(expenses.expense_kind == "RENT").sum()


@member_rule(CITE, unit="元/期")
def other_deduction(expenses):
    """可以扣减的其他支出"""
    return expenses.amount_deductible.where(expenses.expense_kind == "OTHER").sum()
