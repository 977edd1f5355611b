"""YAML without surprises, for the files that carry law, parameters and declarations.

YAML as specified guesses too much for figures of law: ``on`` becomes true, ``0.1`` a binary fraction, ``010`` eight, and a
key written twice silently wins. Here a number with a decimal point is a :class:`~decimal.Decimal`, ``2026-07-01`` a date,
only ``true`` and ``false`` are truth values, and whatever is doubtful is refused with its file and line.
"""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 40
MAX_CHARACTERS = 20_000_000
MAX_VALUES = 5_000_000

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DOUBTFUL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.|[0-9][0-9_.]*e[-+]?[0-9]+|\.(inf|nan)|0[xob][0-9a-f]+)", re.IGNORECASE)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

Path = tuple[Any, ...]


class YamlProblem(ValueError):
    """A YAML text that cannot be read; the Chinese message begins with ``file:line``."""

    def __init__(self, name: str, line: int, message: str) -> None:
        super().__init__(f"{name}:{line}：{message}")
        self.name = name
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Document:
    """The data of one YAML file, with the line on which each value stands."""

    name: str
    data: Any
    lines: dict[Path, int]

    def line(self, *path: Any) -> int:
        """Line (from 1) of the value at ``path``, or of its nearest enclosing value that stands in the file."""
        return next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), 1)

    def problem(self, message: str, *path: Any) -> YamlProblem:
        """A problem that a reader of this file found in the value at ``path``."""
        return YamlProblem(self.name, self.line(*path), message)


def load(text: str, name: str) -> Any:
    """Dicts, lists, str, int, Decimal, date, bool and None of one YAML text; ``name`` is what errors call the file.

    Raises :class:`YamlProblem` on anything that is not exactly one plain document.
    """
    return load_document(text, name).data


def load_document(text: str, name: str) -> Document:
    """As :func:`load`, with line numbers for the checks a caller makes on the data."""
    if len(text) > MAX_CHARACTERS:
        raise YamlProblem(name, 1, f"文件过大（{len(text)} 个字符），上限为 {MAX_CHARACTERS} 个字符。")
    builder = _Builder(name)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlProblem(
            name, mark.line + 1 if mark else 1, "YAML 格式有误，请检查缩进、冒号后的空格和引号。"
        ) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise YamlProblem(name, 1, "含有不能识别的字符，请用 UTF-8 编码重新保存。") from error
    return builder.document()


def _events(text: str) -> Iterator[Any]:
    text.encode("utf-8")
    return iter(yaml.parse(text, Loader=_LOADER))


@dataclass
class _Open:
    """A mapping or list that is still being read; ``size`` counts the values in it, those it refers to included."""

    content: Any
    path: Path
    anchor: str | None = None
    key: Any = None
    awaits_key: bool = False
    size: int = 1
    seen: dict[Any, int] = field(default_factory=dict)

    def next_path(self) -> Path:
        return (*self.path, self.key if isinstance(self.content, dict) else len(self.content))

    def add(self, value: Any) -> None:
        if isinstance(self.content, dict):
            self.content[self.key] = value
            self.awaits_key = True
        else:
            self.content.append(value)


class _Builder:
    """Builds the data from parser events, without recursion and without YAML's own type guessing."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stack: list[_Open] = []
        self._lines: dict[Path, int] = {}
        self._documents: list[Any] = []
        self._anchored: dict[str, tuple[Any, int]] = {}

    def document(self) -> Document:
        if not self._documents or self._documents[0] is None:
            raise YamlProblem(self._name, 1, "文件是空的。")
        return Document(self._name, self._documents[0], self._lines)

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self._refuse_cleverness(event, line)
        if isinstance(event, yaml.DocumentStartEvent) and self._documents:
            raise YamlProblem(self._name, line, "一个文件只能有一份内容，请删除“---”分隔符及其后的内容。")
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self._stack.pop()
            self._remember(done.anchor, done.content, done.size)
            self._place(done.content, done.size, line)
        elif isinstance(event, yaml.ScalarEvent):
            value = self._value(event, line)
            self._remember(event.anchor, value, 1)
            self._single(value, 1, line)
        elif isinstance(event, yaml.AliasEvent):
            self._single(*self._referred(event.anchor or "", line), line)

    def _refuse_cleverness(self, event: Any, line: int) -> None:
        if getattr(event, "tag", None) not in {None, "!"}:
            raise YamlProblem(self._name, line, f"不支持类型标签“{event.tag}”，请删除。")

    def _remember(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor is not None:
            self._anchored[anchor] = (value, size)

    def _referred(self, anchor: str, line: int) -> tuple[Any, int]:
        if anchor not in self._anchored:
            raise YamlProblem(self._name, line, f"引用“*{anchor}”之前没有写完“&{anchor}”的内容。")
        return self._anchored[anchor]

    def _start(self, content: Any, anchor: str | None, line: int) -> None:
        parent = self._stack[-1] if self._stack else None
        if parent and parent.awaits_key:
            raise YamlProblem(self._name, line, "键必须是一个词或数，不能是列表、映射或合并符号“<<”。")
        if len(self._stack) >= MAX_DEPTH:
            raise YamlProblem(self._name, line, f"嵌套超过 {MAX_DEPTH} 层。")
        path = parent.next_path() if parent else ()
        self._lines.setdefault(path, line)
        self._stack.append(_Open(content, path, anchor, awaits_key=isinstance(content, dict)))

    def _single(self, value: Any, size: int, line: int) -> None:
        parent = self._stack[-1] if self._stack else None
        if parent and parent.awaits_key:
            self._key(parent, value, line)
        else:
            self._lines.setdefault(parent.next_path() if parent else (), line)
            self._place(value, size, line)

    def _key(self, parent: _Open, key: Any, line: int) -> None:
        if isinstance(key, dict | list) or key == "<<":
            raise YamlProblem(self._name, line, "键必须是一个词或数，不能是列表、映射或合并符号“<<”。")
        if key in parent.seen:
            raise YamlProblem(self._name, line, f"键“{key}”重复，第 {parent.seen[key]} 行已经写过。")
        parent.seen[key] = line
        parent.key, parent.awaits_key = key, False
        self._lines[parent.next_path()] = line

    def _place(self, value: Any, size: int, line: int) -> None:
        if self._stack:
            self._stack[-1].add(value)
            self._stack[-1].size += size
            if self._stack[-1].size > MAX_VALUES:
                raise YamlProblem(self._name, line, f"引用展开后超过 {MAX_VALUES} 个值。")
        else:
            self._documents.append(value)

    def _value(self, event: Any, line: int) -> Hashable:
        """The value of a scalar: quoted and block text stays text, plain text follows the narrow schema above."""
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        if _DATE.fullmatch(text):
            return self._date(text, line)
        if _DOUBTFUL.fullmatch(text) or re.fullmatch(r"-?[1-9][0-9]{18,}(\.[0-9]+)?", text):
            raise YamlProblem(self._name, line, f"“{text[:30]}”不是规范的数；金额写成 760.00，文字请加引号。")
        return text

    def _date(self, text: str, line: int) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise YamlProblem(self._name, line, f"没有“{text}”这一天；日期写成 2026-07-01。") from error
