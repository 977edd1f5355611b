"""The places of a county."""

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from minzheng.engine.registry.models import Division


def villages_of(county: int) -> list[int]:
    """Return the codes (12 digits) of the villages and communities of a county (6 digits), without what is statistical alone."""
    low, high = county * 10**6, (county + 1) * 10**6
    rows = Division.objects.filter(code__gte=low, code__lt=high, level="village", is_statistical_only=False)
    return list(rows.order_by("code").values_list("code", flat=True))


def places_of(parent: int) -> list[tuple[int, str]]:
    """Return code and name of the townships of a county, or the villages and communities of a township, by 12-digit codes."""
    rows = Division.objects.filter(parent_id=parent, is_statistical_only=False).order_by("code")
    return list(rows.values_list("code", "name"))


def places_within(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, str]]:
    """Return code and full name (township, then village) of the villages and communities within some ranges of codes."""
    within = reduce(or_, (Q(code__gte=low, code__lte=high) for low, high in ranges), Q(pk__in=()))
    rows = Division.objects.filter(within, level="village", is_statistical_only=False).order_by("code")
    return [(code, f"{township}·{name}") for code, name, township in rows.values_list("code", "name", "parent__name")]


def division_names(codes: Collection[int]) -> dict[int, str]:
    """Return the names of divisions by their 12-digit codes; who is not there is left out."""
    return dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
