"""Personal data at rest: SM4-GCM (GB/T 32907) with key ids and bound context, HMAC-SM3 (GB/T 32905) blind indexes.

A sealed value is: version (1 byte), key id (1), nonce (12), ciphertext, tag (16). Nonces are random, so a key should be
replaced well before 2**32 values; `KeyRing.with_new_key` does it while old values stay readable.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC

KEY_BYTES = 16
INDEX_KEY_BYTES = 32
RANDOM_BYTES = KEY_BYTES + INDEX_KEY_BYTES
"""How much randomness `KeyRing.generate` needs."""

_VERSION = 1
_NONCE = 12
_TAG = 16
_HEADER = 2
_TITLE = "minzheng-keys 1"


class TamperedError(ValueError):
    """A sealed value that does not open: altered, moved to another place, or its key is gone. Chinese message."""


class KeyRingProblem(ValueError):
    """A key text that cannot be used; the message is a Chinese sentence and never shows key material."""


@dataclass(frozen=True)
class KeyRing:
    """Encryption keys by id (1–255), the id that new values are sealed with, and the key of the blind indexes."""

    keys: Mapping[int, bytes] = field(repr=False)
    current: int
    index_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        sized = all(1 <= key_id <= 255 and len(key) == KEY_BYTES for key_id, key in self.keys.items())
        if not sized or self.current not in self.keys or len(self.index_key) != INDEX_KEY_BYTES:
            raise KeyRingProblem("密钥不完整：密钥编号应为1至255，加密密钥16字节，索引密钥32字节，并且包含当前密钥")
        object.__setattr__(self, "keys", dict(self.keys))

    @classmethod
    def generate(cls, random: bytes) -> "KeyRing":
        """Make a ring with one key from RANDOM_BYTES random bytes. Raises KeyRingProblem for another length."""
        return cls({1: random[:KEY_BYTES]}, current=1, index_key=random[KEY_BYTES:])

    def with_new_key(self, random: bytes) -> "KeyRing":
        """Return a ring that seals with a new key of KEY_BYTES random bytes and still opens what older keys sealed."""
        new = max(self.keys) + 1
        return KeyRing({**self.keys, new: random}, current=new, index_key=self.index_key)

    @classmethod
    def from_text(cls, text: str) -> "KeyRing":
        """Read the text that `to_text` wrote. Raises KeyRingProblem."""
        try:
            title, *lines = text.split("\n")
            entries = [line.split(" ") for line in lines if line]
            keys = {
                int(number): bytes.fromhex(key) for _, number, key in (entry for entry in entries if entry[0] == "key")
            }
            values = dict(entry for entry in entries if entry[0] != "key")
            current, index_key = int(values["current"]), bytes.fromhex(values["index"])
        except (ValueError, KeyError):
            raise KeyRingProblem("密钥文件内容不完整或格式不对，请恢复备份") from None
        if title != _TITLE:
            raise KeyRingProblem("这不是民政系统的密钥文件，或者版本不同")
        return cls(keys, current=current, index_key=index_key)

    def to_text(self) -> str:
        """Write the ring as text for a file that only its owner can read."""
        keys = [f"key {key_id} {key.hex()}" for key_id, key in sorted(self.keys.items())]
        return "\n".join([_TITLE, f"current {self.current}", f"index {self.index_key.hex()}", *keys, ""])


def sm3(data: bytes) -> bytes:
    """Return the 32-byte SM3 digest (GB/T 32905-2016)."""
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize()


def seal(plaintext: bytes, *, ring: KeyRing, associated: bytes) -> bytes:
    """Encrypt under the current key, bound to `associated` (say where the value lives, e.g. table.column:row)."""
    return seal_many([(plaintext, associated)], ring=ring)[0]


def seal_many(values: Iterable[tuple[bytes, bytes]], *, ring: KeyRing) -> list[bytes]:
    """Seal many (plaintext, associated) pairs; the fast way for imports."""
    header = bytes([_VERSION, ring.current])
    cipher = SM4(ring.keys[ring.current])
    return [_sealed(plaintext, associated, header, cipher) for plaintext, associated in values]


def _sealed(plaintext: bytes, associated: bytes, header: bytes, cipher: SM4) -> bytes:
    nonce = os.urandom(_NONCE)
    encryptor = Cipher(cipher, GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(header + associated)
    ciphertext = encryptor.update(plaintext) + encryptor.finalize()
    return header + nonce + ciphertext + encryptor.tag


def unseal(sealed: bytes, *, ring: KeyRing, associated: bytes) -> bytes:
    """Decrypt a sealed value. Raises TamperedError if it or its `associated` was altered, or its key is missing."""
    if len(sealed) < _HEADER + _NONCE + _TAG or sealed[0] != _VERSION:
        raise TamperedError("加密数据不完整或版本不明，可能被改动过，请从备份核对")
    if sealed[1] not in ring.keys:
        raise TamperedError(f"数据由编号为{sealed[1]}的密钥加密，密钥文件中没有这把密钥，请恢复密钥备份")
    header, nonce, tag = sealed[:_HEADER], sealed[_HEADER : _HEADER + _NONCE], sealed[-_TAG:]
    decryptor = Cipher(SM4(ring.keys[sealed[1]]), GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(header + associated)
    try:
        return decryptor.update(sealed[_HEADER + _NONCE : -_TAG]) + decryptor.finalize()
    except InvalidTag:
        raise TamperedError("加密数据校验不通过，可能被改动过或被挪到了别处，请从备份核对") from None


def key_id_of(sealed: bytes) -> int:
    """Return the id of the key that sealed a value, to find what still waits for re-encryption after a key change."""
    return sealed[1]


def blind_index(text: str, *, ring: KeyRing) -> bytes:
    """Return the 32-byte HMAC-SM3 of a text: equal texts can be found without being readable."""
    return blind_index_many([text], ring=ring)[0]


def blind_index_many(texts: Iterable[str], *, ring: KeyRing) -> list[bytes]:
    """Return the blind index of each text; the fast way for imports."""
    keyed = HMAC(ring.index_key, SM3())
    return [_index(keyed, text) for text in texts]


def _index(keyed: HMAC, text: str) -> bytes:
    mac = keyed.copy()
    mac.update(text.encode("utf-8", "surrogatepass"))
    return mac.finalize()
