import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB, GCM
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.crypto import (
    KEY_BYTES,
    RANDOM_BYTES,
    KeyRing,
    KeyRingProblem,
    TamperedError,
    blind_index,
    blind_index_many,
    key_id_of,
    seal,
    seal_many,
    sm3,
    unseal,
)

RING = KeyRing.generate(bytes(range(RANDOM_BYTES)))
PLACE = b"person.id_number:7"


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_gives_the_published_digests(message, digest):
    """GB/T 32905-2016 appendix A."""
    assert sm3(message).hex() == digest


def test_sm4_gives_the_published_block():
    """GB/T 32907-2016 appendix A."""
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    encryptor = Cipher(SM4(block), ECB()).encryptor()  # noqa: S305 - the standard's own vector is a single block
    assert (encryptor.update(block) + encryptor.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_gives_the_published_ciphertext_and_tag():
    """RFC 8998 appendix A.1."""
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    plain = bytes.fromhex("aa" * 8 + "bb" * 8 + "cc" * 8 + "dd" * 8 + "ee" * 8 + "ff" * 8 + "ee" * 8 + "aa" * 8)
    encryptor = Cipher(SM4(key), GCM(bytes.fromhex("00001234567800000000abcd"))).encryptor()
    encryptor.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    sealed = encryptor.update(plain) + encryptor.finalize()
    assert sealed.hex().startswith("17f399f08c67d5ee19d0dc9969c4bb7d")
    assert encryptor.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_what_was_sealed_opens_in_its_place(plaintext, place):
    assert unseal(seal(plaintext, ring=RING, associated=place), ring=RING, associated=place) == plaintext


def test_the_layout_is_version_key_nonce_ciphertext_tag():
    sealed = seal(b"12345", ring=RING, associated=PLACE)
    assert len(sealed) == 1 + 1 + 12 + 5 + 16
    assert (sealed[0], key_id_of(sealed)) == (1, 1)


def test_equal_values_never_look_equal():
    first, second = seal_many([(b"x", PLACE), (b"x", PLACE)], ring=RING)
    assert first != second


def test_a_value_moved_to_another_row_is_refused():
    sealed = seal(b"530129199001010001", ring=RING, associated=PLACE)
    with pytest.raises(TamperedError, match="挪到了别处"):
        unseal(sealed, ring=RING, associated=b"person.id_number:8")


@given(st.integers(0, 34), st.integers(1, 255))
def test_every_single_altered_byte_is_found(position, change):
    sealed = bytearray(seal(b"12345", ring=RING, associated=PLACE))
    sealed[position] ^= change
    with pytest.raises(TamperedError):
        unseal(bytes(sealed), ring=RING, associated=PLACE)


@given(st.binary(max_size=60))
def test_arbitrary_bytes_are_refused_in_chinese(noise):
    with pytest.raises(TamperedError, match="数据"):
        unseal(noise, ring=RING, associated=PLACE)


def test_old_values_open_after_a_key_change_and_new_ones_use_the_new_key():
    old = seal(b"old", ring=RING, associated=PLACE)
    ring = RING.with_new_key(b"k" * KEY_BYTES)
    new = seal(b"new", ring=ring, associated=PLACE)
    assert unseal(old, ring=ring, associated=PLACE) == b"old"
    assert unseal(new, ring=ring, associated=PLACE) == b"new"
    assert (key_id_of(old), key_id_of(new)) == (1, 2)
    assert blind_index("x", ring=ring) == blind_index("x", ring=RING)


def test_a_missing_key_is_named():
    new = seal(b"new", ring=RING.with_new_key(b"k" * KEY_BYTES), associated=PLACE)
    with pytest.raises(TamperedError, match="编号为2的密钥"):
        unseal(new, ring=RING, associated=PLACE)


def test_blind_indexes_are_keyed_and_repeatable():
    other = KeyRing.generate(b"z" * RANDOM_BYTES)
    index = blind_index("530129199001010001", ring=RING)
    assert len(index) == 32
    assert blind_index_many(["x", "530129199001010001"], ring=RING)[1] == index
    assert blind_index("530129199001010001", ring=other) != index
    assert blind_index("\ud800", ring=RING) != blind_index("", ring=RING)


def test_a_ring_is_written_and_read_as_text():
    ring = RING.with_new_key(b"k" * KEY_BYTES)
    assert KeyRing.from_text(ring.to_text()) == ring


def test_a_ring_never_shows_its_keys():
    assert repr(RING) == "KeyRing(current=1)"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "minzheng-keys 1",
        "minzheng-keys 1\ncurrent x\nindex 00\n",
        "minzheng-keys 1\ncurrent 1\nindex zz\nkey 1 00\n",
        "minzheng-keys 1\ncurrent 1\nindex 00\nkey 1\n",
        RING.to_text().replace("minzheng-keys 1", "other"),
        RING.to_text().replace("current 1", "current 2"),
        RING.to_text().replace("key 1 ", "key 1 00"),
        RING.to_text().replace("key 1 ", "key 300 "),
    ],
)
def test_a_spoilt_key_text_is_refused_in_chinese(text):
    with pytest.raises(KeyRingProblem, match="密钥"):
        KeyRing.from_text(text)


@given(st.text(st.characters()))
def test_arbitrary_key_text_raises_nothing_but_key_ring_problem(text):
    with pytest.raises(KeyRingProblem):
        KeyRing.from_text("minzheng-keys 1\n" + text)


def test_a_ring_needs_the_right_amount_of_randomness():
    with pytest.raises(KeyRingProblem, match="16字节"):
        KeyRing.generate(b"short")
