"""Every card as Microsoft's own renderer draws it: `python -m tests.teams.gallery` writes docs/gallery/teams."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.teams.painting import paint
from bot.teams.render import draw
from bot.teams.render.pictures import Picture
from dialogs.replies import OfferComparison, Reply
from tests.teams import samples
from tests.teams.browsing import HERE, chromium, modules

FOLDER = Path(__file__).parent.parent.parent / "docs" / "gallery" / "teams"


def cards(replies: tuple[Reply, ...]) -> list[dict[str, Any]]:
    """The cards of some replies, each with a name for its picture."""
    found = []
    for reply in replies:
        name = re.sub(r"(?<!^)(?=[A-Z])", "-", type(reply).__name__).lower()
        drawn = [
            part.card
            for part in draw(reply, key="card:o1", pictures=_painted(reply))
            if part.card is not None
        ]
        for number, card in enumerate(drawn, 1):
            found.append({"name": name if len(drawn) == 1 else f"{name}-{number}", "card": card})
    return found


def _painted(reply: Reply) -> tuple[Picture, ...]:
    return paint(reply) if isinstance(reply, OfferComparison) else ()


def rendered(
    shown: list[dict[str, Any]], browser: str, packages: Path, folder: Path | None
) -> list[dict[str, Any]]:
    """What the renderer made of them."""
    wanted = {"cards": shown, "chromium": browser, "folder": str(folder) if folder else None}
    done = subprocess.run(
        ["node", str(HERE / "render.cjs")],
        input=json.dumps(wanted).encode(),
        stdout=subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "NODE_PATH": str(packages)},
        timeout=240,
        check=True,
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def main() -> int:
    """Draws the gallery anew."""
    browser, packages = chromium(), modules()
    if browser is None or packages is None:
        sys.stderr.write("This needs Chromium and, in tests/teams/browser, `npm ci`.\n")
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    for answer in rendered(cards(samples.replies(samples.USUAL)), browser, packages, FOLDER):
        sys.stdout.write(f"{answer['name']}: {answer['height']} px, {answer['events'] or 'nothing wrong'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
