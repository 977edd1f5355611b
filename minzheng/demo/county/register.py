"""Writes the county into an empty register, all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection, connections, transaction
from numpy.typing import NDArray
from psycopg.sql import SQL, Identifier

from minzheng.demo.county.county import County
from minzheng.demo.county.destitution import ABILITIES
from minzheng.demo.county.draws import Ints, Mask
from minzheng.demo.county.grants import NOBODY, Grants
from minzheng.demo.county.items import Items
from minzheng.demo.county.obligors import EVERYBODY
from minzheng.engine.registry import bulk
from minzheng.engine.registry.actions import record_source
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.registry.types import RegistryProblem, SourceKind, Standing
from minzheng.kernel.codes import ID_TYPE

TITLE = "演示县（全部虚构）"
BANK = "演示农村信用社"
_GRANT_COLUMNS = {
    "household_id": "int8", "person_id": "int8", "benefit": "int2", "from_month": "date", "monthly_amount": "int8", "persons": "int2",
    "number": "varchar", "legacy": "bool", "source_id": "int8", "recorded_at": "timestamptz",
}  # fmt: skip
_ITEM_AMOUNT = {"income_amount": ("income_months",), "expense_amount": ()}
_YEARS_KNOWN = 2
_KEPT = ("django_migrations", "registry_division", "registry_factname")
_TABLES = """
    SELECT relname, relispartition FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relname = ANY(%s)
"""

STEPS = ("家庭", "人员", "家庭成员", "个人情况", "收入和支出", "财产", "法定义务人", "银行账户", "在享待遇")
"""What is written, in this order."""

Step = Callable[[str], None]


@dataclass(frozen=True)
class Parts:
    """What is written: everything but what only the ledgers know.

    Attributes:
        households: which households.
        grants: which grants.
    """

    households: Mask
    grants: Grants

    @classmethod
    def everything(cls, county: County, grants: Grants) -> "Parts":
        """Return all households and all grants."""
        return cls(np.ones(len(county.households.village), dtype=np.bool_), grants)


def reference_of(county: County) -> str:
    """Return the words by which a register says what it was seeded with."""
    return reference(people=county.people, seed=county.seed, as_of=county.as_of)


def reference(*, people: int, seed: int, as_of: date) -> str:
    """Return the words by which a register says what it was seeded with."""
    return f"people={people} seed={seed} as_of={as_of}"


def seeded_with() -> str | None:
    """Return what the register was seeded with; None if it was not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM registry_source WHERE kind = %s ORDER BY id LIMIT 1", [SourceKind.DEMO])
        row = cursor.fetchone()
    return None if row is None else str(row[0])


