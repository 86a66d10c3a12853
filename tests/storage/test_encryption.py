"""What is sealed opens only in its place, with its tenant's key, and never after that key is destroyed."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.encryption import (
    EncryptionError,
    KeyDestroyedError,
    Keyring,
    MasterKeyError,
    MasterKeys,
    TenantKeys,
    WrappedKey,
    new_master_key,
)

OLD, NEW = new_master_key(), new_master_key()
PLACE = ("opportunity", "body", "dana/acme")


def _keys(masters: MasterKeys, *stored: WrappedKey) -> TenantKeys:
    keys = Keyring(masters).keys_of(stored[0].tenant, stored)
    assert keys is not None
    return keys


@pytest.fixture
def keys() -> TenantKeys:
    masters = MasterKeys.parse(NEW)
    return _keys(masters, masters.create("T1"))


@given(st.binary())
def test_what_is_sealed_opens_again_and_is_not_there_to_read(text: bytes) -> None:
    masters = MasterKeys.parse(NEW)
    keys = _keys(masters, masters.create("T1"))
    sealed = keys.seal(*PLACE, text)
    assert keys.open(*PLACE, sealed) == text
    assert len(sealed) == len(text) + 34
    assert len(text) < 4 or text not in sealed


def test_the_same_words_never_look_the_same(keys: TenantKeys) -> None:
    assert keys.seal(*PLACE, b"185k") != keys.seal(*PLACE, b"185k")


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("person", "body", "dana/acme"),
        ("opportunity", "state", "dana/acme"),
        ("opportunity", "body", "dana/globex"),
        ("opportunit", "ybody", "dana/acme"),
    ],
)
def test_a_value_moved_to_another_place_does_not_open(
    keys: TenantKeys, elsewhere: tuple[str, str, str]
) -> None:
    with pytest.raises(EncryptionError, match="changed or moved"):
        keys.open(*elsewhere, keys.seal(*PLACE, b"185k"))


def test_the_same_data_key_under_another_tenants_name_opens_nothing() -> None:
    mine, theirs = (
        TenantKeys("T1", {"00000001": bytes(32)}, "00000001"),
        TenantKeys("T2", {"00000001": bytes(32)}, "00000001"),
    )
    with pytest.raises(EncryptionError, match="changed or moved"):
        theirs.open(*PLACE, mine.seal(*PLACE, b"185k"))


@given(st.data())
def test_one_changed_bit_is_noticed(data: st.DataObject) -> None:
    keys = TenantKeys("T1", {"00000001": bytes(32)}, "00000001")
    sealed = bytearray(keys.seal(*PLACE, b"185k base"))
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << at % 8
    with pytest.raises(EncryptionError):
        keys.open(*PLACE, bytes(sealed))


@given(st.integers(0, 36))
def test_a_cut_value_is_noticed(length: int) -> None:
    keys = TenantKeys("T1", {"00000001": bytes(32)}, "00000001")
    with pytest.raises(EncryptionError):
        keys.open(*PLACE, keys.seal(*PLACE, b"185")[:length])


def test_a_destroyed_key_is_told_from_tampering(keys: TenantKeys) -> None:
    masters = MasterKeys.parse(NEW)
    with pytest.raises(KeyDestroyedError):
        _keys(masters, masters.create("T1")).open(*PLACE, keys.seal(*PLACE, b"185k"))


def test_a_tenant_without_keys_has_none() -> None:
    masters = MasterKeys.parse(NEW)
    retired = WrappedKey("T1", "00000001", masters.create("T1").wrapped, active=False)
    assert Keyring(masters).keys_of("T1", ()) is None
    assert Keyring(masters).keys_of("T1", (retired,)) is None


def test_a_master_key_is_rotated_by_wrapping_again() -> None:
    before = MasterKeys.parse(OLD)
    stored = before.create("T1")
    sealed = _keys(before, stored).seal(*PLACE, b"185k")
    during = MasterKeys.parse(f"{NEW}, {OLD}")
    assert _keys(during, stored).open(*PLACE, sealed) == b"185k"
    again = during.rewrap(stored)
    assert again is not None
    assert during.rewrap(again) is None
    assert _keys(MasterKeys.parse(NEW), again).open(*PLACE, sealed) == b"185k"
    with pytest.raises(MasterKeyError, match="not configured"):
        MasterKeys.parse(NEW).unwrap(stored)


def test_a_data_key_is_rotated_while_old_values_still_open() -> None:
    masters = MasterKeys.parse(NEW)
    first, second = masters.create("T1"), masters.create("T1")
    sealed = _keys(masters, first).seal(*PLACE, b"185k")
    retired = WrappedKey("T1", first.key_id, first.wrapped, active=False)
    keys = _keys(masters, retired, second)
    assert keys.open(*PLACE, sealed) == b"185k"
    assert not sealed.startswith(keys.current)
    assert keys.seal(*PLACE, b"185k").startswith(keys.current)


@pytest.mark.parametrize("moved", [{"tenant": "T2"}, {"key_id": "00000001"}])
def test_a_wrapped_key_moved_to_another_tenant_does_not_open(moved: dict[str, str]) -> None:
    masters = MasterKeys.parse(NEW)
    stored = masters.create("T1")
    taken = WrappedKey(moved.get("tenant", "T1"), moved.get("key_id", stored.key_id), stored.wrapped)
    with pytest.raises(MasterKeyError, match="changed or moved"):
        masters.unwrap(taken)


@pytest.mark.parametrize(
    "text", ["", " , ", "short", base64.b64encode(bytes(16)).decode(), "not base64 at all!"]
)
def test_a_bad_master_key_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(MasterKeyError, match=r"(no master key|32 bytes in base64)"):
        MasterKeys.parse(text)


def test_master_keys_are_never_shown() -> None:
    assert NEW not in repr(MasterKeys.parse(NEW))


def test_the_keyring_unwraps_once_and_forgets_the_oldest_first() -> None:
    masters = MasterKeys.parse(NEW)
    ring = Keyring(masters, remembered=1)
    first, second = masters.create("T1"), masters.create("T2")
    opened = ring.keys_of("T1", [first])
    assert ring.keys_of("T1", [first]) is opened
    ring.keys_of("T2", [second])
    assert ring.keys_of("T1", [first]) is not opened
