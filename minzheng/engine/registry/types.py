"""The words the registry is asked and answers in."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from minzheng.engine.database.problems import Problem
from minzheng.kernel.facts import Fact, Level


class SubjectKind(IntEnum):
    """What a fact is about; stored in `registry_fact.subject_kind`."""

    PERSON = 1
    HOUSEHOLD = 2
    ASSET = 3
    OBLIGOR = 4

    @classmethod
    def of(cls, level: Level) -> "SubjectKind":
        """Return the kind of row that carries facts of `level`: income and expense items hang on the person."""
        return _SUBJECT_OF_LEVEL[level]


_SUBJECT_OF_LEVEL = {
    Level.HOUSEHOLD: SubjectKind.HOUSEHOLD,
    Level.MEMBER: SubjectKind.PERSON,
    Level.INCOME: SubjectKind.PERSON,
    Level.EXPENSE: SubjectKind.PERSON,
    Level.ASSET: SubjectKind.ASSET,
    Level.OBLIGOR: SubjectKind.OBLIGOR,
}


class Standing(IntEnum):
    """How firmly a value stands; the higher wins (申报 < 核对 < 核定)."""

    DECLARED = 1
    VERIFIED = 2
    ADOPTED = 3

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "申报", 2: "核对", 3: "核定"}[self.value]


class SourceKind(IntEnum):
    """Where a datum came from."""

    LEDGER = 1
    DECLARATION = 2
    SURVEY = 3
    VERIFICATION = 4
    OFFICER = 5
    DEMO = 6

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "台账", 2: "本人申报", 3: "入户调查", 4: "信息核对", 5: "工作人员录入", 6: "演示数据"}[self.value]


class RegistryProblem(Problem):
    """A request the registry refuses; the text is a Chinese sentence for the officer."""

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)


class Sealed(StrEnum):
    """Sealed columns, by the name bound into their ciphertext."""

    ID_NUMBER = "registry_person.id_number"
    PHONE = "registry_person.phone"
    ACCOUNT = "registry_bankaccount.account"


@dataclass(frozen=True)
class KnownFact:
    """One value that holds on a date, as it was known at a time, with where it came from."""

    fact: Fact
    subject: int
    key: int
    item: int
    value: int
    text: str | None
    standing: Standing
    valid_from: date
    valid_until: date
    recorded_at: datetime
    source_kind: SourceKind
    source_title: str
    evidence: str

    @property
    def shown(self) -> str:
        """The value as an officer reads it."""
        return self.text if self.text is not None else self.fact.format(self.value)


@dataclass(frozen=True)
class MemberOnDay:
    """A member of a household on a day; `relation` is a GB/T 4761 number."""

    person: int
    name: str
    relation: int


@dataclass(frozen=True)
class HouseholdOnDay:
    """A household on a day."""

    household: int
    number: str
    division: int
    division_name: str
    address: str
    members: tuple[MemberOnDay, ...]
