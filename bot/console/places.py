"""Where the terminal keeps its database and the key to it."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


def home_folder() -> Path:
    """The folder for the person's own data, made on first use and readable by them only."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    folder = Path(base) / "delta-coach"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def database_file() -> Path:
    """The terminal's own database."""
    return home_folder() / "delta.db"


def key_beside(database: Path) -> str:
    """The master key of a local database: a file beside it that only its owner may read, made on first use."""
    path = database.with_name(f"{database.name}.key")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = new_key()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key


def new_key() -> str:
    """A fresh master key: 32 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")
