"""Forms: what a service asks of people, page by page, as declared in `forms/<name>.v<n>.yaml` of a service or its chapter.

A page is a list of facts: label, type, mask and help come from the declaration of the fact. What is no fact (a name, an identity
number, an account) is asked by the fields each section has of its own. A case keeps the version it was filed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from minzheng.engine.catalogue.materials import Material, read_material
from minzheng.engine.registry.facts import FACTS
from minzheng.kernel.codes import OBLIGOR_RELATION, RELATION, CodeList
from minzheng.kernel.facts import DataClass, Fact, FactKind, Level
from minzheng.laws.strict_yaml import Document


class Section(StrEnum):
    """The parts of the answers."""

    HOUSEHOLD = "household"
    MEMBERS = "members"
    INCOMES = "incomes"
    EXPENSES = "expenses"
    ASSETS = "assets"
    OBLIGORS = "obligors"
    ACCOUNT = "account"
    CONTACT = "contact"
    STATEMENTS = "statements"

    @property
    def label(self) -> str:
        """What people call it."""
        return _LABELS[self]

    @property
    def level(self) -> Level | None:
        """The facts it asks for; None where it asks for none."""
        return _LEVELS.get(self)

    @property
    def repeats(self) -> bool:
        """Whether it is a list."""
        return self.level not in {None, Level.HOUSEHOLD}

    @property
    def per_member(self) -> bool:
        """Whether each member has a list of its own."""
        return self in {Section.INCOMES, Section.EXPENSES}


_LABELS = {
    Section.HOUSEHOLD: "家庭情况", Section.MEMBERS: "家庭成员", Section.INCOMES: "收入", Section.EXPENSES: "支出", Section.ASSETS: "财产",
    Section.OBLIGORS: "赡养抚养扶养义务人", Section.ACCOUNT: "收款账户", Section.CONTACT: "联系方式", Section.STATEMENTS: "声明和承诺",
}  # fmt: skip
_LEVELS = {
    Section.HOUSEHOLD: Level.HOUSEHOLD, Section.MEMBERS: Level.MEMBER, Section.INCOMES: Level.INCOME, Section.EXPENSES: Level.EXPENSE,
    Section.ASSETS: Level.ASSET, Section.OBLIGORS: Level.OBLIGOR,
}  # fmt: skip


class Kind(StrEnum):
    """How a question is answered: the kinds of facts, and what only forms ask."""

    MONEY = "money"
    FLAG = "flag"
    CODE = "code"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    BANK_CARD = "bank_card"
    MEMBER = "member"
    """The place of a member in the list, from 0."""
    PROMISE = "promise"
    """Must be true."""


@dataclass(frozen=True)
class Condition:
    """When a question is asked: every named question of its section has, or with `negated` not all have, one of these answers."""

    values: Mapping[str, tuple[Any, ...]]
    negated: bool = False


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        name: its key in the answers: name of a fact, of a field of the section, or of a statement.
        mask: class of the data, which says who sees the answer unmasked.
        codes: what may be chosen, for CODE.
        unit: shown after a number.
        negative: whether an amount may be below zero.
        longest, shortest: characters of a text.
    """

    name: str
    label: str
    kind: Kind
    required: bool = False
    help: str = ""
    unit: str = ""
    mask: DataClass = DataClass.L3
    codes: CodeList | None = None
    fact: Fact | None = None
    when: Condition | None = None
    negative: bool = False
    shortest: int = 0
    longest: int = 500


MOST_MEMBERS, MOST_ITEMS = 30, 60
"""How many people and how many of anything else a form takes."""

FIELDS: Mapping[Section, tuple[Question, ...]] = {
    Section.MEMBERS: (
        Question("name", "姓名", Kind.NAME, required=True),
        Question("id_number", "身份证号码", Kind.ID_NUMBER, required=True),
        Question("relation", "与申请人关系", Kind.CODE, required=True, codes=RELATION, help="第一位是申请人，选“本人”"),
    ),
    Section.OBLIGORS: (
        Question("name", "姓名", Kind.NAME),
        Question(
            "obligor_relation", "与被赡养（抚养、扶养）人的关系", Kind.CODE, required=True, codes=OBLIGOR_RELATION
        ),
        Question("supports", "应当赡养（抚养、扶养）谁", Kind.MEMBER),
    ),
    Section.ACCOUNT: (
        Question("holder", "户名", Kind.MEMBER, required=True, help="必须是申请救助的家庭成员本人的账户"),
        Question("bank", "开户银行", Kind.TEXT, required=True, longest=100),
        Question("number", "银行卡（社会保障卡、一卡通）号", Kind.BANK_CARD, required=True, mask=DataClass.L4),
    ),
    Section.CONTACT: (
        Question("phone", "联系电话", Kind.PHONE),
        Question("address", "住址", Kind.TEXT, required=True, longest=200),
    ),
}
"""What a section asks beside facts; a page may leave out what is not required."""


