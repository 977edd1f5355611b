"""From what somebody says to the services meant: by the words themselves, by their sound, by their initials."""

from __future__ import annotations

import unicodedata
from functools import cache

from pypinyin import lazy_pinyin

from minzheng.engine.catalogue.entrances import Entrance, entrances
from minzheng.kernel.characters import is_han

LONGEST = 60
"""Characters of a question that are read."""

_NEAR = 0.5
"""A service is shown that matches at least so well as compared with the best."""


def find(text: str) -> list[Entrance]:
    """Return the services meant, the likeliest first; empty where nothing matches.

    Args:
        text: what somebody wrote: 没钱看病, 地保 (mistyped), dibao, db.
    """
    asked = _plain(text[:LONGEST])
    found = [(score, each) for each in entrances() if (score := _score(asked, each))]
    best = max((score for score, _ in found), default=0)
    kept = [pair for pair in found if pair[0] >= best * _NEAR]
    return [each for _, each in sorted(kept, key=lambda pair: (-pair[0], pair[1].order))]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(
        character for character in folded if is_han(character) or (character.isascii() and character.isalnum())
    )


def _score(asked: str, entrance: Entrance) -> int:
    """The more and the longer the words that were said; then what was begun to be said; then what only sounds so."""
    words = (entrance.short, entrance.matter.title, *entrance.words)
    if asked.isascii():
        return max((_latin(asked, word) for word in words), default=0)
    said = sum(4 * len(word) for word in words if word in asked)
    begun = 2 * len(asked) if len(asked) > 1 and any(asked in word for word in words) else 0
    return said or begun or max(len(word) if _sounds_in(word, asked) else 0 for word in words)


def _sounds_in(word: str, asked: str) -> bool:
    return f" {_sound(word)} " in f" {_sound(asked)} "


def _latin(asked: str, word: str) -> int:
    syllables = _sound(word).split(" ")
    whole = "".join(syllables)
    if asked == whole:
        return 4 * len(word)
    if len(asked) > 1 and asked == "".join(each[0] for each in syllables):
        return 3 * len(word)
    return len(word) if len(asked) > 2 and (whole.startswith(asked) or whole in asked) else 0


@cache
def _sound(word: str) -> str:
    return " ".join(lazy_pinyin(word))
