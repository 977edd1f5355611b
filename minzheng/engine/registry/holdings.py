"""What many households are registered with on a day: assets, obligors, bank accounts. Asked before a ledger adds any."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from minzheng.engine.registry.bitemporal import BELIEVED
from minzheng.engine.registry.models import Asset, BankAccount, Obligor


def assets_of(households: Sequence[int], *, on: date) -> dict[tuple[int, int, int], list[int]]:
    """Return asset identifiers by household, owner (0: the household) and kind, in the order they were recorded."""
    rows = Asset.objects.filter(BELIEVED, household__in=set(households), period__contains=on).order_by("id")
    found: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for asset, household, owner, kind in rows.values_list("id", "household_id", "owner_id", "kind"):
        found[household, owner or 0, kind].append(asset)
    return found


def obligors_of(households: Sequence[int], *, on: date) -> dict[tuple[int, str], int]:
    """Return obligor identifiers by household and name."""
    rows = Obligor.objects.filter(BELIEVED, household__in=set(households), period__contains=on)
    return {(household, name): row for row, household, name in rows.values_list("id", "household_id", "name")}


def accounts_of(households: Sequence[int]) -> set[tuple[int, bytes]]:
    """Return the accounts the households have, as household and blind index."""
    rows = BankAccount.objects.filter(BELIEVED, household__in=set(households))
    return {(household, bytes(index)) for household, index in rows.values_list("household_id", "account_index")}
