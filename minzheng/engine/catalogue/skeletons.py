"""The skeleton of a new matter: the smallest folder that passes every check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from minzheng.kernel.characters import printable
from minzheng.laws.citations import LawIndex, UnknownCitation

HOME = "minzheng.engine.catalogue"
FOLDER = "skeleton"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 60


class SkeletonProblem(Exception):
    """A matter that cannot be begun so; the message is a Chinese sentence."""


def begin_matter(home: Path, *, chapter: str, name: str, title: str, law: str) -> list[Path]:
    """Write the skeleton of a matter.

    Args:
        home: the folder of the chapters.
        chapter, name: its folders; English words as the field uses them, in small letters.
        title: the name the law gives it; law: a citation the index knows.

    Returns:
        The files written.

    Raises:
        SkeletonProblem: the names, the title or the law cannot be used, or there is such a matter already.
        OSError: the files cannot be written.
    """
    for what, text in (("章", chapter), ("事项", name)):
        if not _NAME.fullmatch(text) or len(text) > _LONGEST:
            raise SkeletonProblem(
                f"{what}的名称“{printable(text)}”不能用：请写小写英文，词之间用下划线，如 temporary_assistance。"
            )
    if not 2 <= len(title) <= _LONGEST or not title.isprintable() or set(title) & set("{}[]:,#&*!|>'\"%@`"):
        raise SkeletonProblem(f"事项名称“{printable(title)}”不能用：请写法定名称，2至{_LONGEST}个字，不含标点。")
    try:
        LawIndex.load().resolve(law)
    except UnknownCitation as problem:
        raise SkeletonProblem(f"依据不在法规索引里：{problem}") from problem
    folder = home / chapter / name
    if folder.exists():
        raise SkeletonProblem(f"已经有事项 {chapter}/{name}，没有改动：请换一个名称。")
    return list(_written(home / chapter, folder, {"title": title, "law": law}))


def _written(chapter: Path, folder: Path, words: dict[str, str]) -> Iterator[Path]:
    folder.mkdir(parents=True)
    for package in (chapter, folder):
        if not (package / "__init__.py").exists():
            (package / "__init__.py").write_text("", encoding="utf-8")
    yield folder / "__init__.py"
    source = resources.files(HOME) / FOLDER
    for path, file in _files(source, Path()):
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(file.read_text(encoding="utf-8").format(**words), encoding="utf-8")
        yield target


def _files(folder: Traversable, path: Path) -> Iterator[tuple[Path, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, path / entry.name)
        elif entry.name.endswith(".yaml"):
            yield path / entry.name, entry
