"""What a person writes is encrypted at rest, with a key per tenant that can be destroyed.

Two layers. Every tenant has a random data key, kept in `tenant_key` wrapped by a master key from the
settings. A master key is rotated by wrapping the (48-byte) data keys again; a data key by encrypting
that tenant's rows again in batches, while reads go on accepting both. Destroying a tenant's data keys
makes every row, and every backup without `tenant_key`, unreadable for good.

Each value is `v1 | key id (4 bytes) | nonce (12) | AES-256-GCM ciphertext and tag`. Tenant, table,
column and row are authenticated with it, so that a value moved to another row, or to another tenant,
does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"v1"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
KEY_BYTES = 32
HEADER_BYTES = len(VERSION) + KEY_ID_BYTES
START = HEADER_BYTES + NONCE_BYTES
"""Where the ciphertext of a value begins."""


class EncryptionError(Exception):
    """Something that should open does not: tampered with, moved, or written with a key that is not known
    here.
    """


class KeyDestroyedError(EncryptionError):
    """The value names a key that its tenant no longer has: it was shredded, and the value is as good as
    gone.
    """


class MasterKeyError(EncryptionError):
    """No configured master key opens a tenant's data key, or a configured one is not 32 bytes of base64."""


def new_master_key() -> str:
    """A fresh master key in the form the settings take: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode("ascii")


def _bind(*parts: str) -> bytes:
    """Associated data: each part with its length before it, so that no two lists of parts read the same."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """One row of `tenant_key`: a tenant's data key, wrapped. New values are written with the active one."""

    tenant: str
    key_id: str
    wrapped: bytes
    active: bool = True


