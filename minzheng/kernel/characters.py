"""Characters as people and spreadsheets really write them: full width, invisible, hostile."""

import re
import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cf", "Zl", "Zp"})


def to_ascii_width(text: str) -> str:
    """Full-width letters, digits, punctuation, the ideographic space and ￥ become their half-width forms."""
    return text.translate(_FULL_WIDTH)


def without_invisible(text: str) -> str:
    """Drop zero-width characters, soft hyphens and byte-order marks that copy and paste leaves behind."""
    return text.translate(_INVISIBLE)


def collapse_spaces(text: str) -> str:
    """Trim, and turn each run of blanks (tab, no-break and ideographic spaces; never a line break) into one space."""
    return _SPACES.sub(" ", text).strip()


def is_han(character: str) -> bool:
    """Whether one character is a Chinese ideograph, of any Unicode block (also the rare ones of extensions A and later)."""
    code = ord(character)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFD
        or 0xF900 <= code <= 0xFAFF
        or code == 0x3007
    )


def has_control_characters(text: str) -> bool:
    """Whether the text holds NUL or another control character, a lone surrogate, or an unassigned code point."""
    return any(unicodedata.category(character) in {"Cc", "Cs", "Cn"} for character in text)


def printable(text: object, *, limit: int = 40) -> str:
    """Echo hostile input safely: no control, format or surrogate characters, at most `limit` characters, then …."""
    shown = text[: limit * 4] if isinstance(text, str) else type(text).__name__
    kept = "".join(character for character in shown if unicodedata.category(character) not in _UNPRINTABLE)
    cut = len(kept) > limit or (isinstance(text, str) and len(text) > limit * 4)
    return kept[:limit] + "…" if cut else kept
