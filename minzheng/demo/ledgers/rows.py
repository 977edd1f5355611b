"""What a ledger says, before anybody's typing habits: plain rows, one per person. Amounts in fen, blanks as None or ""."""

from dataclasses import dataclass, field
from datetime import date

from minzheng.kernel.months import Month


@dataclass(frozen=True, slots=True)
class DibaoRow:
    """A member of a household that receives the minimum living allowance; household values stand on every row."""

    household_number: str
    township: str
    village: str
    head_name: str
    head_id_number: str
    name: str
    id_number: str
    relation: str
    area: str
    monthly_amount: int
    uplift_amount: int
    from_month: Month
    bank_account: str
    phone: str
    reason: str


@dataclass(frozen=True, slots=True)
class DestituteRow:
    """A person with destitute support."""

    township: str
    village: str
    name: str
    id_number: str
    support_form: str
    self_care_ability: str
    basic_amount: int
    care_amount: int
    institution: str
    from_month: Month
    bank_account: str


@dataclass(frozen=True, slots=True)
class HouseholdBookRow:
    """A member as registered in the household book."""

    household_number: str
    township: str
    village: str
    relation: str
    name: str
    id_number: str
    sex: str
    ethnicity: str
    birth_on: date
    education: str
    marital_status: str
    address: str


@dataclass(frozen=True, slots=True)
class DisabilityRow:
    """A holder of a disability certificate."""

    township: str
    village: str
    name: str
    id_number: str
    disability_card: str
    disability_type: str
    disability_grade: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class MeansRow:
    """A member in a means survey; `incomes`, `expenses`, `assets` by kind key, incomes and expenses per year."""

    household_number: str
    township: str
    village: str
    head_name: str
    name: str
    id_number: str
    relation: str
    labour_capacity: str
    income_months: int | None = None
    incomes: dict[str, int] = field(default_factory=dict)
    expenses: dict[str, int] = field(default_factory=dict)
    assets: dict[str, int] = field(default_factory=dict)
    obligor_name: str = ""
    obligor_relation: str = ""
    obligor_household_size: int | None = None
    obligor_household_income: int | None = None
    actual_support_month: int | None = None


LedgerRow = DibaoRow | DestituteRow | HouseholdBookRow | DisabilityRow | MeansRow
