"""Which county speaks: its name, its telephone, and whose amounts govern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from minzheng.engine.catalogue.letterheads import letterhead
from minzheng.engine.catalogue.localities import localities


@dataclass(frozen=True)
class County:
    """The county as its residents see it.

    Attributes:
        code: whose parameters govern.
        name, office: its name and its civil-affairs bureau.
        phone, address: of the bureau; empty until it fills them in.
        hotline: where anybody may complain or ask.
        invented: whether its amounts serve demonstrations only.
    """

    code: str
    name: str
    office: str
    phone: str
    address: str
    hotline: str
    invented: bool

    def words(self) -> dict[str, Any]:
        """What every page says of it."""
        return {"place": self.name, "hotline": self.hotline, "county": self}


def county() -> County:
    """Return the county served; the invented one in a demonstration."""
    head = letterhead(county=settings.MINZHENG.locality, demo=settings.MINZHENG.demo)
    place = next(each for each in localities() if each.code == head.county)
    return County(
        place.code,
        head.place,
        head.bureau.name,
        head.bureau.phone,
        head.bureau.address,
        head.complaint_phone,
        place.invented,
    )
