"""The package to upload: valid, complete, the same every time, and true to the code."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft4Validator
from PIL import Image, ImageChops

from bot.teams import about
from bot.teams.adapter import COMMAND_NOTE
from dialogs.catalog import VERBS
from dialogs.words.meaning import Verb
from manifest.teams import icons
from manifest.teams.package import PLACEHOLDER, Incomplete, main, package
from tests.teams.browsing import modules

APP_ID = "7d3c1e6a-0f52-4f0b-9a44-2f6a5c1b8e90"
URL = "https://delta.contoso.test"


@cache
def built() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(package(APP_ID, URL)))


def manifest() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(built().read("manifest.json"))
    return content


def test_the_zip_holds_three_files_at_its_root() -> None:
    assert built().namelist() == ["manifest.json", "color.png", "outline.png"]


def test_the_same_configuration_is_the_same_zip() -> None:
    assert package(APP_ID, URL) == package(APP_ID.upper(), URL + "/")


def test_no_placeholder_is_left() -> None:
    content = {k: v for k, v in manifest().items() if k != "$schema"}
    assert PLACEHOLDER.search(json.dumps(content)) is None
    assert content["id"] == content["bots"][0]["botId"] == content["composeExtensions"][0]["botId"] == APP_ID
    assert content["validDomains"] == ["delta.contoso.test"]


def test_every_length_is_within_what_teams_takes() -> None:
    content = manifest()
    assert len(content["name"]["short"]) <= 30
    assert len(content["description"]["short"]) <= 80
    assert len(content["description"]["full"]) <= 4000
    assert len(content["developer"]["name"]) <= 32
    assert re.fullmatch(r"#[0-9A-F]{6}", content["accentColor"])
    for commands in (each["commands"] for each in content["bots"][0]["commandLists"]):
        assert len(commands) <= 12
        assert all(len(c["title"]) <= 32 and len(c["description"]) <= 128 for c in commands)
    for command in content["composeExtensions"][0]["commands"]:
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128


def test_the_manifest_is_valid_by_microsofts_schema() -> None:
    packages = modules()
    if packages is None or not (packages / "@microsoft" / "app-manifest").is_dir():
        pytest.skip("this needs `npm ci` in tests/teams/browser")
    found = packages / "@microsoft/app-manifest/build/json-schemas/teams/v1.25/MicrosoftTeams.schema.json"
    errors = [e.message for e in Draft4Validator(json.loads(found.read_text())).iter_errors(manifest())]
    assert errors == []


def test_every_command_is_a_verb_that_is_understood() -> None:
    personal, others = (
        {command["title"] for command in each["commands"]} for each in manifest()["bots"][0]["commandLists"]
    )
    assert all(Verb(title) in VERBS for title in personal | others)
    assert others <= personal
    typed = {Verb.INTERVIEW, Verb.PREP, Verb.DEBRIEF, Verb.VERDICT, Verb.OFFER, Verb.COMPARE, Verb.STATUS}
    typed |= {Verb.SHARE, Verb.SETTINGS, Verb.EXPORT, Verb.FORGET, Verb.HELP}
    assert {Verb(title) for title in personal} == typed  # the verbs of the experience, as many as Teams takes


def test_the_message_extension_is_the_one_that_the_adapter_knows() -> None:
    (command,) = manifest()["composeExtensions"][0]["commands"]
    assert (command["id"], command["type"], command["context"]) == (COMMAND_NOTE, "action", ["message"])
    assert command["fetchTask"] is True


async def test_the_pages_that_it_names_are_there() -> None:
    app = web.Application()
    app.add_routes(about.routes())
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        for name in ("websiteUrl", "privacyUrl", "termsOfUseUrl"):
            address = manifest()["developer"][name]
            assert address.startswith(URL + "/")
            path, _, part = address.removeprefix(URL).partition("#")
            got = await client.get(path)
            assert got.status == 200
            assert not part or f'id="{part}"' in await got.text()


def test_the_colour_icon_fills_its_square() -> None:
    image = Image.open(built().open("color.png")).convert("RGBA")
    assert image.size == (192, 192)
    assert image.getchannel("A").getextrema() == (255, 255)
    assert [image.getpixel(corner) for corner in ((0, 0), (191, 191))] == [icons.GROUND] * 2


def test_the_outline_icon_is_white_on_nothing() -> None:
    image = Image.open(built().open("outline.png")).convert("RGBA")
    assert image.size == (32, 32)
    assert image.getpixel((0, 0))[3] == 0  # type: ignore[index]
    drawn = [image.getpixel((x, y)) for x in range(32) for y in range(32)]
    assert {pixel[:3] for pixel in drawn if pixel[3]} == {(255, 255, 255)}  # type: ignore[index]
    assert len([pixel for pixel in drawn if pixel[3] > 200]) > 60  # type: ignore[index]


@pytest.mark.parametrize(("draw", "name"), [(icons.colour, "color.png"), (icons.outline, "outline.png")])
def test_the_icons_are_what_the_script_draws(draw: Any, name: str) -> None:
    kept = Image.open(built().open(name)).convert("RGBA")
    difference = ImageChops.difference(draw().convert("RGBA"), kept)
    assert max(high for _, high in difference.getextrema()) <= 8  # type: ignore[misc]


@pytest.mark.parametrize(
    ("app_id", "url", "names"),
    [
        ("", URL, "MICROSOFT_APP_ID"),
        ("not a guid", URL, "MICROSOFT_APP_ID"),
        (APP_ID, "", "COACH_PUBLIC_URL"),
        (APP_ID, "http://delta.contoso.test", "COACH_PUBLIC_URL"),
        (APP_ID, "https://delta.contoso.test/?x=1", "COACH_PUBLIC_URL"),
    ],
)
def test_what_is_missing_is_named(app_id: str, url: str, names: str) -> None:
    with pytest.raises(Incomplete, match=names):
        package(app_id, url)


def test_the_command_writes_the_zip_or_says_why_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "delta.zip"
    assert main([str(target)], {}) == 2
    assert not target.exists()
    assert "MICROSOFT_APP_ID" in capsys.readouterr().err
    assert main([str(target)], {"MICROSOFT_APP_ID": APP_ID, "COACH_PUBLIC_URL": URL}) == 0
    assert zipfile.is_zipfile(target)
