"""Pinyin of person names, without tones: for search columns and ordering. ü is written v."""

import re
from functools import cache

from minzheng.kernel.surnames import COMPOUND_SURNAMES, SURNAME_READINGS

_TOKENS = re.compile(r"[A-Za-z]+|[^\s·.'\-]")


def name_pinyin(name: str) -> tuple[str, ...]:
    """Return one syllable per Han character, surname reading first; Latin words are kept whole, in lower case.

    "单雄信" → ("shan", "xiong", "xin"). Names with · (transliterations) have no surname reading. A character that has no known
    reading stands for itself.
    """
    if not name.isalpha() or name.isascii():
        return tuple(syllable for token in _TOKENS.findall(name) for syllable in _token(token))
    if len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return COMPOUND_SURNAMES[name[:2]] + tuple(map(_syllable, name[2:]))
    first = SURNAME_READINGS.get(name[0]) or _syllable(name[0])
    return (first, *map(_syllable, name[1:]))


def initials(name: str) -> str:
    """Return the first letters of the syllables: "单雄信" → "sxx"."""
    return "".join([syllable[0] for syllable in name_pinyin(name)])


def _token(token: str) -> tuple[str, ...]:
    return (token.lower(),) if token.isascii() else (_syllable(token),)


@cache
def _syllable(character: str) -> str:
    """Common reading of one character, remembered: names repeat a few thousand characters."""
    from pypinyin import lazy_pinyin  # its phrase dictionary takes 0.15 s to load; most commands never need it

    return str(lazy_pinyin(character)[0]).lower()
