"""Documentation is tested against the code: settings, commands, links, decisions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import Settings
from bot.teams.settings import TeamsSettings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MARKDOWN = sorted(p for p in ROOT.rglob("*.md") if not {".venv", "node_modules"} & set(p.parts))


@pytest.mark.parametrize(
    "alias",
    [f.alias for each in (Settings, TeamsSettings) for f in each.model_fields.values()],
)
def test_every_setting_is_in_the_readme(alias: str) -> None:
    assert f"`{alias}`" in README


def test_every_setting_in_the_readme_exists() -> None:
    shown = set(re.findall(r"^\| `([A-Z_]+)` \|", README, flags=re.M))
    known = {f.alias for each in (Settings, TeamsSettings) for f in each.model_fields.values()}
    assert shown == known


def test_the_readme_names_the_two_commands_first() -> None:
    assert README.index("make demo") < README.index("make test") < README.index("## How a message travels")


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (path.parent / target).exists(), f"{path}: {target}"


def test_every_command_that_the_readme_shows_exists() -> None:
    shown = set(re.findall(r"(?:`|\| )coach ([\w-]+)", README))
    assert len(shown) > 4
    assert shown <= set(main.commands)


def test_every_dependency_has_its_reason() -> None:
    table = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=\[]", requirement)[0]
        assert name in table, f"{name} has no reason in docs/dependencies.md"


def test_the_locks_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[\w.-]+==", text, flags=re.M)
        assert len(pinned) > 50
        assert text.count("--hash=sha256:") >= len(pinned)


def test_the_locks_hold_all_that_is_asked_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run, dev = asked["project"]["dependencies"], asked["dependency-groups"]["dev"]
    for name, wanted in (("requirements.lock", run), ("requirements-dev.lock", [*run, *dev])):
        pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / name).read_text(encoding="utf-8"), flags=re.M))
        names = {re.split(r"[<>=\[]", each)[0].casefold().replace("_", "-") for each in wanted}
        assert names <= pinned, f"run `make lock`: {name} lacks {sorted(names - pinned)}"


def test_every_decision_is_one_page_with_a_number() -> None:
    numbers = []
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name), path.name
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]}"), f"{path.name} does not begin with its number"
        assert len(text.splitlines()) <= 90, f"{path.name} is longer than a page"
        numbers.append(path.name[:4])
    assert len(set(numbers)) == len(numbers)
