"""Eight tasks to try the invented county out by: who one is, three steps each, what to do and what to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from minzheng.demo.casework.guided import number_of, people_of
from minzheng.laws.strict_yaml import load

FILE = "tasks.yaml"
Act = Mapping[str, Any]
"""One thing to do on a page: a verb of `tour` and what it needs."""


@dataclass(frozen=True)
class Step:
    """One step of a task.

    Attributes:
        say: what to do, as a person is told.
        go: the page it begins on; "" for the one where the step before ended.
        case: the case that waits for it (`casework.guided`); "" where there is none.
        do: how it is done without a person; after: what puts it back.
        see: words that are on the page once it is done.
        picture: name of the picture taken then; "" for none.
    """

    title: str
    say: str
    go: str
    case: str
    do: Sequence[Act]
    after: Sequence[Act]
    see: str
    picture: str

    def known(self) -> Mapping[str, str]:
        """What stands for the names in braces: the number of the case, and the end of the applicant's identity number."""
        number = number_of(self.case) if self.case else ""
        head = people_of(self.case).answers["members"][0] if self.case else {"id_number": ""}
        return {"number": number or "（这个县没有这一件）", "last_four": head["id_number"][-4:]}


@dataclass(frozen=True)
class Task:
    """What somebody does in five minutes.

    Attributes:
        account: with which account; "" for people who need none.
    """

    key: str
    title: str
    who: str
    account: str
    steps: tuple[Step, ...]


@cache
def tasks() -> Mapping[str, Task]:
    """Every task by its key, in order."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    rows = load(text, f"demo/tasks/{FILE}")["tasks"]
    return {row["key"]: _task(row) for row in rows}


def _task(row: Mapping[str, Any]) -> Task:
    return Task(row["key"], row["title"], row["who"], row.get("account", ""), tuple(map(_step, row["steps"])))


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        row["title"], row["say"], row.get("go", ""), row.get("case", ""), tuple(row.get("do", ())), tuple(row.get("after", ())),
        row["see"], row.get("picture", ""),
    )  # fmt: skip


@dataclass(frozen=True)
class Guide:
    """Where somebody is who follows a task."""

    task: Task
    at: int

    @property
    def step(self) -> Step:
        """The step that is next."""
        return self.task.steps[self.at]

    @property
    def words(self) -> str:
        """What is to be done, with the numbers that belong to it."""
        return filled(self.step.say, self.step.known())

    @property
    def address(self) -> str:
        """The page the step begins on; "" where it goes on from the page one is on."""
        return filled(self.step.go, self.step.known())

    @property
    def mark(self) -> str:
        """What the browser keeps of it."""
        return f"{self.task.key}.{self.at + 1}"

    def moved(self, by: int) -> Guide | None:
        """Some steps further or back; None beyond the last."""
        at = max(0, self.at + by)
        return Guide(self.task, at) if at < len(self.task.steps) else None


def guide_of(mark: str) -> Guide | None:
    """Return what a mark that a browser kept says; None where it says nothing."""
    key, _, at = mark.partition(".")
    task = tasks().get(key)
    if task is None or at not in {str(number + 1) for number in range(len(task.steps))}:
        return None
    return Guide(task, int(at) - 1)


def filled(text: str, known: Mapping[str, str]) -> str:
    """A text with what is known in place of the names in braces."""
    for name, value in known.items():
        text = text.replace("{" + name + "}", value)
    return text