@dataclass(frozen=True)
class Page:
    """One page: questions about one part of the answers."""

    key: str
    title: str
    section: Section
    help: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Statement:
    """Something the applicant says for the record.

    Attributes:
        type: ``promise`` (must be agreed to), ``yes_no`` or ``text``.
        explain: what to say in words after a yes; the answer's key ends in ``_detail``.
        lists, kinds: the part of the answers, and the kinds in it, that must agree with a yes or a no.
    """

    key: str
    title: str
    type: str
    explain: str | None
    required: bool
    shortest: int
    longest: int
    lists: Section | None
    kinds: tuple[str, ...]
    law: str | None


@dataclass(frozen=True)
class Form:
    """One form in one version."""

    name: str
    version: str
    title: str
    law: tuple[str, ...]
    pages: tuple[Page, ...]
    statements: Mapping[str, Statement]
    materials: tuple[Material, ...]
    document: Document = field(repr=False, compare=False)

    def questions(self, section: Section) -> Iterator[Question]:
        """Everything asked about one part, over all pages."""
        return (question for page in self.pages if page.section is section for question in page.questions)

    @property
    def sections(self) -> frozenset[Section]:
        """The parts the form asks about."""
        return frozenset(page.section for page in self.pages)


def read_form(document: Document, *, name: str, version: str) -> Form:
    """Build a form from a document that fits the schema and passed `form_checks`."""
    body = document.data
    statements = {key: _statement(key, row) for key, row in body.get("statements", {}).items()}
    return Form(
        name=name,
        version=version,
        title=body["title"],
        law=tuple(body["law"]),
        pages=tuple(_page(key, row, statements) for key, row in body["pages"].items()),
        statements=statements,
        materials=tuple(read_material(key, row) for key, row in body.get("materials", {}).items()),
        document=document,
    )


def _page(key: str, row: Mapping[str, Any], statements: Mapping[str, Statement]) -> Page:
    section = Section(row["section"])
    asked = (each if isinstance(each, dict) else {"ask": each} for each in row["ask"])
    return Page(
        key, row["title"], section, row.get("help", ""), tuple(_question(section, each, statements) for each in asked)
    )


def _question(section: Section, row: Mapping[str, Any], statements: Mapping[str, Statement]) -> Question:
    name = row["ask"]
    plain = _plain(section, name, statements)
    return Question(
        name=name,
        label=row.get("label", plain.label),
        kind=plain.kind,
        required=row.get("required", plain.required),
        help=row.get("help", plain.help),
        unit=plain.unit,
        mask=plain.mask,
        codes=plain.codes,
        fact=plain.fact,
        when=_condition(row),
        negative=row.get("negative", False),
        shortest=plain.shortest,
        longest=plain.longest,
    )


def _plain(section: Section, name: str, statements: Mapping[str, Statement]) -> Question:
    if section is Section.STATEMENTS:
        said = statements[name]
        kind = {"promise": Kind.PROMISE, "yes_no": Kind.FLAG, "text": Kind.TEXT}[said.type]
        return Question(name, said.title, kind, said.required, shortest=said.shortest, longest=said.longest)
    own = {each.name: each for each in FIELDS.get(section, ())}
    return own[name] if name in own else _of_fact(FACTS[name])


def _of_fact(fact: Fact) -> Question:
    return Question(
        name=fact.name, label=fact.label, kind=Kind(fact.kind.value.lower()), required=fact.name in KIND_FACTS, help=fact.help,
        unit="元" if fact.kind is FactKind.MONEY else fact.unit, mask=fact.data_class, codes=fact.codes, fact=fact,
    )  # fmt: skip


KIND_FACTS: Mapping[str, Section] = {
    "income_kind": Section.INCOMES,
    "expense_kind": Section.EXPENSES,
    "asset_kind": Section.ASSETS,
}
"""The facts that say what an item is; the section cannot do without them."""


def _condition(row: Mapping[str, Any]) -> Condition | None:
    for word, negated in (("when", False), ("unless", True)):
        if word in row:
            values = {name: tuple(value) if isinstance(value, list) else (value,) for name, value in row[word].items()}
            return Condition(values, negated)
    return None


def _statement(key: str, row: Mapping[str, Any]) -> Statement:
    lists = row.get("lists")
    return Statement(
        key, row["title"], row["type"], row.get("explain"), row.get("required", row["type"] != "text"), row.get("shortest", 0),
        row.get("longest", 1000), Section(lists) if lists else None, tuple(row.get("kinds", ())), row.get("law"),
    )  # fmt: skip
