"""One file of the index of laws: what it must hold, and the :class:`Law` it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from minzheng.laws import strict_yaml
from minzheng.laws.references import is_article


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
        if not isinstance(article, str) or not is_article(article):
            raise document.problem(
                f"条文编号“{article}”写法不对，应当如“第十八条”“一（一）”“第五点”。", "articles", article
            )
        if not isinstance(gist, str) or not gist.strip():
            raise document.problem(f"“{article}”缺少要点。", "articles", article)
