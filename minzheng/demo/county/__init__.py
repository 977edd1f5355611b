"""An invented county: people, households and their means, the same for the same size, seed and day on every machine."""

from datetime import date, time

from minzheng.demo.county.county import County, generate
from minzheng.demo.county.numbers import TooManyPeople

DEMO_DAY = date(2026, 9, 1)
DEMO_HOUR = time(16)
"""Late enough on the demonstration's day for everything that was done on it."""
"""The day the demo county is described on unless another is asked for: after the Social Assistance Law came into force."""

MOST_PEOPLE = 3_000_000
"""More would not find identity numbers in one division."""

__all__ = ["DEMO_DAY", "DEMO_HOUR", "MOST_PEOPLE", "County", "TooManyPeople", "generate"]
