"""The letterhead of a county: who writes, where to complain, and the words its letters are numbered under."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from minzheng.engine.catalogue.localities import HOME, localities
from minzheng.laws.strict_yaml import Document, load_document

FILE = "letterhead.yaml"
_KEYS = {"office", "county", "government", "court", "phone", "address", "complaint_phone", "words", "townships"}
_OPTIONAL = {"phone", "address", "townships"}
_SUFFIX = re.compile(r"(?:街道办事处|人民政府|街道|镇|乡)$")
_OFFICE_OF = {"街道": "办事处", "镇": "人民政府", "乡": "人民政府"}


@dataclass(frozen=True)
class Words:
    """The word before a letter's number: of the bureau, and of a township with `{place}` for its name."""

    county: str
    township: str


@dataclass(frozen=True)
class Office:
    """One office that writes letters; `phone` and `address` are empty until somebody fills them in."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True)
class Letterhead:
    """What every letter of a county says of its writer.

    Attributes:
        county: code of the locality.
        bureau: the civil-affairs bureau.
        government: where reconsideration is applied for.
        court: where a suit is brought.
        complaint_phone: for public notices.
        words: by series, as letter templates name it.
        townships: phone and address of township offices, by the first nine digits of their code.
    """

    county: str
    place: str
    bureau: Office
    government: str
    court: str
    complaint_phone: str
    words: Mapping[str, Words]
    townships: Mapping[str, Mapping[str, str]]

    def township(self, code: int, name: str) -> Office:
        """The office of a township: 羊街镇 writes as 羊街镇人民政府."""
        known = self.townships.get(str(code)[:9], {})
        ending = next((_OFFICE_OF[suffix] for suffix in _OFFICE_OF if name.endswith(suffix)), "")
        return Office(self.place + name + ending, str(known.get("phone", "")), str(known.get("address", "")))

    def word(self, series: str, *, township: str | None) -> str:
        """The word of a series; a township's own where the letter is a township's."""
        words = self.words[series]
        return words.county if township is None else words.township.format(place=_SUFFIX.sub("", township))


@cache
def letterhead(*, county: str, demo: bool) -> Letterhead:
    """The letterhead of a county; in a demonstration that of the invented county.

    Raises:
        YamlProblem: with file and line, if it is not as it should be.
        KeyError: if the county has none.
    """
    code = next((each.code for each in localities() if each.invented), county) if demo else county
    file = resources.files(HOME) / code / FILE
    if not file.is_file():
        raise KeyError(code)
    return _read(load_document(file.read_text(encoding="utf-8"), f"localities/{code}/{FILE}"), code)


def _read(document: Document, code: str) -> Letterhead:
    body = document.data
    unknown, missing = sorted(set(body) - _KEYS), sorted(_KEYS - _OPTIONAL - set(body))
    if unknown or missing:
        raise document.problem(f"文书抬头{'多了 ' + '、'.join(unknown) if unknown else '缺少 ' + '、'.join(missing)}。")
    words = {series: _words(document, series) for series in body["words"]}
    bureau = Office(body["office"], str(body.get("phone") or ""), str(body.get("address") or ""))
    return Letterhead(
        county=code,
        place=body["county"],
        bureau=bureau,
        government=body["government"],
        court=body["court"],
        complaint_phone=str(body["complaint_phone"]),
        words=words,
        townships={str(prefix): given for prefix, given in (body.get("townships") or {}).items()},
    )


def _words(document: Document, series: str) -> Words:
    given = document.data["words"][series]
    if not isinstance(given, dict) or set(given) != {"county", "township"} or "{place}" not in given["township"]:
        raise document.problem("发文字应写明 county 和 township，township 中用 {place} 代表乡镇名。", "words", series)
    return Words(given["county"], given["township"])
