"""Every block against the types of Slack's own Node SDK, read by the TypeScript compiler.

It knows shapes and not lengths: an unknown type, key or style, markup where plain text belongs. It needs its packages
once: `npm ci --prefix tests/slack/node`; `DELTA_REQUIRE_EMULATOR=1` turns "they are not here" into a failure.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.render import render
from bot.slack.render.home import home
from bot.slack.render.modal import modal
from dialogs.replies import Overview
from tests.slack.test_render import HERE, SIZES
from tests.teams import samples

KIT = Path(__file__).parent / "node" / "node_modules"
UNKNOWN = {"data_visualization"}
"""Younger than the types: held by the walker and by slackblocks' numbers alone."""
NOT_IN_THE_TYPES = "'\"offset\"' does not exist in type 'RichTextList'."
"""Slack's page has it (where a numbered list goes on counting), and so has the Python SDK; these types do not."""


@pytest.fixture(scope="module")
def compiler() -> Path:
    """The TypeScript compiler."""
    found = KIT / "typescript" / "bin" / "tsc"
    if not found.exists():
        if os.environ.get("DELTA_REQUIRE_EMULATOR"):
            pytest.fail("npm ci --prefix tests/slack/node")
        pytest.skip("TypeScript is not installed: npm ci --prefix tests/slack/node")
    return found


def blocks(size: samples.Size) -> Iterator[dict[str, Any]]:
    """Every block of every message, and of the home."""
    for reply in samples.replies(size):
        yield from (block for part in render(reply).parts for block in part.blocks)
        if isinstance(reply, Overview):
            yield from home(reply)["blocks"]


def complaints(compiler: Path, folder: Path, source: str) -> list[str]:
    """What the compiler finds wrong."""
    path = folder / "shown.ts"
    path.write_text(f'import type {{ KnownBlock, View }} from "@slack/types";\n{source}')
    (folder / "node_modules").symlink_to(KIT.resolve())
    flags = ["--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "node", "--target", "es2022"]
    told = subprocess.run(
        ["node", str(compiler), *flags, str(path)], capture_output=True, text=True, check=False
    )
    errors = [line for line in told.stdout.splitlines() if "error TS" in line]
    return [line for line in errors if not line.endswith(NOT_IN_THE_TYPES)]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_slacks_own_types_take_every_block(compiler: Path, tmp_path: Path, size: samples.Size) -> None:
    known = [block for block in blocks(size) if block["type"] not in UNKNOWN]
    shown = {json.dumps(shape(block), sort_keys=True): block for block in known}
    lines = [f"const b{n}: KnownBlock = {json.dumps(block)};" for n, block in enumerate(shown.values())]
    view = modal(samples.form(samples.USUAL), HERE)
    assert (
        complaints(compiler, tmp_path, "\n".join([*lines, f"const view: View = {json.dumps(view)};"])) == []
    )


def shape(node: Any) -> Any:
    """A block without its words: one of each shape is enough for a compiler."""
    if isinstance(node, dict):
        return {key: shape(value) if key != "type" else value for key, value in node.items()}
    return [shape(each) for each in node[:3]] if isinstance(node, list) else None


def test_the_compiler_finds_what_is_wrong(compiler: Path, tmp_path: Path) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "x"}, "style": "warm"}
    wrong = [
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "actions", "elements": [button]},
        {"type": "no_such_block"},
        {"type": "divider", "colour": "red"},
    ]
    lines = [f"const b{n}: KnownBlock = {json.dumps(block)};" for n, block in enumerate(wrong)]
    assert len(complaints(compiler, tmp_path, "\n".join(lines))) == len(wrong)
