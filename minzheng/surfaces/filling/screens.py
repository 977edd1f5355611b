"""The pages of a form for the answers so far: one thing at a time, for each member, for each thing listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minzheng.engine.catalogue.forms import MOST_ITEMS, MOST_MEMBERS, Form, Kind, Page, Question, Section
from minzheng.surfaces.filling.places import Answers, Place, at, listed

FIRST_MEMBER = ("members", 0)
_FEWEST = {Section.MEMBERS: 1}
ADD_WORDS = {
    Section.MEMBERS: ("再加一个人", "家里就这些人，下一步"),
    Section.INCOMES: ("加一项收入", "没有别的收入，下一步"),
    Section.EXPENSES: ("加一项支出", "没有别的支出，下一步"),
    Section.ASSETS: ("加一项财产", "没有别的财产，下一步"),
    Section.OBLIGORS: ("加一个人", "没有别的人，下一步"),
}
"""What the two buttons of a list say: another one, and no more."""


@dataclass(frozen=True)
class Screen:
    """One page.

    Attributes:
        key: its name in addresses; says nothing about anybody.
        title: what it asks.
        help: what counts.
        section: the part of the answers.
        place: where its answers lie; of a list, the list.
        questions: what is asked; of a list, of each of its things.
        is_list: shows what is listed, with a button to add.
        of_list: key of the list this is one thing of; "" for a page of the way itself.
    """

    key: str
    title: str
    help: str
    section: Section
    place: Place
    questions: tuple[Question, ...]
    is_list: bool = False
    of_list: str = ""

    @property
    def most(self) -> int:
        """How many things the list takes."""
        return MOST_MEMBERS if self.section is Section.MEMBERS else MOST_ITEMS

    @property
    def fewest(self) -> int:
        """How many things the list keeps: the applicant is never taken away."""
        return _FEWEST.get(self.section, 0)


def screens(form: Form, answers: Answers) -> tuple[Screen, ...]:
    """Every page, in order; those of a list's things, and of one more, after their list."""
    return tuple(_all(form, answers))


def way(form: Form, answers: Answers) -> tuple[Screen, ...]:
    """The pages one after the other: without the things of lists, and without what the answers make needless."""
    needless = _needless(form, answers)
    return tuple(
        screen
        for screen in _all(form, answers)
        if not screen.of_list and not (screen.section in needless and not listed(answers, screen.place))
    )


def screen_of(form: Form, answers: Answers, path: str) -> Screen | None:
    """The page that asks for what stands at a path (``members.0.id_number``); None if none does."""
    parts: Place = tuple(int(part) if part.isdecimal() else part for part in path.split("."))
    best: Screen | None = None
    for screen in screens(form, answers):
        rest = parts[len(screen.place) :]
        if parts[: len(screen.place)] != screen.place:
            continue
        asked = not rest or rest[0] in _names(screen)
        if asked and (best is None or len(screen.place) > len(best.place)):
            best = screen
    return best


def names_of_members(answers: Answers) -> list[str]:
    """What to call each member."""
    rows = listed(answers, ("members",))
    return [str(at(answers, ("members", place, "name")) or f"第{place + 1}人") for place in range(len(rows))]


def _all(form: Form, answers: Answers) -> Iterator[Screen]:
    members = names_of_members(answers)
    listed_already: set[Section] = set()
    for page in form.pages:
        if not page.section.repeats:
            yield _plain(page, page.key, page.title, (page.section.value,))
        elif page.section is Section.MEMBERS and page.section in listed_already:
            for place, name in enumerate(members):
                yield _plain(page, f"{page.key}-{place}", f"{name}：{page.title}", ("members", place))
        elif page.section not in listed_already:
            listed_already.add(page.section)
            if page.section.per_member:
                for place, name in enumerate(members):
                    where = ("members", place, page.section.value)
                    yield from _list(form, page, f"{page.key}-{place}", f"{name}：{page.title}", where, answers)
            else:
                yield from _list(form, page, page.key, page.title, (page.section.value,), answers)


def _plain(page: Page, key: str, title: str, place: Place) -> Screen:
    return Screen(key, title, page.help, page.section, place, page.questions)


def _list(form: Form, page: Page, key: str, title: str, place: Place, answers: Answers) -> Iterator[Screen]:
    asked = page.questions if page.section is Section.MEMBERS else tuple(form.questions(page.section))
    yield Screen(key, title, page.help, page.section, place, asked, is_list=True)
    there = len(listed(answers, place))
    for number in range(there + 1):
        shown = _one_of(page, answers, place, number, there)
        yield Screen(f"{key}-{number}", shown, page.help, page.section, (*place, number), asked, of_list=key)


def _one_of(page: Page, answers: Answers, place: Place, number: int, there: int) -> str:
    if page.section is Section.MEMBERS:
        name = at(answers, (*place, number, "name"))
        return f"{name}的情况" if number < there and name else "申请人本人" if number == 0 else "再加一个人"
    return f"{page.title}：第{number + 1}项"


def _needless(form: Form, answers: Answers) -> set[Section]:
    """Lists whose every kind was answered with no."""
    said = at(answers, ("statements",)) or {}
    asked: dict[Section, list[bool]] = {}
    for statement in form.statements.values():
        if statement.lists is not None:
            asked.setdefault(statement.lists, []).append(said.get(statement.key) is False)
    return {section for section, noes in asked.items() if all(noes)}


def _names(screen: Screen) -> set[str | int]:
    names: set[str | int] = {question.name for question in screen.questions}
    details = {f"{question.name}_detail" for question in screen.questions if question.kind is Kind.FLAG}
    return names | details
