"""Person names as registered: any Han character ever encoded, the dot of transliterated names, masks for display."""

import re
import unicodedata

from minzheng.kernel.characters import collapse_spaces, is_han, printable, to_ascii_width, without_invisible
from minzheng.kernel.surnames import surname_of

SHORTEST = 2
LONGEST = 50

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_DOT = re.compile(rf"(?<=[{_HAN}]) ?[·•・．‧･∙⋅.] ?(?=[{_HAN}])")
_GAP = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_MARKS = frozenset(" ·-'.’")


class NameProblem(ValueError):
    """A text that cannot be a person's name; the message is a Chinese sentence."""


def clean_name(text: str) -> str:
    """Return the name in its one stored form, or raise NameProblem.

    Half-width Latin, no blanks between Han characters, · (U+00B7) for every dot between them, 2 to 50 characters.
    """
    plain = collapse_spaces(without_invisible(to_ascii_width(text)))
    name = _GAP.sub("", _DOT.sub("·", plain))
    problem = _problem_of(name)
    if problem:
        raise NameProblem(f"姓名“{printable(text, limit=20)}”{problem}")
    return name


def _problem_of(name: str) -> str:
    if not name:
        return "为空，请填写"
    if not SHORTEST <= len(name) <= LONGEST:
        return f"应为{SHORTEST}至{LONGEST}个字，请核对"
    if any(character.isdigit() for character in name):
        return "含有数字，请核对"
    strange = next((character for character in name if not _is_allowed(character)), "")
    if strange:
        return f"含有不应出现的字符（U+{ord(strange):04X}），请核对"
    return "" if any(character.isalpha() or is_han(character) for character in name) else "没有文字，请核对"


def _is_allowed(character: str) -> bool:
    return character in _MARKS or is_han(character) or unicodedata.category(character)[0] in "LM"


def mask_name(name: str) -> str:
    """Hide the given name: 张三丰 → 张**, 欧阳震华 → 欧阳**, 阿依古丽·买买提 → 阿***·***, John Li → J*** **."""
    if not name:
        return ""
    shown = surname_of(name) if all(map(is_han, name)) else name[0]
    return shown + "".join(character if character in " ·" else "*" for character in name[len(shown) :])


def unrenderable_in_gbk(text: str) -> list[str]:
    """Return the characters that GBK cannot write (rare Han, lone surrogates): bank files in GBK would spoil them."""
    return [character for character in text if not _in_gbk(character)]


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
