"""A call to an address that another bureau runs, so that nobody can make this server call where it should not.

https alone, without redirects; the name is looked up once, and the call goes to what was found, so that a name cannot change in between.
What is not a public address is called only where the operator named the host (networks of the government have private addresses).
Source: OWASP Server-Side Request Forgery Prevention; RFC 6890 (which addresses are public).
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Collection, Mapping
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from urllib3 import HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from minzheng.engine.cases.types import CaseProblem

LONGEST_URL = 300
_PORT, _PORTS = 443, range(1, 65_536)
_TIMEOUT = Timeout(connect=3, read=10)
_GOOD = range(200, 300)


class CallProblem(Exception):
    """A call that was not taken; the sentence is Chinese and names nothing of what was sent."""


def check_url(url: str) -> SplitResult:
    """Return an address that may be called at all; whether its host may, is seen when it is called.

    Raises:
        CaseProblem: it is no such address.
    """
    try:
        parts = urlsplit(url)
        good = parts.scheme == "https" and bool(parts.hostname) and (parts.port or _PORT) in _PORTS
    except ValueError:
        good = False
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    if not good or not plain or "@" in parts.netloc or parts.fragment:
        raise CaseProblem(
            "回调地址不能使用。", remedy=f"应为 https 开头的网址，不含用户名和“#”，不超过{LONGEST_URL}个字符。"
        )
    return parts


def call(url: str, *, body: bytes, headers: Mapping[str, str], allowed: Collection[str]) -> None:
    """Post to an address.

    Args:
        url: where.
        body, headers: what.
        allowed: hosts that may have addresses which are not public.

    Raises:
        CallProblem: it may not be called, could not be reached, or did not answer with 2xx.
        CaseProblem: it is no address.
    """
    parts = check_url(url)
    host = str(parts.hostname)
    address = _address(host, parts.port or _PORT, known=host in allowed)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with HTTPSConnectionPool(
        address, parts.port or _PORT, timeout=_TIMEOUT, retries=False, ssl_context=ssl.create_default_context(),
        server_hostname=host, assert_hostname=host,
    ) as pool:  # fmt: skip
        try:
            # What is answered is not read: nothing of it is of use, and it may never end.
            status = pool.urlopen(
                "POST",
                path,
                body=body,
                headers={"Host": parts.netloc, **headers},
                redirect=False,
                preload_content=False,
            ).status
        except HTTPError as problem:
            raise CallProblem(f"没有接通（{type(problem).__name__}）。") from problem
    if status not in _GOOD:
        raise CallProblem(f"对方回答 {status}。")


def _address(host: str, port: int, *, known: bool) -> str:
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as problem:
        raise CallProblem("主机名解析不了。") from problem
    if not known and not all(_is_public(each) for each in found):
        raise CallProblem("主机不在公网，也不在 MINZHENG_CALLBACK_HOSTS 之列。")
    return found[0]


def _is_public(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast
