"""What a family says of itself, read from the answers of a form: checked, in the units of the register, nothing written yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minzheng.engine.cases.types import Fault
from minzheng.engine.registry.facts import FACTS, STORED
from minzheng.kernel.bank_cards import check_bank_card
from minzheng.kernel.characters import collapse_spaces, printable
from minzheng.kernel.codes import ASSET_KIND, EXPENSE_KIND, INCOME_KIND, OBLIGOR_RELATION, RELATION, CodeList
from minzheng.kernel.codes.relations import is_self
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import Fact, FactKind, FactProblem, Level
from minzheng.kernel.id_numbers import check_id_number
from minzheng.kernel.names import NameProblem, clean_name
from minzheng.kernel.phones import check_phone

MOST_MEMBERS, MOST_ITEMS, LONGEST_TEXT = 30, 60, 500

Values = dict[str, int | str]
"""Name of a fact → value as the register keeps it."""


@dataclass(frozen=True)
class Item:
    """An income, an expense, an asset or an obligor: its kind, and its facts."""

    kind: str
    facts: Values
    supports: int | None = None
    """For an obligor, which member it supports, by position."""
    name: str = ""


@dataclass(frozen=True)
class DeclaredMember:
    """One member as declared."""

    name: str
    id_number: str
    relation: str
    facts: Values
    incomes: tuple[Item, ...]
    expenses: tuple[Item, ...]


@dataclass(frozen=True)
class Account:
    """Where money should go."""

    holder: int
    bank: str
    number: str


@dataclass(frozen=True)
class Declaration:
    """A family as it declares itself; the first member applies."""

    household: Values
    members: tuple[DeclaredMember, ...]
    assets: tuple[Item, ...]
    obligors: tuple[Item, ...]
    account: Account | None
    phone: str | None
    address: str


def read_declaration(answers: Any, *, on: date) -> tuple[Declaration | None, tuple[Fault, ...]]:
    """Read the answers of a form that declares a family; nothing in them can do harm.

    Args:
        answers: parsed JSON of any shape.
        on: today, against which identity numbers are checked.

    Returns:
        The declaration, or None with everything that is wrong.
    """
    reader = _Reader(on)
    found = reader.declaration(answers)
    return (None, tuple(reader.faults)) if reader.faults else (found, ())


@dataclass
class _Reader:
    on: date
    faults: list[Fault] = field(default_factory=list)

    def declaration(self, answers: Any) -> Declaration:
        body = self._mapping(answers, "", "申请内容")
        members = tuple(
            self._member(item, f"members.{place}", f"第{place + 1}名成员")
            for place, item in enumerate(self._list(body.get("members"), "members", "家庭成员", most=MOST_MEMBERS))
        )
        self._check_family(members)
        contact = self._mapping(body.get("contact", {}), "contact", "联系方式")
        return Declaration(
            household=self._facts(body.get("household", {}), Level.HOUSEHOLD, "household", "家庭情况"),
            members=members,
            assets=tuple(self._items(body.get("assets", []), Level.ASSET, ASSET_KIND, "assets", "财产")),
            obligors=tuple(self._obligors(body.get("obligors", []), len(members))),
            account=self._account(body.get("account"), len(members)),
            phone=self._phone(contact.get("phone")),
            address=self._text(contact.get("address", ""), "contact.address", "住址", longest=200),
        )

    def _check_family(self, members: tuple[DeclaredMember, ...]) -> None:
        if not members and not any(fault.path == "members" for fault in self.faults):
            self._fault("members", "家庭成员：请至少填写申请人本人")
        numbers = [member.id_number for member in members if member.id_number]
        for place, member in enumerate(members):
            if member.id_number and numbers.count(member.id_number) > 1:
                self._fault(f"members.{place}.id_number", f"第{place + 1}名成员：身份证号与另一名成员相同，请核对")
        if members and members[0].relation and not is_self(RELATION.number(members[0].relation)):
            self._fault("members.0.relation", "第1名成员应是申请人本人，与申请人的关系请选“本人”")

    def _member(self, item: Any, path: str, who: str) -> DeclaredMember:
        body = self._mapping(item, path, who)
        check = check_id_number(body.get("id_number"), today=self.on)
        if not check.valid:
            self._fault(f"{path}.id_number", f"{who}：{check.message}")
        own = ("name", "id_number", "relation", "incomes", "expenses")
        facts = self._facts({key: body[key] for key in body if key not in own}, Level.MEMBER, path, who)
        if check.valid and check.birth_on is not None:
            facts["birth_on"] = to_day_number(check.birth_on)
            facts.setdefault("sex", FACTS["sex"].parse(check.sex) if check.sex else 0)
        return DeclaredMember(
            name=self._name(body.get("name"), f"{path}.name", who),
            id_number=check.number if check.valid else "",
            relation=self._code(body.get("relation"), RELATION, f"{path}.relation", f"{who}：与申请人的关系"),
            facts=facts,
            incomes=tuple(self._items(body.get("incomes", []), Level.INCOME, INCOME_KIND, f"{path}.incomes", f"{who}的收入")),
            expenses=tuple(self._items(body.get("expenses", []), Level.EXPENSE, EXPENSE_KIND, f"{path}.expenses", f"{who}的支出")),
        )  # fmt: skip

    def _items(self, items: Any, level: Level, kinds: CodeList, path: str, what: str) -> Iterator[Item]:
        named = f"{level.value.lower()}_kind"
        for place, item in enumerate(self._list(items, path, what, most=MOST_ITEMS)):
            where, words = f"{path}.{place}", f"{what}第{place + 1}项"
            body = self._mapping(item, where, words)
            kind = self._code(body.get(named), kinds, f"{where}.{named}", f"{words}：{FACTS[named].label}")
            facts = self._facts({key: body[key] for key in body if key != named}, level, where, words)
            yield Item(kind, facts)

    def _obligors(self, items: Any, members: int) -> Iterator[Item]:
        for place, item in enumerate(self._list(items, "obligors", "赡养抚养扶养义务人", most=MOST_ITEMS)):
            where, words = f"obligors.{place}", f"第{place + 1}名义务人"
            body = self._mapping(item, where, words)
            relation = self._code(
                body.get("obligor_relation"), OBLIGOR_RELATION, f"{where}.obligor_relation", f"{words}：关系"
            )
            supports = body.get("supports")
            if supports is not None and not (type(supports) is int and 0 <= supports < members):
                self._fault(f"{where}.supports", f"{words}：被赡养（抚养、扶养）人应是已填写的家庭成员")
                supports = None
            own = ("obligor_relation", "supports", "name")
            facts = self._facts({key: body[key] for key in body if key not in own}, Level.OBLIGOR, where, words)
            name = self._name(body["name"], f"{where}.name", words) if body.get("name") else ""
            yield Item(relation, facts, supports, name)

    def _account(self, given: Any, members: int) -> Account | None:
        if given is None:
            return None
        body = self._mapping(given, "account", "收款账户")
        check = check_bank_card(body.get("number"))
        if not check.valid:
            self._fault("account.number", f"收款账户：{check.message}")
        holder = body.get("holder", 0)
        if not (type(holder) is int and 0 <= holder < max(members, 1)):
            self._fault("account.holder", "收款账户：户名应是已填写的家庭成员")
            holder = 0
        return Account(holder, self._text(body.get("bank", ""), "account.bank", "开户银行", longest=100), check.number)

    def _facts(self, given: Any, level: Level, path: str, what: str) -> Values:
        found: Values = {}
        for key, value in self._mapping(given, path, what).items():
            fact = STORED.get(key)
            if fact is None or fact.level is not level:
                self._fault(f"{path}.{printable(key)}", f"{what}：没有“{printable(key)}”这一项")
            elif value is not None and value != "":
                read = self._value(fact, value, f"{path}.{key}", what)
                if read is not None:
                    found[key] = read
        return found

    def _value(self, fact: Fact, value: Any, path: str, what: str) -> int | str | None:
        if fact.kind is FactKind.TEXT:
            return self._text(value, path, f"{what}：{fact.label}", longest=LONGEST_TEXT)
        if isinstance(value, bool):
            if fact.kind is FactKind.FLAG:
                return int(value)
            self._fault(path, f"{what}：{fact.label}不能填写是或否")
            return None
        if not isinstance(value, str | int | float):
            self._fault(path, f"{what}：{fact.label}应是一个值")
            return None
        try:
            return fact.parse(value if isinstance(value, str) else _plain(value))
        except FactProblem as problem:
            self._fault(path, f"{what}：{problem}")
            return None

    def _name(self, text: Any, path: str, what: str) -> str:
        try:
            return clean_name(text if isinstance(text, str) else "")
        except NameProblem as problem:
            self._fault(path, f"{what}：{problem}")
            return ""

    def _code(self, text: Any, codes: CodeList, path: str, what: str) -> str:
        if isinstance(text, str) and text.strip() and len(text) <= 60:
            try:
                return codes.parse(text).key
            except ValueError:
                self._fault(path, f"{what}“{printable(text)}”不在可选范围内，请重新选择")
                return ""
        self._fault(path, f"{what}没有选择，请选择一项")
        return ""

    def _phone(self, text: Any) -> str | None:
        if text in (None, ""):
            return None
        check = check_phone(text)
        if not check.valid:
            self._fault("contact.phone", check.message)
        return check.number or None

    def _text(self, text: Any, path: str, what: str, *, longest: int) -> str:
        if not isinstance(text, str) or len(text) > longest or not _storable(text):
            self._fault(path, f"{what}应是文字，不超过{longest}字，不含特殊字符")
            return ""
        return collapse_spaces(text)

    def _mapping(self, given: Any, path: str, what: str) -> Mapping[str, Any]:
        if isinstance(given, Mapping):
            return given
        self._fault(path, f"{what}没有填写或者格式不对，请重新填写")
        return {}

    def _list(self, given: Any, path: str, what: str, *, most: int) -> list[Any]:
        if isinstance(given, list) and len(given) <= most:
            return given
        self._fault(path, f"{what}没有填写或者格式不对，最多{most}项")
        return []

    def _fault(self, path: str, sentence: str) -> None:
        self.faults.append(Fault(path.strip("."), sentence))


def _plain(number: float) -> str:
    """A number as people write it: never with an exponent."""
    text = repr(number)
    return f"{number:.15f}".rstrip("0").rstrip(".") if "e" in text else text


def _storable(text: str) -> bool:
    """Whether PostgreSQL takes it: no NUL, no half of a character."""
    return ("\0" not in text and text.isprintable()) or all(c.isprintable() or c in "\n\r\t" for c in text)
