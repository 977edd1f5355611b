"""The columns of this engine that are sealed."""

from __future__ import annotations

from enum import StrEnum

from minzheng.engine.database.sealed_values import watch


class Sealed(StrEnum):
    """Sealed columns, by the name bound into their ciphertext."""

    ANSWERS = "cases_case.answers"
    GIVEN = "cases_movement.given"
    RECORD = "cases_caserecord.content"
    GROUNDS = "cases_decision.grounds"
    DRAFT = "cases_draft.answers"
    MATERIAL = "cases_material.content"


def watch_columns() -> None:
    """Say which columns hold sealed values, so that a lost key file is noticed."""
    for column in Sealed:
        watch(column)
