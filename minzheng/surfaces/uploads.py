"""Files as browsers send them, and pictures as they are shown: one way for every surface."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from minzheng.engine.cases.actions.materials import MOST_FILES
from minzheng.kernel.pictures import LARGEST_FILE


def sent_files(request: HttpRequest, field: str = "files") -> list[bytes]:
    """Return the files of a form; of one that is too large, and of more than may be sent, no more is read than tells so."""
    return [each.read(LARGEST_FILE + 1) for each in request.FILES.getlist(field)[: MOST_FILES + 1]]


def picture(content: bytes | None, number: int) -> HttpResponse:
    """Answer with a picture that nobody keeps; 404 without one."""
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="material-{number}.jpg"'
    response["Cache-Control"] = "no-store"
    return response
