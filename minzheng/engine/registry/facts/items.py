"""Income and expense items of a member, keyed by their kind. Numbers 300–399 (income), 400–499 (expense)."""

from minzheng.engine.registry.facts.declaring import Declaring
from minzheng.kernel.codes import EXPENSE_KIND, INCOME_KIND
from minzheng.kernel.facts import DataClass, Level

_income = Declaring(Level.INCOME)
_expense = Declaring(Level.EXPENSE)

INCOME = (
    _income.code(301, "income_kind", "收入项目", INCOME_KIND, data_class=DataClass.L4, help="由收入记录的项目代码得出"),
    _income.money(302, "income_amount", "收入金额", help="核算期内合计"),
    _income.number(
        303, "income_months", "收入月数", unit="个月", default=12, help="核算期内有该项收入的月数，未填按12个月"
    ),
    _income.money(304, "lump_sum_spent", "一次性收入中已用于必要支出的金额", help="须有凭证"),
)

EXPENSE = (
    _expense.code(
        401, "expense_kind", "支出项目", EXPENSE_KIND, data_class=DataClass.L4, help="由支出记录的项目代码得出"
    ),
    _expense.money(402, "expense_amount", "支出金额", help="核算期内自付合计"),
)
