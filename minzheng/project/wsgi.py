"""Entry point for a WSGI server."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.project.settings")


def _application() -> Callable[..., Iterable[bytes]]:
    from django.conf import settings

    from minzheng.engine.database.connections import for_web
    from minzheng.project.http.last_resort import never_bare
    from minzheng.surfaces.cli.service.parent import die_with_parent

    # A web process whose master was killed would hold the port for ever.
    die_with_parent(signal.SIGKILL)
    settings.DATABASES["default"] = for_web(settings.DATABASES["default"])
    return never_bare(get_wsgi_application())


application = _application()
