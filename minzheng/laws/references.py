"""How people cite law: ``社会救助法 第十八条``, ``民法典 第二百零一条–第二百零三条``, ``低保兜底通知2022 一（一）``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from minzheng.laws.numerals import from_chinese, to_chinese

MAX_CITATION = 200
MAX_RANGE = 60

_NUMBER = r"[零〇一二三四五六七八九十百千\d]{1,9}"
_ARTICLE = rf"第{_NUMBER}条(?:之{_NUMBER})?"
_DETAIL = rf"(?:第{_NUMBER}款)?(?:第（{_NUMBER}）项(?:第{_NUMBER}目)?)?"
_SECTION = r"[一二三四五六七八九十]{1,3}(?:（[一二三四五六七八九十]{1,3}）)?"
_POINT = rf"第{_NUMBER}点"
_REFERENCE = rf"(?:{_ARTICLE}{_DETAIL}|{_POINT}|{_SECTION})"
_JOIN = r"\s*[、，,和及至到–—―~～-]\s*"
_PATTERN = re.compile(
    rf"(?P<law>\S.*?)(?:\s*(?P<articles>第{_NUMBER}[条点].*)|\s+(?P<sections>{_SECTION}(?:{_JOIN}{_SECTION})*))?"
)
_LIST = re.compile(rf"{_REFERENCE}(?:{_JOIN}{_REFERENCE})*")
_ITEM = re.compile(rf"(?P<join>{_JOIN})?(?P<article>{_ARTICLE}|{_POINT}|{_SECTION})(?P<detail>{_DETAIL})")
_RANGE_MARKS = "至到–—―~～-"


class UnknownCitation(ValueError):
    """A citation that is malformed, or that the index of laws does not know on that day; the message is Chinese."""


@dataclass(frozen=True)
class ArticleReference:
    """One article, section or point: ``第十三条`` with the detail ``第三款第（三）项``."""

    article: str
    detail: str = ""

    def __str__(self) -> str:
        return self.article + self.detail


@dataclass(frozen=True)
class Citation:
    """A law's name as written and the articles cited; a whole document is cited with no article."""

    law: str
    articles: tuple[ArticleReference, ...]

    def __str__(self) -> str:
        return f"{self.law} {'、'.join(map(str, self.articles))}".rstrip()


def parse_citation(text: str) -> Citation:
    """Read ``社会救助法 第十八条、第二十条`` (also ranges, 款/项, policy sections ``一（一）``).

    Raises :class:`UnknownCitation` when the text has not that form.
    """
    tidy = text.strip().translate(_TIDY) if len(text) <= MAX_CITATION else ""
    match = _PATTERN.fullmatch(tidy)
    references = (match["articles"] or match["sections"] or "").strip() if match else ""
    if not match or (references and not _LIST.fullmatch(references)):
        raise UnknownCitation(f"依据“{text[:60]}”读不懂；写法如“社会救助法 第十八条”“低保兜底通知2022 一（一）”。")
    return Citation(match["law"].strip(), tuple(_references(references)))


_TIDY = str.maketrans({"(": "（", ")": "）", "《": "", "》": " ", "\u3000": " "})


def _references(text: str) -> Iterator[ArticleReference]:
    previous: ArticleReference | None = None
    for item in _ITEM.finditer(text):
        reference = ArticleReference(_canonical(item["article"]), _canonical(item["detail"]))
        if previous and (item["join"] or "").strip() in tuple(_RANGE_MARKS):
            yield from _between(previous, reference)
        yield reference
        previous = reference


def _between(first: ArticleReference, last: ArticleReference) -> Iterator[ArticleReference]:
    start, end = (from_chinese(reference.article.strip("第条")) for reference in (first, last))
    if start is None or end is None or not 0 < end - start <= MAX_RANGE:
        raise UnknownCitation(f"条款范围“{first}–{last}”不成立；只能从前一条写到后一条。")
    return (ArticleReference(f"第{to_chinese(number)}条") for number in range(start + 1, end))


def _canonical(text: str) -> str:
    """``第18条`` as the statute writes it: ``第十八条``."""
    return re.sub(r"\d+", lambda digits: to_chinese(int(digits[0])), text)


def is_article(key: str) -> bool:
    """Whether ``key`` numbers one article, section or point as the index writes it, without paragraph or item."""
    item = _ITEM.fullmatch(key)
    return item is not None and not item["detail"] and not item["join"] and _canonical(key) == key
