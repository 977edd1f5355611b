"""Who asks, and whether over TLS, when a reverse proxy stands before the product: only a proxy that is named is believed."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


def behind_proxies(get_response: Answer) -> Answer:
    """Put the asker's own address and scheme on requests that come through a named proxy.

    The last address that is no proxy's is taken: whoever asks can write what they like before it, not after it. What others claim is
    not believed; left as it came it would let anybody pass for somebody else before the counts of tries.
    """
    trusted = [ip_network(each) for each in settings.MINZHENG.trusted_proxies]

    def is_proxy(address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in trusted)

    def answer(request: HttpRequest) -> HttpResponseBase:
        if is_proxy(request.META.get("REMOTE_ADDR", "")):
            claimed = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            asker = next((each for each in reversed(claimed) if not is_proxy(each)), "")
            if _is_address(asker):
                request.META["REMOTE_ADDR"] = asker
            if request.META.get("HTTP_X_FORWARDED_PROTO", "") == "https":
                request.META["wsgi.url_scheme"] = "https"
        return get_response(request)

    return answer


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
