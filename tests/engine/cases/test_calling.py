"""A call to another bureau's server goes there and nowhere else."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from minzheng.engine.cases.calling import CallProblem, call, check_url
from minzheng.engine.cases.types import CaseProblem

HOST = "hooks.example.cn"


@dataclass
class Receiver:
    """Another bureau's server: what it was sent, and what it answers."""

    port: int
    status: int = 204
    location: str = ""
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    def url(self, host: str = HOST, path: str = "/told?a=1") -> str:
        return f"https://{host}:{self.port}{path}"

    def call(self, url: str = "", *, allowed: tuple[str, ...] = (HOST,)) -> None:
        call(url or self.url(), body=b"{}", headers={"webhook-id": "callback_1"}, allowed=allowed)


def certified(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate that vouches for itself, for one name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    alternative = x509.SubjectAlternativeName([x509.DNSName(host)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    for path, content in (
        (folder / "certificate.pem", certificate.public_bytes(serialization.Encoding.PEM)),
        (
            folder / "key.pem",
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        ),
    ):
        path.write_bytes(content)
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append((self.path, dict(self.headers), body))
            self.send_response(made.status)
            if made.location:
                self.send_header("Location", made.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    certificate, key = certified(tmp_path, HOST)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    made = Receiver(server.server_address[1])
    real = socket.getaddrinfo

    def looked_up(host: str, *rest: Any, **more: Any) -> Any:
        made.looked_up.append(host)
        return real("127.0.0.1" if host.endswith(".example.cn") else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_it_posts_to_the_address_that_was_looked_up_once(receiver: Receiver) -> None:
    receiver.call()
    ((path, headers, body),) = receiver.got
    assert (path, body, headers["webhook-id"]) == ("/told?a=1", b"{}", "callback_1")
    assert headers["Host"] == f"{HOST}:{receiver.port}"
    assert receiver.looked_up.count(HOST) == 1
    assert set(receiver.looked_up) == {HOST, "127.0.0.1"}


def test_a_host_that_is_not_public_is_called_only_where_it_is_named(receiver: Receiver) -> None:
    for url in (receiver.url(), receiver.url("127.0.0.1"), receiver.url("[::1]"), receiver.url("localhost")):
        with pytest.raises(CallProblem, match="MINZHENG_CALLBACK_HOSTS"):
            receiver.call(url, allowed=())
    assert receiver.got == []


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "fd00::1", "255.255.255.255"],
)  # fmt: skip
def test_no_address_of_an_inner_network_is_public(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.114.9", 443))
    found = [public, (family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(CallProblem, match="不在公网"):
        call("https://hooks.example.cn/", body=b"", headers={}, allowed=())
    assert ip_address("203.0.114.9").is_global


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.status, receiver.location = 307, receiver.url(path="/elsewhere")
    with pytest.raises(CallProblem, match="对方回答 307"):
        receiver.call()
    assert [path for path, _, _ in receiver.got] == ["/told?a=1"]


def test_an_answer_of_failure_is_a_failure(receiver: Receiver) -> None:
    receiver.status = 500
    with pytest.raises(CallProblem, match="对方回答 500"):
        receiver.call()


def test_another_ones_certificate_is_refused(receiver: Receiver) -> None:
    with pytest.raises(CallProblem, match="没有接通（SSLError）"):
        receiver.call(receiver.url("other.example.cn"), allowed=("other.example.cn",))
    assert receiver.got == []


def test_a_name_that_leads_nowhere_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: Any, **__: Any) -> Any:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    with pytest.raises(CallProblem, match="主机名解析不了"):
        call("https://nowhere.example.cn/", body=b"", headers={}, allowed=())


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.cn/", "ftp://hooks.example.cn/", "https:///path", "hooks.example.cn", "", "https://user@hooks.example.cn/",
        "https://hooks.example.cn/#part", "https://hooks.example.cn:99999/", "https://hooks.example.cn:0x/", "https://[::1/", "https://县.cn/",
        "https://hooks.example.cn/a b", "https://hooks.example.cn/\r\nHost: x", "https://hooks.example.cn/" + "a" * 300,
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_program_is_refused(url: str) -> None:
    with pytest.raises(CaseProblem, match="回调地址不能使用"):
        check_url(url)


def test_what_is_one_is_taken() -> None:
    assert check_url("https://hooks.example.cn:8443/told?x=1").port == 8443
