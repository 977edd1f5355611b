"""The index of laws, and citations checked against it and given back with their gist.

The index (``index/*.yaml``) names each law once: title, number, issuer, dates in force, and a gist of each article in our own
words. A gist helps a reader; it never replaces the text of the law.
"""

import difflib
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from minzheng.laws.law_files import InForce, Law, read_law
from minzheng.laws.references import ArticleReference, Citation, UnknownCitation, parse_citation

__all__ = ["ArticleReference", "Citation", "LawIndex", "ResolvedCitation", "UnknownCitation", "parse_citation"]

INDEX = Path(__file__).parent / "index"


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
