"""Localities: what a province, a prefecture or a county sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from minzheng.engine.catalogue.declarations import read_values
from minzheng.engine.rules.parameters import Parameter, ParameterValue
from minzheng.laws.strict_yaml import load_document

HOME = "minzheng.localities"
NATION = "cn"


@dataclass(frozen=True)
class Locality:
    """A folder of ``minzheng/localities``.

    Attributes:
        code: division code prefix; "" for the nation.
        based_on: the real county whose divisions an invented county borrows.
    """

    code: str
    name: str
    invented: bool
    based_on: str | None

    def governs(self, division: str) -> str:
        """The division as this locality's parameters know it: an invented county takes the place of the one it borrows from."""
        return (
            self.code + division[len(self.code) :] if self.based_on and division.startswith(self.based_on) else division
        )


@cache
def localities() -> tuple[Locality, ...]:
    """Every locality there is, the nation first; read once, as they are part of the product."""
    found = []
    for folder in sorted(resources.files(HOME).iterdir(), key=lambda folder: folder.name):
        file = folder / "locality.yaml"
        if file.is_file():
            body = load_document(file.read_text(encoding="utf-8"), f"localities/{folder.name}/locality.yaml").data
            code = "" if folder.name == NATION else folder.name
            found.append(Locality(code, body["name"], bool(body.get("invented", False)), body.get("based_on")))
    return tuple(sorted(found, key=lambda locality: (len(locality.code), locality.code)))


def locality(code: str) -> Locality:
    """The locality with this code.

    Raises:
        KeyError: if there is none.
    """
    return {found.code: found for found in localities()}[code]


def governing(*, county: str, demo: bool) -> Locality:
    """The locality whose parameters and letterhead a county uses: in a demonstration those of the invented county.

    Raises:
        KeyError: if there is none.
    """
    invented = next((found for found in localities() if found.invented), None) if demo else None
    return invented or locality(county)


def values_of_localities(parameters: Mapping[str, Parameter]) -> Iterator[ParameterValue]:
    """Every value any locality sets for the declared parameters."""
    for place in localities():
        folder = resources.files(HOME) / (place.code or NATION)
        file = folder / "params.yaml"
        if file.is_file():
            document = load_document(file.read_text(encoding="utf-8"), f"localities/{folder.name}/params.yaml")
            yield from read_values(document, parameters, place.code)
