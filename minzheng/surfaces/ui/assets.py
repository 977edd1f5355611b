"""Styles, the script and the icons: a few small files of the product's own, addressed by their content."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from minzheng.kernel.facts import DataClass
from minzheng.surfaces.ui.routes import ANYONE, route

HOME = Path(__file__).parent / "assets"
_BUNDLES: Mapping[str, tuple[str, ...]] = {
    "light.css": ("tokens.css", "components.css", "light.css"),
    "desk.css": ("tokens.css", "components.css", "desk.css"),
    "read_aloud.js": ("read_aloud.js",),
    "passkey.js": ("passkey.js",),
    "desk.js": ("desk.js",),
    "icons.svg": ("icons.svg",),
    "mark.svg": ("mark.svg",),
}
_KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it is served; `digest` is part of its address, so that it may be kept for ever."""

    name: str
    body: bytes
    packed: bytes
    digest: str

    @property
    def address(self) -> str:
        """Path of the file."""
        return f"/assets/{self.digest}/{self.name}"

    @property
    def kind(self) -> str:
        """Media type."""
        return _KINDS[self.name.rpartition(".")[2]]


@cache
def asset(name: str) -> Asset:
    """Return the file served under a name.

    Raises:
        KeyError: there is none of that name.
    """
    body = b"".join((HOME / part).read_bytes() for part in _BUNDLES[name])
    return Asset(name, body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:12])


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def serve(request: HttpRequest, digest: str, name: str) -> HttpResponseBase:
    """Return a file; an address of an earlier version answers with the present one, to be asked for again."""
    if name not in _BUNDLES:
        raise Http404
    found = asset(name)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if packed else found.body, content_type=f"{found.kind}; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = _FOR_EVER if digest == found.digest else "no-cache"
    return response


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def mark(request: HttpRequest) -> HttpResponseBase:
    """Return the mark where browsers look for it on pages that name none."""
    return serve(request, "", "mark.svg")
