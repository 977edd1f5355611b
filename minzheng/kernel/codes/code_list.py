"""A code list: a fixed vocabulary with a key for people and code, a number for the database, a Chinese label."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from minzheng.kernel.characters import collapse_spaces, printable, to_ascii_width

_SHOWN_CHOICES = 12


class UnknownCode(ValueError):
    """A value outside the code list; the message is a Chinese sentence."""


class Code(NamedTuple):
    """One entry: `number` is stable and stored; `key` stands in code and YAML; `label` is shown; `other_labels` are read."""

    number: int
    key: str
    label: str
    other_labels: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class CodeList:
    """A frozen code list; `name` identifies it in code, `title` and `standard` say in Chinese what it is and whence."""

    name: str
    title: str
    standard: str
    items: tuple[Code, ...] = field(repr=False)
    _by_key: dict[str, Code] = field(init=False, repr=False)
    _by_number: dict[int, Code] = field(init=False, repr=False)
    _by_text: dict[str, Code] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        texts = {text: item for item in self.items for text in (item.key, item.label, *item.other_labels)}
        object.__setattr__(self, "_by_key", {item.key: item for item in self.items})
        object.__setattr__(self, "_by_number", {item.number: item for item in self.items})
        object.__setattr__(self, "_by_text", texts)
        named = sum(len({item.key, item.label, *item.other_labels}) for item in self.items)
        if not len(self._by_key) == len(self._by_number) == len(self.items) or named != len(texts):
            raise ValueError(f"code list {self.name}: a key, number or label stands twice")

    def __iter__(self) -> Iterator[Code]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def has_number(self, number: int) -> bool:
        """Whether an entry is stored under this number."""
        return number in self._by_number

    def item(self, code: str | int) -> Code:
        """Return the entry of a key or a number. Raises UnknownCode."""
        found = self._by_number.get(code) if isinstance(code, int) else self._by_key.get(code)
        if found is None:
            raise self._unknown(code)
        return found

    def number(self, key: str) -> int:
        """Return the stored number of a key. Raises UnknownCode."""
        return self.item(key).number

    def key(self, number: int) -> str:
        """Return the key of a stored number. Raises UnknownCode."""
        return self.item(int(number)).key

    def label(self, code: str | int) -> str:
        """Return the Chinese label of a key or number. Raises UnknownCode."""
        return self.item(code).label

    def parse(self, text: str) -> Code:
        """Read what a person or file says: label, other label, key, or code number. Raises UnknownCode."""
        plain = collapse_spaces(to_ascii_width(text))
        found = self._by_text.get(plain) or self._by_text.get(plain.upper())
        if found is None and plain.isascii() and plain.isdigit() and len(plain) <= 6:
            found = self._by_number.get(int(plain))
        if found is None:
            raise self._unknown(text)
        return found

    def _unknown(self, code: str | int) -> UnknownCode:
        choices = "、".join(item.label for item in self.items[:_SHOWN_CHOICES])
        more = "等" if len(self.items) > _SHOWN_CHOICES else ""
        return UnknownCode(f"“{printable(str(code)[:200])}”不在“{self.title}”的代码表中，可填：{choices}{more}")
