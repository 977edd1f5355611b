"""Guides as the portal shows them: the guide of a service, with how residents look for it and the standards they ask about first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.entrances import Entrance
from minzheng.engine.catalogue.guides import Guide, guide_of
from minzheng.surfaces.portal.standards import Standard, standards_of


@dataclass(frozen=True)
class GuidePage:
    """What the page of one service shows."""

    entrance: Entrance
    guide: Guide
    standards: tuple[Standard, ...]

    @property
    def title(self) -> str:
        """Name of the service."""
        return self.entrance.matter.title


# A guide changes with the day and with the files, which are read at the start: many read it, it is made once.
@lru_cache(maxsize=256)
def guide_page(entrance: Entrance, *, county: str, place: str, demo: bool, on: date) -> GuidePage:
    """Return the page of a service as it is on a day.

    Args:
        county: whose letterhead and services.
        place, demo: whose parameters govern, and whether invented ones may be shown as confirmed.
    """
    chapter = load_chapter(entrance.matter.chapter)
    return GuidePage(
        entrance,
        guide_of(entrance.matter, county=county, demo=demo, on=on),
        tuple(standards_of(chapter, entrance.standards, place=place, demo=demo, on=on)),
    )
