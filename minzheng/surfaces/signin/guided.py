"""Tasks of the demonstration county: whoever tries it out is told what to do, step by step. There is no such thing in a real county."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from minzheng.kernel.facts import DataClass
from minzheng.surfaces.ui.pages import GUIDE, task_guide
from minzheng.surfaces.ui.routes import ANYONE, route

CHOOSER = "/signin/demo"
_LASTS = 8 * 3600


# Nothing is changed but which step the browser is told of: there is nothing to forge.
@csrf_exempt
@route("POST", about="none", permission=ANYONE, data_class=DataClass.L1)
def step(request: HttpRequest) -> HttpResponseBase:
    """Go on, go back, go to where the step begins, or stop."""
    here = task_guide(request)
    if here is None:
        if not settings.MINZHENG.demo:
            raise Http404
        return HttpResponseRedirect(CHOOSER)
    back = request.POST.get("back", "/")
    stay = back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/"
    go = request.POST.get("go", "")
    if go == "here":
        return HttpResponseRedirect(here.address or stay)
    wanted = None if go == "stop" else here.moved({"next": 1, "back": -1}.get(go, 0))
    if wanted is None:
        response = HttpResponseRedirect(stay if go == "stop" else f"{CHOOSER}?done={here.task.key}")
        response.delete_cookie(GUIDE, samesite="Lax")
        return response
    return told(HttpResponseRedirect(wanted.address or stay), wanted.mark)


def told(response: HttpResponseBase, mark: str) -> HttpResponseBase:
    """Let the browser keep which step is next."""
    response.set_cookie(GUIDE, mark, max_age=_LASTS, samesite="Lax", httponly=True)
    return response
