"""The places of a county."""

from minzheng.engine.registry.models import Division


def villages_of(county: int) -> list[int]:
    """Return the codes (12 digits) of the villages and communities of a county (6 digits), without what is statistical alone."""
    low, high = county * 10**6, (county + 1) * 10**6
    rows = Division.objects.filter(code__gte=low, code__lt=high, level="village", is_statistical_only=False)
    return list(rows.order_by("code").values_list("code", flat=True))
