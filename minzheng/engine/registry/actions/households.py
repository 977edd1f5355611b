from datetime import date, datetime

from psycopg.types.range import DateRange

from minzheng.engine.registry.bitemporal import supersede
from minzheng.engine.registry.bulk import reserve_ids
from minzheng.engine.registry.keys import seal_column
from minzheng.engine.registry.models import Asset, BankAccount, Household, Membership, Obligor, Person, Source
from minzheng.engine.registry.refusals import explained
from minzheng.engine.registry.types import RegistryProblem, Sealed
from minzheng.kernel.codes import ASSET_KIND, OBLIGOR_RELATION, RELATION


def open_household(*, division: int, number: str = "", address: str = "", source: Source, at: datetime) -> Household:
    """Open a household in a village (12-digit code). Raises RegistryProblem if the village has this number already."""
    with explained():
        return Household.objects.create(
            number=number, division_id=division, address=address, source=source, recorded_at=at
        )


def move_household(*, household: Household, division: int, address: str) -> None:
    """Set where the household lives now."""
    Household.objects.filter(pk=household.pk).update(division_id=division, address=address)


def add_member(
    *,
    household: Household,
    person: Person,
    relation: str,
    since: date,
    until: date | None = None,
    source: Source,
    at: datetime,
) -> Membership:
    """Let a person belong to a household.

    Args:
        household: which one.
        person: who.
        relation: key of RELATION (GB/T 4761), to the head.
        since: first day.
        until: first day no more, None while it lasts.
        source: where the data come from.
        at: when it is recorded.

    Raises:
        RegistryProblem: the person belongs to another household in that time.
    """
    with explained():
        return Membership.objects.create(
            household=household, person=person, relation=RELATION.number(relation), period=DateRange(since, until),
            source=source, recorded_at=at,
        )  # fmt: skip


def end_membership(*, membership: Membership, on: date, source: Source, at: datetime) -> Membership:
    """Let a membership end: `on` is the first day the person is no member. The earlier record stays readable.

    Raises:
        RegistryProblem: `on` is not after the first day.
    """
    since = membership.period.lower
    if on <= since:
        raise RegistryProblem(f"离开日期{on}应在加入日期{since}之后。")
    with explained():
        supersede(Membership.objects.filter(pk=membership.pk), at=at)
        return Membership.objects.create(
            household_id=membership.household_id, person_id=membership.person_id, relation=membership.relation,
            period=DateRange(since, on), source=source, recorded_at=at,
        )  # fmt: skip


def add_obligor(
    *, household: Household, relation: str, supports: Person | None = None, person: Person | None = None, since: date,
    source: Source, at: datetime,
) -> Obligor:  # fmt: skip
    """Record someone outside the household who must support it.

    Args:
        household: which household.
        relation: key of OBLIGOR_RELATION: what the obligor is to the supported member.
        supports: the supported member, None for the household.
        person: the obligor, where registered.
        since: first day of the duty.
        source: where the data come from.
        at: when it is recorded.
    """
    return Obligor.objects.create(
        household=household, person=person, supports=supports, relation=OBLIGOR_RELATION.number(relation),
        period=DateRange(since, None), source=source, recorded_at=at,
    )  # fmt: skip


def add_asset(
    *, household: Household, kind: str, owner: Person | None = None, since: date, source: Source, at: datetime
) -> Asset:
    """Record something the household owns; `kind` is a key of ASSET_KIND."""
    return Asset.objects.create(
        household=household, owner=owner, kind=ASSET_KIND.number(kind), period=DateRange(since, None), source=source,
        recorded_at=at,
    )  # fmt: skip


def add_bank_account(
    *, household: Household, holder: Person, bank: str, account: str, since: date, source: Source, at: datetime
) -> BankAccount:
    """Record where money for the household goes; the (checked) account number is sealed."""
    row = int(reserve_ids("registry_bankaccount", 1)[0])
    ((sealed, index),) = seal_column(Sealed.ACCOUNT, [row], [account])
    return BankAccount.objects.create(
        id=row, household=household, holder=holder, bank=bank, account=sealed, account_index=index,
        period=DateRange(since, None), source=source, recorded_at=at,
    )  # fmt: skip
