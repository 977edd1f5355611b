"""A security key made of software: answers as a browser does, and wrongly where a test says so."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

HOST, ORIGIN = "mz.example.gov.cn", "https://mz.example.gov.cn"


@dataclass
class SoftKey:
    """One key for one account."""

    number: bytes = field(default_factory=lambda: os.urandom(32))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: str = ""

    def make(self, options: dict[str, Any], **wrong: Any) -> str:
        """Answer a page that asks for a new key."""
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.number, public)
        data = self._data(AuthenticatorData.FLAG.AT, credential, **wrong)
        attestation = AttestationObject.create("none", data, {})
        response = {"attestationObject": websafe_encode(attestation), **self._client("webauthn.create", asked, **wrong)}
        return self._sent(response)

    def show(self, options: dict[str, Any], **wrong: Any) -> str:
        """Answer a page that asks who is there."""
        client = self._client("webauthn.get", options["publicKey"], **wrong)
        data = self._data(AuthenticatorData.FLAG(0), b"", **wrong)
        signed = bytes(data) + hashlib.sha256(wrong.get("signed", self._said)).digest()
        signature = self.private.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._sent(
            {
                "authenticatorData": websafe_encode(data), "signature": websafe_encode(signature),
                "userHandle": wrong.get("handle", self.handle), **client,
            }
        )  # fmt: skip

    def _data(self, flags: AuthenticatorData.FLAG, credential: bytes, **wrong: Any) -> AuthenticatorData:
        flag = AuthenticatorData.FLAG
        flags |= flag.UP if wrong.get("verified") is False else flag.UP | flag.UV
        host = hashlib.sha256(wrong.get("host", HOST).encode()).digest()
        return AuthenticatorData.create(host, flags, 0, credential)

    def _client(self, kind: str, asked: dict[str, Any], **wrong: Any) -> dict[str, str]:
        challenge = wrong.get("challenge", asked["challenge"])
        said = {"type": kind, "challenge": challenge, "origin": wrong.get("origin", ORIGIN), "crossOrigin": False}
        self._said = json.dumps(said).encode()
        return {"clientDataJSON": websafe_encode(self._said)}

    def _sent(self, response: dict[str, str]) -> str:
        number = websafe_encode(self.number)
        sent = {"id": number, "rawId": number, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(sent)
