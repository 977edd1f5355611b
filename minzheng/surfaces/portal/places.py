"""Choosing a township, then a village of it, without a script: the choices as a form shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from minzheng.engine.registry.queries.divisions import places_of
from minzheng.kernel.division_codes import DivisionCode

_COUNTY = 10**6
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Places:
    """The county's townships and the villages of the one that was chosen, as choices.

    Attributes:
        township, village: the codes that were chosen; "" where there are no such places here.
    """

    townships: Choices
    villages: Choices
    township: str
    village: str

    @property
    def chosen(self) -> DivisionCode | None:
        """What was chosen, as narrow as it is; None for the whole county."""
        narrow = self.village or self.township
        return DivisionCode.parse(narrow) if narrow else None


def chosen_places(township: str = "", village: str = "") -> Places:
    """Return the choices after something was chosen; what is no place of this county counts as nothing."""
    townships = _choices(int(settings.MINZHENG.locality) * _COUNTY)
    there = township if township in dict(townships) else ""
    villages = _choices(int(there)) if there else []
    return Places(townships, villages, there, village if village in dict(villages) else "")


def _choices(parent: int) -> Choices:
    return [(f"{code:012d}", name) for code, name in places_of(parent)]
