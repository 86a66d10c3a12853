"""Draws every reply, the modals and the home into docs/gallery/slack: `python -m tests.slack.gallery`.

Needs Node and Chromium; see docs/gallery/slack/README.md. The pictures are a look-alike, not Slack.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.slack.render import render
from bot.slack.render.home import home
from bot.slack.render.modal import modal
from dialogs.activity import ConversationReference, Platform
from dialogs.replies import Form, Overview
from tests.teams import samples

GALLERY = Path("docs/gallery/slack")
KIT = GALLERY / "kit"
HERE = ConversationReference(Platform.SLACK, "T1", "U1", "U1")
CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
    "--virtual-time-budget=4000",
]


def pages() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What is drawn, by name."""
    drawn = Counter[str]()
    for reply in samples.replies(samples.USUAL):
        drawn[reply.kind] += 1
        name = reply.kind if drawn[reply.kind] == 1 else f"{reply.kind}-{drawn[reply.kind]}"
        yield name, [{"blocks": list(part.blocks)} for part in render(reply).parts]
        if isinstance(reply, Form):
            yield f"{name}-modal", [modal(reply, HERE, "Europe/Lisbon")]
        if isinstance(reply, Overview):
            yield f"{name}-home", [home(reply)]
    hidden = render(samples.comparison(samples.USUAL, hidden=True)).parts
    yield "comparison-in-a-channel", [{"blocks": list(part.blocks)} for part in hidden]
    plain = [part.without_charts() for part in render(samples.comparison(samples.USUAL)).parts]
    yield "comparison-without-charts", [{"blocks": list(part.blocks)} for part in plain]


def draw(name: str, parts: list[dict[str, Any]], profile: str) -> None:
    """One picture, as high as what is on it."""
    (KIT / "shown.json").write_text(json.dumps({"parts": parts}))
    bundle = ["npx", "esbuild", "entry.jsx", "--bundle", "--outfile=out/b.js", "--jsx=automatic"]
    bundle += ["--log-level=error", '--define:process.env.NODE_ENV="production"']
    subprocess.run(bundle, cwd=KIT, check=True)
    page = KIT / "out" / "index.html"
    page.write_text(
        '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="b.css"><div id="root"></div>'
        '<script src="b.js"></script>'
    )
    target = (GALLERY / f"{name}.png").resolve()
    own = [
        f"--user-data-dir={profile}",
        f"--screenshot={target}",
        "--window-size=640,3200",
        page.resolve().as_uri(),
    ]
    subprocess.run([*CHROMIUM, *own], check=True, capture_output=True)
    trim(target)


def trim(path: Path) -> None:
    """Cuts the empty foot off, and keeps few colours: pictures of words need no more."""
    from PIL import Image, ImageChops

    with Image.open(path) as opened:
        image = opened.convert("RGB")
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    bottom = min(image.height, (box[3] if box else 40) + 16)
    image.crop((0, 0, image.width, bottom)).quantize(64).save(path, optimize=True)


def main() -> None:
    """Draws all of it."""
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=KIT, check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as profile:
        for name, parts in pages():
            draw(name, parts, profile)


if __name__ == "__main__":
    main()
