"""Bytes as letters that stand in an address or a button as they are: base64 for the web, without its padding."""

from __future__ import annotations

import base64
import binascii


def written(content: bytes) -> str:
    """The letters for some bytes."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def read(letters: str) -> bytes:
    """The bytes again. ValueError where the letters are not what `written` writes."""
    try:
        return base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error as error:
        raise ValueError("not base64") from error