class TenantKeys:
    """The opened data keys of one tenant: seals with the active one, opens with any of them."""

    __slots__ = ("_ciphers", "_places", "current", "tenant")

    def __init__(self, tenant: str, keys: dict[str, bytes], active: str) -> None:
        self.tenant = tenant
        self._ciphers = {VERSION + bytes.fromhex(key_id): AESGCM(key) for key_id, key in keys.items()}
        self.current = VERSION + bytes.fromhex(active)
        """How every value sealed from now on begins: a value that begins otherwise was sealed with an older key."""
        self._places: dict[tuple[str, str], bytes] = {}

    def seal(self, table: str, column: str, row: str, plain: bytes) -> bytes:
        """Encrypt `plain` for that one place."""
        nonce = os.urandom(NONCE_BYTES)
        place = self._place(table, column, row)
        return self.current + nonce + self._ciphers[self.current].encrypt(nonce, plain, place)

    def open(self, table: str, column: str, row: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` made for that place.

        Raises `KeyDestroyedError` when its key is gone, `EncryptionError` when it was changed, cut or moved.
        """
        cipher = self._ciphers.get(sealed[:HEADER_BYTES])
        if cipher is None:
            if sealed[: len(VERSION)] != VERSION:
                raise EncryptionError("the stored value is not in a form this version knows")
            raise KeyDestroyedError("the key of this value was destroyed")
        nonce, text = sealed[HEADER_BYTES:START], sealed[START:]
        try:
            return cipher.decrypt(nonce, text, self._place(table, column, row))
        except (InvalidTag, ValueError) as error:
            raise EncryptionError("the stored value was changed or moved: it does not open here") from error

    def _place(self, table: str, column: str, row: str) -> bytes:
        """As `_bind` writes it; what all rows of a column have in common is written once."""
        start = self._places.get((table, column))
        if start is None:
            start = self._places[table, column] = _bind(self.tenant, table, column)
        last = row.encode()
        return start + len(last).to_bytes(4, "big") + last


@dataclass(frozen=True, slots=True, repr=False)
class MasterKeys:
    """The master keys of this installation, newest first. The first wraps; any of them unwraps."""

    keys: tuple[bytes, ...]
    _by_id: dict[bytes, AESGCM] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if not self.keys:
            raise MasterKeyError("no master key is configured")
        if any(len(key) != KEY_BYTES for key in self.keys):
            raise MasterKeyError("a master key is 32 bytes in base64: `coach key` makes one")
        object.__setattr__(self, "_by_id", {_fingerprint(key): AESGCM(key) for key in self.keys})

    def __repr__(self) -> str:
        return f"MasterKeys({len(self.keys)})"

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the settings: base64 keys with commas or blanks between them, newest first."""
        try:
            keys = tuple(
                base64.b64decode(part, altchars=b"-_", validate=True)
                for part in text.replace(",", " ").split()
            )
        except binascii.Error as error:
            raise MasterKeyError("a master key is 32 bytes in base64: `coach key` makes one") from error
        return cls(keys)

    def derived(self, purpose: bytes) -> tuple[bytes, ...]:
        """Keys for something else than tenants' keys, one from each master key, newest first."""
        return tuple(hashlib.blake2b(purpose, key=key, digest_size=KEY_BYTES).digest() for key in self.keys)

    def create(self, tenant: str) -> WrappedKey:
        """A new random data key for a tenant, wrapped."""
        return self._wrap(tenant, os.urandom(KEY_ID_BYTES).hex(), os.urandom(KEY_BYTES), active=True)

    def rewrap(self, key: WrappedKey) -> WrappedKey | None:
        """The same data key under the newest master key; None when it already is."""
        newest = _fingerprint(self.keys[0])
        if key.wrapped.startswith(newest):
            return None
        return self._wrap(key.tenant, key.key_id, self.unwrap(key), active=key.active)

    def unwrap(self, key: WrappedKey) -> bytes:
        """The data key itself. Raises `MasterKeyError` when no configured master key opens it."""
        master = self._by_id.get(key.wrapped[:KEY_ID_BYTES])
        nonce = key.wrapped[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES]
        if master is None:
            raise MasterKeyError("the master key that wrapped this tenant's key is not configured")
        try:
            return master.decrypt(
                nonce, key.wrapped[KEY_ID_BYTES + NONCE_BYTES :], _bind(key.tenant, "tenant_key", key.key_id)
            )
        except (InvalidTag, ValueError) as error:
            raise MasterKeyError("this tenant's key was changed or moved: it does not open") from error

    def open(self, key: WrappedKey) -> TenantKeys:
        """A tenant's keys where this is the only one. Raises `MasterKeyError` as `unwrap` does."""
        return TenantKeys(key.tenant, {key.key_id: self.unwrap(key)}, key.key_id)

    def _wrap(self, tenant: str, key_id: str, data_key: bytes, *, active: bool) -> WrappedKey:
        newest, nonce = _fingerprint(self.keys[0]), os.urandom(NONCE_BYTES)
        sealed = self._by_id[newest].encrypt(nonce, data_key, _bind(tenant, "tenant_key", key_id))
        return WrappedKey(tenant, key_id, newest + nonce + sealed, active)


class Keyring:
    """Opens tenants' keys and remembers them, by their wrapped form.

    Stored rows decide which keys a tenant has; only the work of unwrapping is remembered here. So a key
    that another process destroyed is refused here with the next load, without a message between the
    processes.
    """

    def __init__(self, masters: MasterKeys, *, remembered: int = 4096) -> None:
        self.masters = masters
        self._remembered = remembered
        self._opened: dict[tuple[WrappedKey, ...], TenantKeys] = {}

    def keys_of(self, tenant: str, stored: Iterable[WrappedKey]) -> TenantKeys | None:
        """The tenant's keys from the rows stored for it, or None when it has none (new, or shredded)."""
        rows: Sequence[WrappedKey] = tuple(sorted(stored, key=lambda key: key.key_id))
        found = self._opened.get(tuple(rows))
        if found is not None:
            return found
        active = [key.key_id for key in rows if key.active]
        if not active:
            return None
        opened = TenantKeys(tenant, {key.key_id: self.masters.unwrap(key) for key in rows}, active[-1])
        if len(self._opened) >= self._remembered:
            self._opened.pop(next(iter(self._opened)))
        self._opened[tuple(rows)] = opened
        return opened


def _fingerprint(key: bytes) -> bytes:
    """Names a master key without giving it away, so that a wrapped key says which one opens it."""
    return hashlib.sha256(b"delta master key" + key).digest()[:KEY_ID_BYTES]
