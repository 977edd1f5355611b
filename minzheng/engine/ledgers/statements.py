"""What staged rows say about persons and households, as values for the fact store."""

from collections.abc import Sequence
from datetime import date

from minzheng.engine.ledgers.context import Confirming
from minzheng.engine.ledgers.meaning import LIFELONG, PERSON_COLUMNS, fact_value
from minzheng.engine.ledgers.people import Line
from minzheng.engine.ledgers.row_checks import born_on, sex_of
from minzheng.kernel.codes import POVERTY_CAUSE, UnknownCode

_BORN_WITH_NUMBER = 18


def state_about_people(lines: Sequence[Line], context: Confirming) -> None:
    """State what each line says about its person."""
    for line in lines:
        birth = _complete(line)
        for name in PERSON_COLUMNS:
            if name in line.values:
                since = birth if name in LIFELONG and birth is not None else context.as_of
                _state(context, line, name, line.person, fact_value(name, line.values[name]), name, since)
        for name, value in context.meaning.person_facts.items():
            _state(context, line, name, line.person, value, "", context.as_of)


def state_about_households(families: Sequence[list[Line]], context: Confirming) -> None:
    """State what the head's line says about the household."""
    for head, *_ in families:
        if not head.household:
            continue
        if "area" in head.values:
            value = fact_value("area", head.values["area"])
            _state(context, head, "area", head.household, value, "area", context.as_of)
        cause = _poverty_cause(head.values.get("reason"))
        if cause is not None:
            _state(context, head, "poverty_cause", head.household, cause, "reason", context.as_of)
        for name, value in context.meaning.household_facts.items():
            _state(context, head, name, head.household, value, "", context.as_of)


def _complete(line: Line) -> date | None:
    """Take birth and sex from the identity number; the number is right where a ledger disagrees about the birth."""
    number = line.values["id_number"]
    if len(number) != _BORN_WITH_NUMBER:
        birth: date | None = line.values.get("birth_on")
        return birth
    line.values["birth_on"] = born_on(number)
    line.values.setdefault("sex", sex_of(number))
    return born_on(number)


def _poverty_cause(reason: str | None) -> int | None:
    """The code of a cause, where the ledger writes one of the usual words."""
    if reason is None:
        return None
    try:
        return POVERTY_CAUSE.parse(reason).number
    except UnknownCode:
        return None


def _state(context: Confirming, line: Line, name: str, subject: int, value: int, column: str, valid_from: date) -> None:
    evidence = context.evidence(line.sheet, line.row, column)
    context.stated.state(
        name, subject, value, standing=context.meaning.standing, valid_from=valid_from, evidence=evidence
    )
