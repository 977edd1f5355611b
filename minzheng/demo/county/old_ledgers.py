"""The ledgers that townships keep: the rows that untidy files are written from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from minzheng.demo.county.county import County
from minzheng.demo.county.draws import Draws, Ints, Mask, streams
from minzheng.demo.county.grants import DIBAO, NOBODY, TEKUN, Grants
from minzheng.demo.county.items import Items
from minzheng.demo.county.manifest import disability_cards
from minzheng.demo.county.names import other_names
from minzheng.demo.ledgers import DestituteRow, DibaoRow, DisabilityRow, HouseholdBookRow, LedgerRow, MeansRow
from minzheng.kernel.codes import (
    AREA_CLASS,
    ASSET_KIND,
    DISABILITY_GRADE,
    DISABILITY_TYPE,
    EDUCATION,
    ETHNICITY,
    EXPENSE_KIND,
    INCOME_KIND,
    LABOUR_CAPACITY,
    MARITAL_STATUS,
    OBLIGOR_RELATION,
    RELATION,
    SEX,
    SUPPORT_FORM,
    CodeList,
)
from minzheng.kernel.dates import from_day_number, to_day_number
from minzheng.kernel.months import Month

Families = list[list[LedgerRow]]

FROM_LEDGERS = (530129104000, 530129205000, 530129208000, 530129209000)
"""Townships whose recipients of the allowance stand in their ledgers only: 柯渡镇、六哨乡、联合乡、金源乡."""

_INSTITUTION = "演示县中心敬老院"
_TWICE, _MISSPELT = 60, 60
"""Ten-thousandths of families that stand in a ledger twice, or under a village nobody knows."""
_WAGES = tuple(INCOME_KIND.number(key) for key in ("W01", "W02", "W03"))
_CARD_YEARS = 9
_PARTIAL_UP_TO = 3
_CARE_OF_AMOUNT = {1: 107, 2: 264, 3: 417}
"""Thousandths of destitute support that are for care, by self-care ability from full to none."""


@dataclass(frozen=True)
class OldLedgers:
    """The ledgers of some townships.

    Attributes:
        rows: families of rows by the name of the layout that reads them.
        households: mask over the county's households: those that stand nowhere else.
        grants: mask over the grants: those that stand nowhere else.
    """

    rows: dict[str, Families]
    households: Mask
    grants: Mask


def old_ledgers(county: County, grants: Grants, *, townships: Iterable[int] = FROM_LEDGERS) -> OldLedgers:
    """Return the ledgers of some townships: rows for the files, and what is known from them alone.

    Families with the allowance are known from the ledgers alone; destitute and disabled persons are registered, and the
    ledgers say what they get and hold.
    """
    draws = streams(people=county.people, seed=county.seed)["files"]
    here = np.isin(county.townships(), list(townships))
    kept = here[grants.household] & np.isin(grants.benefit, (DIBAO, TEKUN))
    families = np.zeros(len(here), dtype=np.bool_)
    families[grants.household[kept & (grants.benefit == DIBAO)]] = True
    writer = _Clerk(county, draws)
    rows = {
        "household_book": writer.household_book(np.flatnonzero(families)),
        "dibao_ledger": writer.dibao(grants.of(kept & (grants.benefit == DIBAO))),
        "destitute_ledger": writer.destitute(grants.of(kept & (grants.benefit == TEKUN))),
        "disability_list": writer.disability(np.flatnonzero(here[county.persons.household])),
        "means_survey": writer.means(np.flatnonzero(families)),
    }
    rows = {kind: writer.with_slips(found) for kind, found in rows.items()}
    return OldLedgers(rows, families, kept | families[grants.household])


class _Clerk:
    """Writes rows about persons and households by their positions in the county."""

    def __init__(self, county: County, draws: Draws) -> None:
        self._county = county
        self._draws = draws
        self._first = np.searchsorted(county.persons.household, np.arange(len(county.households.village) + 1))
        self._names = county.persons.names.tolist()
        self._numbers = county.persons.id_numbers.tolist()

    def household_book(self, households: Ints) -> Families:
        """Families as registered in the household book."""
        return [
            [self._book_row(household, person) for person in self._members(household)]
            for household in households.tolist()
        ]

    def dibao(self, grants: Grants) -> Families:
        """Families with the minimum living allowance, as their ledger has them."""
        return [
            [self._dibao_row(grants, row, household, person) for person in self._members(household)]
            for row, household in enumerate(grants.household.tolist())
        ]

    def destitute(self, grants: Grants) -> Families:
        """Persons with destitute support."""
        return [
            [self._destitute_row(grants, row, person)]
            for row, person in enumerate(grants.person.tolist())
            if person != NOBODY
        ]

    def disability(self, persons: Ints) -> Families:
        """Holders of a certificate among the persons."""
        disabled = persons[self._county.persons.facts["disability_type"][persons] > 0]
        cards = disability_cards(self._county)
        ages = self._draws.below(_CARD_YEARS * 365, len(disabled)).tolist()
        return [
            [self._disability_row(person, str(cards[person]), age)]
            for person, age in zip(disabled.tolist(), ages, strict=True)
        ]

    def means(self, households: Ints) -> Families:
        """Families as surveyed: incomes, expenses, property, and one person bound to support them."""
        obligors = other_names(self._draws, len(households)).tolist()
        return [self._surveyed(household, name) for household, name in zip(households.tolist(), obligors, strict=True)]

    def with_slips(self, families: Families) -> Families:
        """Return the families with a few standing twice and a few under a misspelt village."""
        twice = self._draws.chance(_TWICE, len(families)).tolist()
        misspelt = self._draws.chance(_MISSPELT, len(families)).tolist()
        found: Families = []
        for family, again, wrong in zip(families, twice, misspelt, strict=True):
            found.append([replace(row, village=f"{row.village[:1]}某村") for row in family] if wrong else family)
            found.extend([family] if again else [])
        return found

    def _members(self, household: int) -> range:
        return range(int(self._first[household]), int(self._first[household + 1]))

    def _place(self, household: int) -> tuple[str, str]:
        places, village = self._county.villages, self._county.households.village[household]
        return str(places.townships[village]), str(places.names[village])

    def _label(self, codes: CodeList, name: str, person: int) -> str:
        return codes.label(int(self._county.persons.facts[name][person]))

    def _relation(self, person: int) -> str:
        return RELATION.label(int(self._county.persons.relation[person]))

    def _birth_on(self, person: int) -> date:
        return from_day_number(int(self._county.persons.facts["birth_on"][person]))

    def _book_row(self, household: int, person: int) -> HouseholdBookRow:
        township, village = self._place(household)
        return HouseholdBookRow(
            household_number=str(self._county.households.numbers[household]), township=township, village=village,
            relation=self._relation(person), name=self._names[person], id_number=self._numbers[person],
            sex=self._label(SEX, "sex", person), ethnicity=self._label(ETHNICITY, "ethnicity", person),
            birth_on=self._birth_on(person), education=self._label(EDUCATION, "education", person),
            marital_status=self._label(MARITAL_STATUS, "marital_status", person),
            address=str(self._county.households.addresses[household]),
        )  # fmt: skip

    def _dibao_row(self, grants: Grants, row: int, household: int, person: int) -> DibaoRow:
        township, village = self._place(household)
        head, households = int(self._first[household]), self._county.households
        return DibaoRow(
            household_number=str(households.numbers[household]), township=township, village=village,
            head_name=self._names[head], head_id_number=self._numbers[head], name=self._names[person],
            id_number=self._numbers[person], relation=self._relation(person),
            area=AREA_CLASS.label(int(households.facts["area"][household])), monthly_amount=int(grants.amount[row] - grants.part[row]),
            uplift_amount=int(grants.part[row]), from_month=_month(int(grants.since[row])),
            bank_account=str(households.accounts[household]), phone=str(self._county.persons.phones[head]),
            reason=self._cause(household),
        )  # fmt: skip

    def _cause(self, household: int) -> str:
        members, facts = slice(self._first[household], self._first[household + 1]), self._county.persons.facts
        if facts["serious_illness"][members].any():
            return "因病"
        if facts["disability_type"][members].any():
            return "因残"
        return "因学" if facts["schooling"][members].any() else "缺劳动力"

    def _destitute_row(self, grants: Grants, row: int, person: int) -> DestituteRow:
        household = int(grants.household[row])
        township, village = self._place(household)
        facts, amount = self._county.persons.facts, int(grants.amount[row])
        centralised = facts["support_form"][person] == SUPPORT_FORM.number("CENTRALISED")
        lost = sum(int(facts[name][person] == 0) for name in facts if name.startswith("can_"))
        care = amount * _CARE_OF_AMOUNT[1 if lost == 0 else 2 if lost <= _PARTIAL_UP_TO else 3] // 100_000 * 100
        return DestituteRow(
            township=township, village=village, name=self._names[person], id_number=self._numbers[person],
            support_form="集中供养" if centralised else "分散供养",
            self_care_ability="全护理" if lost > _PARTIAL_UP_TO else "半护理" if lost else "全自理",
            basic_amount=amount - care, care_amount=care, institution=_INSTITUTION if centralised else "",
            from_month=_month(int(grants.since[row])), bank_account=str(self._county.households.accounts[household]),
        )  # fmt: skip

    def _disability_row(self, person: int, card: str, age: int) -> DisabilityRow:
        township, village = self._place(int(self._county.persons.household[person]))
        return DisabilityRow(
            township=township, village=village, name=self._names[person], id_number=self._numbers[person], disability_card=card,
            disability_type=self._label(DISABILITY_TYPE, "disability_type", person),
            disability_grade=self._label(DISABILITY_GRADE, "disability_grade", person),
            issued_on=max(from_day_number(to_day_number(self._county.as_of) - 30 - age), self._birth_on(person)),
        )  # fmt: skip

    def _surveyed(self, household: int, obligor_name: str) -> list[LedgerRow]:
        return [self._means_row(household, person, obligor_name) for person in self._members(household)]

    def _means_row(self, household: int, person: int, obligor_name: str) -> MeansRow:
        township, village = self._place(household)
        head = int(self._first[household])
        plain = MeansRow(
            household_number=str(self._county.households.numbers[household]), township=township, village=village,
            head_name=self._names[head], name=self._names[person], id_number=self._numbers[person],
            relation=self._relation(person), labour_capacity=self._label(LABOUR_CAPACITY, "labour_capacity", person),
            incomes=_by_kind(self._county.incomes, person, INCOME_KIND, "income_amount"),
            expenses=_by_kind(self._county.expenses, person, EXPENSE_KIND, "expense_amount"),
            income_months=self._months(person),
        )  # fmt: skip
        return self._with_household(plain, household, obligor_name) if person == head else plain

    def _months(self, person: int) -> int | None:
        incomes = self._county.incomes
        rows = _rows_of(incomes, person)
        months = incomes.facts["income_months"][rows][np.isin(incomes.kind[rows], _WAGES)]
        return int(months.max()) if len(months) else None

    def _with_household(self, row: MeansRow, household: int, obligor_name: str) -> MeansRow:
        """The head's row also says what the household owns and who is bound to support it."""
        assets = self._county.assets
        counted = assets.of((assets.owner == household) & (assets.facts["asset_exempt"] == 0))
        found = replace(row, assets=_by_kind(counted, household, ASSET_KIND, "asset_value"))
        obligors = _rows_of(self._county.obligors, household)
        if obligors.start == obligors.stop:
            return found
        facts, first = self._county.obligors.facts, obligors.start
        return replace(
            found, obligor_name=obligor_name, obligor_relation=OBLIGOR_RELATION.label(int(self._county.obligors.kind[first])),
            obligor_household_size=int(facts["obligor_household_size"][first]),
            obligor_household_income=int(facts["obligor_household_income"][first]),
            actual_support_month=int(facts["actual_support_month"][first]) or None,
        )  # fmt: skip


def _rows_of(items: Items, owner: int) -> slice:
    start, stop = np.searchsorted(items.owner, (owner, owner + 1))
    return slice(int(start), int(stop))


def _by_kind(items: Items, owner: int, codes: CodeList, fact: str) -> dict[str, int]:
    rows = _rows_of(items, owner)
    pairs = zip(items.kind[rows].tolist(), items.facts[fact][rows].tolist(), strict=True)
    return {codes.key(kind): amount for kind, amount in pairs if amount > 0}


def _month(months: int) -> Month:
    return Month(1970 + months // 12, months % 12 + 1)
