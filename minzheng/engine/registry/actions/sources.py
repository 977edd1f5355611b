from datetime import datetime

from minzheng.engine.registry.models import Source
from minzheng.engine.registry.types import SourceKind


def record_source(
    *, kind: SourceKind, title: str, reference: str = "", batch: int | None = None, by: str, at: datetime
) -> Source:
    """Record where the data that follow come from.

    Args:
        kind: ledger, declaration, survey, verification, officer or demo.
        title: what an officer calls it, e.g. the file name.
        reference: its number or digest.
        batch: identifier of the import, if it is one.
        by: who brings it in.
        at: when.
    """
    return Source.objects.create(
        kind=kind, title=title, reference=reference, batch_id=batch, recorded_by=by, recorded_at=at
    )
