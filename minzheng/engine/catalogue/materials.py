"""Materials: the papers that may be asked for, as forms and services declare them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Material:
    """A paper that may be asked for.

    Attributes:
        form: ``original``, ``copy``, ``image`` or ``signed``.
        shared_by: whose data take its place; who has that need not hand it in (社会救助法 第六十二条).
        commitment: a written promise may take its place.
        needed_for: in which case; None: always.
    """

    key: str
    title: str
    form: str
    issuer: str
    copies: int
    shared_by: str | None
    commitment: bool
    needed_for: str | None
    law: str

    @property
    def form_label(self) -> str:
        """In Chinese."""
        return {"original": "原件", "copy": "复印件", "image": "原件或者照片", "signed": "本人签字"}[self.form]


def read_material(key: str, row: Mapping[str, Any]) -> Material:
    """One paper, as forms and services declare it."""
    return Material(
        key, row["title"], row["form"], row["issuer"], row.get("copies", 1), row.get("shared_by"), row.get("commitment", False),
        row.get("for"), row["law"],
    )  # fmt: skip
