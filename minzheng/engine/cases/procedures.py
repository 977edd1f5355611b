"""The declared procedures as casework looks them up: the newest for what is new, its own version for what runs."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from django.conf import settings

from minzheng.engine.cases.clocks import local_day
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.catalogue.local_services import localised
from minzheng.engine.catalogue.localities import governing
from minzheng.engine.catalogue.matters import chapters, matters_of
from minzheng.engine.catalogue.procedures import Procedure


@cache
def _declared(chapter: str) -> dict[tuple[str, int], Procedure]:
    return {
        (procedure.code, procedure.version): procedure
        for matter in matters_of(chapter)
        for procedure in matter.procedures()
    }


def newest(chapter: str, code: str) -> Procedure:
    """Return the version of a procedure that new cases are opened under.

    Args:
        chapter: folder of `matters`.
        code: ``minimum_living_allowance.application``.

    Raises:
        CaseProblem: there is no such procedure.
    """
    versions = [version for known, version in _declared(chapter) if known == code]
    if not versions:
        raise CaseProblem("没有这项业务。", remedy="请从事项清单中选择。")
    return _declared(chapter)[code, max(versions)]


def procedure_of(case: Case) -> Procedure:
    """Return the procedure a case runs under, in its version, with the limits its place had shortened when it was opened."""
    county = settings.MINZHENG
    place = _governing(county.locality, county.demo)
    return _here(case.chapter, case.procedure, case.version, place, local_day(case.opened_at))


@cache
def _governing(county: str, demo: bool) -> str:
    return governing(county=county, demo=demo).code


@lru_cache(maxsize=2048)
def _here(chapter: str, code: str, version: int, place: str, on: date) -> Procedure:
    return localised(declared(chapter, code, version), place=place, on=on)


def declared(chapter: str, code: str, version: int) -> Procedure:
    """Return one version of a procedure, which stays as long as a case runs under it."""
    return _declared(chapter)[code, version]


@cache
def kept_from_handlers() -> frozenset[str]:
    """The procedures whose cases nobody sees who did anything in the case they are about."""
    return frozenset(
        procedure.code
        for chapter in chapters()
        for procedure in _declared(chapter).values()
        if procedure.kept_from_handlers
    )


def following_bad_ratings(chapter: str) -> Procedure | None:
    """The procedure by which bad ratings of a chapter are followed up; None where it declares none."""
    return next((procedure for procedure in procedures_in(chapter) if procedure.follows_bad_ratings), None)


def told_online() -> tuple[Procedure, ...]:
    """What anybody may tell the office without an account."""
    return tuple(each for chapter in chapters() for each in procedures_in(chapter) if each.online is not None)


def procedures_in(chapter: str) -> list[Procedure]:
    """Every procedure of a chapter in its newest version, as the folders stand."""
    newest_of: dict[str, Procedure] = {}
    for (code, version), procedure in _declared(chapter).items():
        if code not in newest_of or newest_of[code].version < version:
            newest_of[code] = procedure
    return list(newest_of.values())
