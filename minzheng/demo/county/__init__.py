"""An invented county: people, households and their means, the same for the same size, seed and day on every machine."""

from minzheng.demo.county.county import County, generate
from minzheng.demo.county.numbers import TooManyPeople

__all__ = ["County", "TooManyPeople", "generate"]
