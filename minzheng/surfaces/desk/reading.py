"""Reading what forms and addresses of the desk carry."""

from __future__ import annotations

_LONGEST = 18
"""Digits that every identifier of the database holds."""


def number_in(text: str) -> int:
    """Return the identifier a text holds; 0, which is nobody's, where it holds none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else 0
