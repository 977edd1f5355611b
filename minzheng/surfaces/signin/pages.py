"""Templates of django-allauth's pages: ours, under its names."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from jinja2 import ChoiceLoader, Environment, PackageLoader

from minzheng.engine.catalogue.letterheads import letterhead
from minzheng.surfaces.clock import SHANGHAI
from minzheng.surfaces.ui.pages import environment, task_guide


def allauth_environment(**_: Any) -> Environment:
    """Return the environment of all surfaces, where allauth's names lead to this surface's templates."""
    shared = environment()
    own = PackageLoader("minzheng.surfaces.signin")
    loader = shared.loader
    assert loader is not None  # noqa: S101 (made with one)
    return shared.overlay(loader=ChoiceLoader([own, loader]))


def given_to_all(request: HttpRequest) -> dict[str, Any]:
    """What every page of this surface is told."""
    return {
        "demo": settings.MINZHENG.demo,
        "place": letterhead(county=settings.MINZHENG.locality, demo=settings.MINZHENG.demo).place,
        "path": request.path,
        "at_zone": SHANGHAI,
        "passkeys": bool(settings.MINZHENG.passkey_host),
        "platform": settings.MINZHENG.platform_name if settings.MINZHENG.platform_issuer else "",
        "refused": request.GET.get("passkey") == "refused",
        "large_text": False,
        "task_guide": task_guide(request),
        "signed_in": request.user.is_authenticated,
    }
