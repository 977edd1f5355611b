"""Values on their way through Markdown: wrapped so that no character of theirs can be read as markup."""

import re

# Private-use characters that a template may not contain; between them hexadecimal digits, which mean nothing in Markdown.
_OPEN, _CLOSE = "\ue000", "\ue001"
_WRAPPED = re.compile(f"{_OPEN}([0-9a-f]*){_CLOSE}")


def guarded(text: str) -> str:
    """Wrap a value."""
    return f"{_OPEN}{text.encode().hex()}{_CLOSE}"


def unguarded(text: str) -> str:
    """Return a text with its wrapped values as they were."""
    return _WRAPPED.sub(lambda found: bytes.fromhex(found[1]).decode(), text)