def is_empty() -> bool:
    """Whether the register holds nobody yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM registry_person) OR EXISTS (SELECT FROM registry_household)")
        return not cursor.fetchone()[0]


def clear() -> None:
    """Empty a demo register, as the owner; divisions and other reference rows stay.

    Raises:
        RegistryProblem: the register holds something else than a demo county.
    """
    _refuse_real_county()
    if not is_empty() and seeded_with() is None:
        raise RegistryProblem("登记库里的数据不是演示数据，不能清空。")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(_TABLES, [list(_KEPT)])
        tables = cursor.fetchall()
        for name in (name for name, is_part in tables if is_part):
            cursor.execute(SQL("DROP TABLE {}").format(Identifier(name)))
        every = [Identifier(name) for name, is_part in tables if not is_part]
        cursor.execute(SQL("TRUNCATE {} RESTART IDENTITY").format(SQL(", ").join(every)))


def _refuse_real_county() -> None:
    if not settings.MINZHENG.demo:
        raise RegistryProblem("这里是正式的县，不能写入演示数据。演示请另用一个目录，并设置 MINZHENG_DEMO=1。")


def write_county(county: County, parts: Parts, *, by: str, at: datetime, on_step: Step = lambda _step: None) -> None:
    """Write the county in one transaction.

    Args:
        county: the county.
        parts: which of its households and grants.
        by: who writes.
        at: when it is recorded.
        on_step: told what is being written, in Chinese.

    Raises:
        RegistryProblem: the register is not empty, or is not a demo one.
    """
    _refuse_real_county()
    with transaction.atomic():
        if not is_empty():
            raise RegistryProblem("登记库里已有人员和家庭，不能再写入演示数据。要从头开始请加 --fresh。")
        source = record_source(kind=SourceKind.DEMO, title=TITLE, reference=reference_of(county), by=by, at=at)
        _Writer(county, parts.households, source.pk, at).write(parts.grants, on_step)
    bulk.refresh_statistics()


class _Writer:
    """Keeps the identifiers the database gave, by position in the county; 0 where nothing is written."""

    def __init__(self, county: County, chosen: Mask, source: int, at: datetime) -> None:
        self._county = county
        self._chosen = chosen
        self._members = chosen[county.persons.household]
        self._recorded: dict[str, Any] = {"source": source, "at": at}
        self._since = date(county.as_of.year - _YEARS_KNOWN, county.as_of.month, 1)
        self._household_ids = np.zeros(len(chosen), dtype=np.int64)
        self._person_ids = np.zeros(len(self._members), dtype=np.int64)

    def write(self, grants: Grants, on_step: Step) -> None:
        steps: tuple[Callable[[], None], ...] = (
            self._write_households, self._write_persons, self._write_memberships, self._write_personal_facts, self._write_items,
            self._write_assets, self._write_obligors, self._write_accounts, lambda: self._write_grants(grants),
        )  # fmt: skip
        for label, step in zip(STEPS, steps, strict=True):
            on_step(label)
            step()

    def _write_households(self) -> None:
        households, chosen = self._county.households, self._chosen
        self._household_ids[chosen] = bulk.write_households(
            numbers=households.numbers[chosen].tolist(), divisions=self._county.divisions()[chosen],
            addresses=households.addresses[chosen].tolist(), **self._recorded,
        )  # fmt: skip
        self._write_facts(households.facts, self._household_ids, Standing.ADOPTED)

    def _write_persons(self) -> None:
        persons, members = self._county.persons, self._members
        self._person_ids[members] = bulk.write_persons(
            id_kind=ID_TYPE.number("RESIDENT_ID_CARD"), id_numbers=persons.id_numbers[members].tolist(),
            names=persons.names[members].tolist(), phones=[phone or None for phone in persons.phones[members].tolist()],
            **self._recorded,
        )  # fmt: skip

    def _write_memberships(self) -> None:
        persons, members = self._county.persons, self._members
        bulk.write_memberships(
            households=self._household_ids[persons.household[members]], persons=self._person_ids[members],
            relations=persons.relation[members], valid_from=self._from_birth()[members], **self._recorded,
        )  # fmt: skip

    def _write_personal_facts(self) -> None:
        asks = self._county.persons.facts["asks_destitute_support"] > 0
        facts = {name: values for name, values in self._county.persons.facts.items() if name not in ABILITIES}
        self._write_facts(facts, self._person_ids, Standing.ADOPTED, since=self._from_birth())
        abilities = {name: self._county.persons.facts[name] for name in ABILITIES}
        self._write_facts(abilities, np.where(asks, self._person_ids, 0), Standing.ADOPTED, since=self._from_birth())

    def _write_items(self) -> None:
        since = self._from_birth()
        for items in (self._county.incomes, self._county.expenses):
            owners = self._person_ids[items.owner]
            for name, values in items.facts.items():
                wanted = (owners > 0) & ((values != FACTS[name].default) | (name in _ITEM_AMOUNT))
                bulk.write_facts(
                    name, subjects=owners[wanted], values=values[wanted], keys=items.kind[wanted], standing=Standing.DECLARED,
                    valid_from=since[items.owner[wanted]], **self._recorded,
                )  # fmt: skip

    def _write_assets(self) -> None:
        assets = self._county.assets
        wanted = self._chosen[assets.owner]
        ids = np.zeros(len(assets), dtype=np.int64)
        ids[wanted] = bulk.write_assets(
            households=self._household_ids[assets.owner[wanted]], owners=np.zeros(int(wanted.sum()), dtype=np.int64),
            kinds=assets.kind[wanted], valid_from=self._since, **self._recorded,
        )  # fmt: skip
        self._write_facts(assets.facts, ids, Standing.DECLARED)

    def _write_obligors(self) -> None:
        obligors: Items = self._county.obligors
        wanted = self._chosen[obligors.owner]
        supports = self._county.supports[wanted]
        ids = np.zeros(len(obligors), dtype=np.int64)
        ids[wanted] = bulk.write_obligors(
            households=self._household_ids[obligors.owner[wanted]], persons=np.zeros(int(wanted.sum()), dtype=np.int64),
            supports=np.where(supports == EVERYBODY, 0, self._person_ids[supports]), relations=obligors.kind[wanted], valid_from=self._since,
            **self._recorded,
        )  # fmt: skip
        self._write_facts(obligors.facts, ids, Standing.DECLARED)

    def _write_accounts(self) -> None:
        heads = np.searchsorted(self._county.persons.household, np.flatnonzero(self._chosen))
        bulk.write_bank_accounts(
            households=self._household_ids[self._chosen], holders=self._person_ids[heads], banks=[BANK] * len(heads),
            accounts=self._county.households.accounts[self._chosen].tolist(), valid_from=self._since, **self._recorded,
        )  # fmt: skip

    def _write_grants(self, grants: Grants) -> None:
        years, months = np.divmod(grants.since, 12)
        persons = np.where(grants.person == NOBODY, 0, self._person_ids[grants.person])
        columns = (
            self._household_ids[grants.household],
            persons,
            grants.benefit,
            years + 1970,
            months + 1,
            grants.amount,
            grants.heads,
        )
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY awards_grant ({', '.join(_GRANT_COLUMNS)}) FROM STDIN (FORMAT binary)") as copy,
        ):
            copy.set_types(list(_GRANT_COLUMNS.values()))
            for household, person, benefit, year, month, amount, heads in zip(
                *(c.tolist() for c in columns), strict=True
            ):
                copy.write_row(
                    (
                        household,
                        person or None,
                        benefit,
                        date(year, month, 1),
                        amount,
                        heads,
                        "",
                        True,
                        *self._recorded.values(),
                    )
                )

    def _write_facts(
        self, facts: Mapping[str, Ints], ids: Ints, standing: Standing, *, since: NDArray[np.datetime64] | None = None
    ) -> None:
        """Write the facts of the written rows; a value that is the default anyway is left out, unless it must be known."""
        for name, values in facts.items():
            fact = FACTS[name]
            wanted = (ids > 0) & (fact.required | (values != fact.default))
            bulk.write_facts(
                name, subjects=ids[wanted], values=values[wanted], standing=standing,
                valid_from=self._since if since is None else since[wanted], **self._recorded,
            )  # fmt: skip

    def _from_birth(self) -> NDArray[np.datetime64]:
        """What is known of a person holds since the records begin, or since birth."""
        born = np.datetime64("1970-01-01") + self._county.persons.facts["birth_on"].astype("timedelta64[D]")
        return np.maximum(born, np.datetime64(self._since, "D"))
