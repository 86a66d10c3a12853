"""Builds the zip to upload to Teams: `python -m manifest.teams.package [file]`.

The app's id and the public address come from the environment that the service itself reads. The same environment
gives the same bytes.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

HERE = Path(__file__).parent
ICONS: Final = ("color.png", "outline.png")
MOMENT: Final = (2026, 1, 1, 0, 0, 0)
"""Of every file in the zip, so that the same content is the same zip."""
VERSION: Final = "1.0.0"
"""Raise it with each change of the manifest: Teams updates an app by it."""


class Incomplete(ValueError):
    """Something that the package needs is not configured; the message says what."""


def manifest(app_id: str, public_url: str) -> str:
    """The manifest, filled in.

    Raises:
        Incomplete: the id is no GUID, or the address is not one that Teams can reach.
    """
    try:
        id = str(UUID(app_id))
    except ValueError as error:
        raise Incomplete("set MICROSOFT_APP_ID to the bot's application id (a GUID)") from error
    url = urlsplit(public_url.rstrip("/"))
    if url.scheme != "https" or not url.hostname or url.query or url.fragment:
        raise Incomplete("set COACH_PUBLIC_URL to the https address at which the service is reached")
    whole = Template((HERE / "manifest.json").read_text(encoding="utf-8")).substitute(
        APP_ID=id, PUBLIC_URL=url.geturl(), PUBLIC_HOST=url.netloc, VERSION=VERSION
    )
    json.loads(whole)
    return whole


def package(app_id: str, public_url: str) -> bytes:
    """The zip: the manifest and the two icons at its root, and nothing else."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as whole:
        _add(whole, "manifest.json", manifest(app_id, public_url).encode())
        for icon in ICONS:
            _add(whole, icon, (HERE / icon).read_bytes())
    return held.getvalue()


def _add(whole: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    whole.writestr(entry, content)


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Writes the zip and says where it is, or what is missing."""
    target = Path(arguments[0] if arguments else "delta-teams.zip")
    try:
        content = package(environment.get("MICROSOFT_APP_ID", ""), environment.get("COACH_PUBLIC_URL", ""))
    except Incomplete as error:
        sys.stderr.write(f"No package was built: {error}.\n")
        return 2
    target.write_bytes(content)
    sys.stdout.write(f"{target} is ready: upload it in Teams under Apps, Manage your apps, Upload an app.\n")
    return 0


PLACEHOLDER: Final = re.compile(r"\$\{?\w+\}?|\{\{|example\.(com|org)")
"""What must not be left in a filled-in manifest (its own `$schema` apart)."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
