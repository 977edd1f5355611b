"""How golden files spell what the register calls by the names of facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STATUS: dict[str, tuple[str, Any]] = {
    **dict.fromkeys(
        (
            "STUDENT",
            "STUDENT_SCHOOL",
            "STUDENT_SECONDARY",
            "STUDENT_UPPER_SECONDARY",
            "STUDENT_VOCATIONAL",
            "IN_SCHOOL",
        ),
        ("schooling", "SCHOOL"),
    ),
    **dict.fromkeys(("STUDENT_UNDERGRADUATE", "STUDENT_COLLEGE", "STUDENT_BACHELOR"), ("schooling", "UNDERGRADUATE")),
    **dict.fromkeys(("STUDENT_POSTGRADUATE", "POSTGRADUATE", "STUDENT_MASTER"), ("schooling", "POSTGRADUATE")),
    **dict.fromkeys(("IMPRISONED", "IN_PRISON", "PRISON"), ("imprisoned", True)),
    **dict.fromkeys(("COMPULSORY_DRUG_REHAB", "DRUG_REHAB"), ("compulsory_drug_rehab", True)),
    **dict.fromkeys(("DECLARED_MISSING", "MISSING"), ("declared_missing", True)),
    **dict.fromkeys(("CLERIC_3Y", "CLERIC"), ("cleric_three_years", True)),
    **dict.fromkeys(("CONSCRIPT", "MILITARY_SERVICE"), ("conscript", True)),
    **dict.fromkeys(("PREGNANT", "NURSING", "PREGNANT_OR_NURSING"), ("pregnant_or_nursing", True)),
    **dict.fromkeys(("LONG_TERM_CORESIDENT", "CORESIDENT"), ("long_term_coresident", True)),
    **dict.fromkeys(("ON_DIBAO", "DIBAO"), ("receives_dibao", True)),
    **dict.fromkeys(("ON_TEKUN", "TEKUN"), ("receives_destitute_support", True)),
    "LIVES_APART": ("lives_apart", True),
    "ADULT_CHILD_DEPENDENT": ("adult_child_dependent", True),
    "SERIOUS_ILLNESS": ("serious_illness", True),
    "NO_CIVIL_CAPACITY": ("no_civil_capacity", True),
}
MEMBER = {
    "labour_coefficient": "labour_coefficient",
    "serious_illness": "serious_illness",
    "long_term_coresident": "long_term_coresident",
    "lives_apart": "lives_apart",
    "no_civil_capacity": "no_civil_capacity",
}
ORPHAN = ("orphan_benefit_chosen", "chooses_orphan_benefit", "orphan_choice", "orphan_benefit", "chose_orphan")
OBLIGOR = {
    "mode": "support_mode",
    "relation": "obligor_relation",
    "household_size": "obligor_household_size",
    "household_income_month": "obligor_household_income",
    "standard_month": "obligor_area_standard",
    "supported_total": "supported_total",
    "dependants_here": "supported_here",
    "supported_here": "supported_here",
    "judgement_month": "judgement_month",
    "agreement_month": "judgement_month",
    "enforceable": "judgement_enforceable",
    "actual_month": "actual_support_month",
    "actual_paid_month": "actual_support_month",
    "gross_income_month": "gross_income_month",
    "children_total": "children_total",
    "children_here": "children_here",
    "unable": "obligor_unable",
    "insolvent": "obligor_unable",
    "waived": "support_waived",
    "income_year": "obligor_income_year",
    "low_income_property_ok": "obligor_property_within_limit",
    "property_ok": "obligor_property_within_limit",
    "on_dibao": "obligor_receives_dibao",
    "on_tekun": "obligor_receives_destitute_support",
    "no_civil_capacity": "obligor_no_civil_capacity",
    "missing": "obligor_missing",
    "declared_missing": "obligor_missing",
    "imprisoned": "obligor_imprisoned",
    "in_prison": "obligor_imprisoned",
}
OBLIGOR_STATUS = {
    **dict.fromkeys(("IMPRISONED", "IN_PRISON", "PRISON"), "obligor_imprisoned"),
    **dict.fromkeys(("MISSING", "DECLARED_MISSING"), "obligor_missing"),
    **dict.fromkeys(("ON_DIBAO", "DIBAO"), "obligor_receives_dibao"),
    **dict.fromkeys(("ON_TEKUN", "TEKUN"), "obligor_receives_destitute_support"),
    **dict.fromkeys(("UNABLE", "DECEASED", "INSOLVENT"), "obligor_unable"),
    "NO_CIVIL_CAPACITY": "obligor_no_civil_capacity",
}
SUPPORT_MODE = {
    **dict.fromkeys(("JUDGMENT", "MEDIATION", "AGREEMENT"), "JUDGEMENT"),
    **dict.fromkeys(("ACTUAL", "RECEIVED"), "SUPPORT_ACTUAL"),
}
ABILITY = {
    "EAT": "can_eat",
    "DRESS": "can_dress",
    "BED": "can_leave_bed",
    "TOILET": "can_use_toilet",
    "WALK": "can_walk_indoors",
    "BATHE": "can_bathe",
    "BATH": "can_bathe",
}
USUAL_KIND = {"WAGE": "W01", "BUSINESS": "B05", "PROPERTY": "P09", "TRANSFER_IN": "T09", "TRANSFER_OUT": "O09"}
EXEMPT = frozenset({"DISABILITY_SCOOTER", "FARM_TRICYCLE", "FARM_MOTORCYCLE", "FARM_TRACTOR", "MOTORCYCLE", "E_BIKE"})
"""Things that lists of exemptions name as necessities of living and production."""

_RELATIONS = {
    **dict.fromkeys(("SON", "DAUGHTER", "2", "3"), "CHILD"),
    **dict.fromkeys(("FATHER", "MOTHER", "5"), "PARENT"),
    **dict.fromkeys(("BROTHER", "SISTER", "7"), "SIBLING"),
    **dict.fromkeys(("HUSBAND", "WIFE", "1"), "SPOUSE"),
    **dict.fromkeys(("GRANDSON", "GRANDDAUGHTER", "4"), "GRANDCHILD"),
    **dict.fromkeys(("GRANDFATHER", "GRANDMOTHER", "6"), "GRANDPARENT"),
}
_SAME_ERROR = (
    {"BAD_CHECK_DIGIT", "BAD_CHECK", "BAD_CHECKSUM", "CHECK_DIGIT", "WRONG_CHECK_DIGIT"},
    {"FUTURE_BIRTH", "FUTURE_DATE", "FUTURE_BIRTH_DATE", "BIRTH_IN_FUTURE", "BAD_DATE"},
    {"TOO_OLD", "BAD_AGE", "BAD_DATE"},
    {"BAD_CHARACTER", "BAD_CHARACTERS", "BAD_CHAR", "BAD_DIGITS", "NOT_DIGITS"},
    {"BAD_LENGTH", "WRONG_LENGTH", "BAD_FORM", "BAD_FORMAT"},
    {"BAD_ID_NUMBER", "BAD_ID", "BAD_CHECK_DIGIT", "BAD_CHECK", "BAD_DATE"},
)


def chooses_orphan_benefit(body: Mapping[str, Any]) -> bool:
    """Whether a minor has chosen the grant for orphans instead of destitute support; the choice may be a word."""
    return str(first(body, *ORPHAN)).upper() not in {"NONE", "FALSE", "NO", "TEKUN"}


def obligor_relation(written: str) -> str:
    """The key of a relation written in words or as a GB/T 4761 code."""
    return _RELATIONS.get(written[:1] if written.isdigit() else written, written)


def same_error(expected: str, computed: str) -> bool:
    """Whether two files mean the same fault by these words; a date in the future is also a bad date."""
    return expected == computed or any({expected, computed} <= group for group in _SAME_ERROR)


def first(body: Mapping[str, Any], *keys: str) -> Any:
    """The value under the first of these keys that is there; None if none is."""
    return next((body[key] for key in keys if body.get(key) is not None), None)


def listed(body: Mapping[str, Any], *keys: str) -> list[str]:
    """The words under these keys, whether written as a list or alone."""
    found = [body.get(key) or [] for key in keys]
    return [str(word) for words in found for word in ([words] if isinstance(words, str) else words)]
