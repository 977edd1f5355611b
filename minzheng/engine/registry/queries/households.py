from datetime import date, datetime

from django.db.models import QuerySet

from minzheng.engine.registry.bitemporal import known
from minzheng.engine.registry.keys import open_value
from minzheng.engine.registry.models import BankAccount, Household, Membership
from minzheng.engine.registry.types import HouseholdOnDay, MemberOnDay, RegistryProblem, Sealed
from minzheng.kernel.bank_cards import mask_bank_card


def find_household(*, number: str, division: int | None = None, known_at: datetime) -> Household | None:
    """Return the household with this number, in a village or anywhere; None if there is none.

    Raises:
        RegistryProblem: several villages have a household of this number.
    """
    numbered = Household.objects.filter(known(known_at), number=number)
    found = list((numbered if division is None else numbered.filter(division=division)).select_related("division")[:10])
    if len(found) > 1:
        places = "、".join(household.division.name for household in found)
        raise RegistryProblem(f"编号“{number}”的家庭在几个村（社区）都有：{places}。请同时说明所在的村（社区）。")
    return found[0] if found else None


def household_on(*, household: int, as_of: date, known_at: datetime) -> HouseholdOnDay | None:
    """Return a household with its members on a day, as known at an instant; None if it was not known then."""
    found = Household.objects.filter(known(known_at)).filter(pk=household).select_related("division").first()
    if found is None:
        return None
    members = tuple(
        MemberOnDay(row.person_id, row.person.name, row.relation)
        for row in _members(household, as_of, known_at).select_related("person").order_by("relation", "person_id")
    )
    return HouseholdOnDay(found.pk, found.number, found.division_id, found.division.name, found.address, members)


def size_on(*, household: int, as_of: date, known_at: datetime) -> int:
    """Return how many members a household has on a day, as known at an instant."""
    return _members(household, as_of, known_at).count()


def masked_account_of(*, household: int, as_of: date, known_at: datetime) -> str | None:
    """Return where money for a household goes, as it may be shown: bank and last four digits; None if nothing is recorded.

    Raises:
        TamperedError: the account was altered or moved between rows.
    """
    rows = BankAccount.objects.filter(known(known_at), household=household, period__contains=as_of)
    found = rows.order_by("-pk").first()
    if found is None:
        return None
    return f"{found.bank}{mask_bank_card(open_value(Sealed.ACCOUNT, found.pk, bytes(found.account)))}"


def _members(household: int, as_of: date, known_at: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(known(known_at)).filter(household=household, period__contains=as_of)
