"""What holds in the register although no foreign key says so (see `models.facts.Fact`)."""

from __future__ import annotations

from collections.abc import Iterator

from minzheng.engine.database.soundness import Invariant, Tally, tally
from minzheng.engine.registry.types import SubjectKind

_REMEDY = "底册被绕过程序改动或恢复得不完整。请停止导入，恢复备份后比对。"
_INVARIANTS = (
    Invariant(
        "registry.sources", "每个事实都有来源",
        "SELECT count(*) FROM registry_fact f WHERE NOT EXISTS (SELECT 1 FROM registry_source s WHERE s.id = f.source_id)",
        _REMEDY,
    ),
    Invariant(
        "registry.names", "每个事实都是声明过的",
        "SELECT count(*) FROM registry_fact f WHERE NOT EXISTS (SELECT 1 FROM registry_factname n WHERE n.number = f.name)",
        _REMEDY,
    ),
    Invariant(
        "registry.subjects", "每个事实说的人、家庭、财产、义务人都在底册里",
        """SELECT count(*) FROM (SELECT DISTINCT subject_kind, subject FROM registry_fact) f
           WHERE NOT CASE subject_kind
               WHEN %(person)s THEN EXISTS (SELECT 1 FROM registry_person WHERE id = subject)
               WHEN %(household)s THEN EXISTS (SELECT 1 FROM registry_household WHERE id = subject)
               WHEN %(asset)s THEN EXISTS (SELECT 1 FROM registry_asset WHERE id = subject)
               WHEN %(obligor)s THEN EXISTS (SELECT 1 FROM registry_obligor WHERE id = subject)
               ELSE false END""",
        _REMEDY,
    ),
    Invariant(
        "registry.households", "现在的成员都属于现在的家庭",
        """SELECT count(*) FROM registry_membership m JOIN registry_household h ON h.id = m.household_id
           WHERE m.superseded_at = '9999-01-01 00:00:00+00' AND h.superseded_at < '9999-01-01 00:00:00+00'""",
        _REMEDY,
    ),
)  # fmt: skip


def soundness() -> Iterator[Tally]:
    """Ask every invariant of the register."""
    yield from tally(_INVARIANTS, {kind.name.lower(): kind.value for kind in SubjectKind})
