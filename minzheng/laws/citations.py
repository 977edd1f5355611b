"""Citations of law: ``社会救助法 第十八条`` read, checked against the index of laws, and given back with its gist.

The index (``index/*.yaml``) names each law once: title, number, issuer, dates in force, and a gist of each article in our own
words. A gist helps a reader; it never replaces the text of the law.
"""

import difflib
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from minzheng.laws import strict_yaml
from minzheng.laws.numerals import from_chinese, to_chinese

INDEX = Path(__file__).parent / "index"
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


class UnknownCitation(ValueError):  # noqa: N818 -- named for what it is, as the engines' messages read it
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


@dataclass(frozen=True)
class InForce:
    """The days on which a law applies, both ends included; ``None`` is open or unknown."""

    since: date | None
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies within."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def __str__(self) -> str:
        since = f"{self.since.isoformat()} 起施行" if self.since else "施行日期未记载"
        return f"{since}，{self.until.isoformat()} 止" if self.until else since


@dataclass(frozen=True)
class Law:
    """One law, regulation, policy document or standard of the index."""

    title: str
    short: str
    number: str
    issuer: str
    in_force: InForce
    verified: bool
    note: str
    aliases: tuple[str, ...]
    articles: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which a rule may cite it."""
        return tuple(dict.fromkeys(name for name in (self.short, self.title, self.number, *self.aliases) if name))


@dataclass(frozen=True)
class ResolvedCitation:
    """A citation found in the index: what a decision letter, a rule card or an explanation prints."""

    law: Law
    articles: tuple[ArticleReference, ...]

    @property
    def title(self) -> str:
        """Full title of the law."""
        return self.law.title

    @property
    def number(self) -> str:
        """Document number, empty where the law has none."""
        return self.law.number

    @property
    def article(self) -> str:
        """The articles as one text, ``第十三条第三款、第十四条``."""
        return "、".join(map(str, self.articles))

    @property
    def gist(self) -> str:
        """What the articles say, in our words."""
        return " ".join(self.law.articles[reference.article] for reference in self.articles)

    @property
    def in_force(self) -> InForce:
        """When the law applies."""
        return self.law.in_force

    def __str__(self) -> str:
        return f"《{self.title}》{self.article}"


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


class LawIndex:
    """Every law that rules, parameters and letters may cite."""

    def __init__(self, laws: Iterable[Law]) -> None:
        self.laws = tuple(laws)
        self._by_name: dict[str, Law] = {}
        for law in self.laws:
            for name in law.names:
                if self._by_name.setdefault(name, law) is not law:
                    raise ValueError(f"法规索引中“{name}”对应两部文件，请改用不同的简称。")

    @classmethod
    def load(cls) -> "LawIndex":
        """The index that ships with the product; read once."""
        return _shipped()

    def law(self, name: str) -> Law:
        """The law called ``name`` (short name, title, number or alias); else :class:`UnknownCitation` with near names."""
        if name not in self._by_name:
            near = difflib.get_close_matches(name, self._by_name, n=3, cutoff=0.4)
            hint = f"相近的有：{'、'.join(near)}。" if near else "请先在 minzheng/laws/index 登记这部文件。"
            raise UnknownCitation(f"法规索引中没有“{name[:60]}”。{hint}")
        return self._by_name[name]

    def resolve(self, text: str, on: date | None = None) -> ResolvedCitation:
        """Find ``text`` in the index and, if ``on`` is given, check that the law applies that day.

        Raises :class:`UnknownCitation`, in Chinese, for an unknown law or article or a law not in force.
        """
        citation = parse_citation(text)
        law = self.law(citation.law)
        for reference in citation.articles:
            _require_article(law, reference)
        if on is not None and not law.in_force.covers(on):
            raise UnknownCitation(f"《{law.title}》{law.in_force}，{on.isoformat()} 不适用，不能作为当日的依据。")
        return ResolvedCitation(law, citation.articles)


def _require_article(law: Law, reference: ArticleReference) -> None:
    if reference.article in law.articles:
        return
    near = difflib.get_close_matches(reference.article, law.articles, n=3, cutoff=0.3)
    hint = f"索引中相近的有：{'、'.join(near)}。" if near else "索引中这部文件尚无条文要点。"
    raise UnknownCitation(f"《{law.title}》的索引中没有“{reference.article}”。{hint}")


@functools.cache
def _shipped() -> LawIndex:
    return LawIndex(read_law(path.read_text("utf-8"), path.name) for path in sorted(INDEX.glob("*.yaml")))


def read_law(text: str, name: str) -> Law:
    """One file of the index; raises :class:`~minzheng.laws.strict_yaml.YamlProblem` where the file is not as described."""
    document = strict_yaml.load_document(text, name)
    _check_shape(document)
    data = document.data
    return Law(
        title=data["title"],
        short=data["short"],
        number=data.get("number") or "",
        issuer=data["issuer"],
        in_force=InForce(data["in_force_from"], data["in_force_until"]),
        verified=data["verified"] == "V",
        note=data.get("note") or "",
        aliases=tuple(data.get("aliases") or ()),
        articles=data.get("articles") or {},
    )


_FIELDS: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "short": str,
    "issuer": str,
    "in_force_from": (date, type(None)),
    "in_force_until": (date, type(None)),
    "verified": str,
}
_OPTIONAL: dict[str, type] = {"number": str, "note": str, "aliases": list, "articles": dict}


def _check_shape(document: strict_yaml.Document) -> None:
    if not isinstance(document.data, dict):
        raise document.problem("法规文件应当是“键: 值”的形式。")
    for key in document.data.keys() - _FIELDS.keys() - _OPTIONAL.keys():
        raise document.problem(f"不认识的项“{key}”。", key)
    for key, kind in _FIELDS.items():
        if key not in document.data or not isinstance(document.data[key], kind):
            raise document.problem(f"缺少“{key}”，或者它的写法不对。", key)
    for key, kind in _OPTIONAL.items():
        if not isinstance(document.data.get(key), kind | None):
            raise document.problem(f"“{key}”的写法不对。", key)
    _check_articles(document)


def _check_articles(document: strict_yaml.Document) -> None:
    if document.data["verified"] not in {"V", "M"}:
        raise document.problem("verified 只能是 V（已对照原文）或者 M（凭记忆，待核对）。", "verified")
    for article, gist in (document.data.get("articles") or {}).items():
        reference = _ITEM.fullmatch(article) if isinstance(article, str) else None
        if reference is None or reference["detail"] or _canonical(article) != article:
            raise document.problem(
                f"条文编号“{article}”写法不对，应当如“第十八条”“一（一）”“第五点”。", "articles", article
            )
        if not isinstance(gist, str) or not gist.strip():
            raise document.problem(f"“{article}”缺少要点。", "articles", article)
