"""The columns of this engine that are sealed."""

from __future__ import annotations

from enum import StrEnum

from minzheng.engine.database.sealed_values import watch


class Sealed(StrEnum):
    """Sealed columns, by the name bound into their ciphertext."""

    SNAPSHOT = "notices_letter.snapshot"
    OBJECTION = "notices_objection.content"
    MESSAGE = "notices_message.content"


def watch_columns() -> None:
    """Say which columns hold sealed values, so that a lost key file is noticed."""
    for column in Sealed:
        watch(column)
