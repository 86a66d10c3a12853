"""An export as files: asked for, saved in the person's own OneDrive, shown; and another way where that fails."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import TickingClock
from bot.console.story import BEGINS
from bot.teams.render.files import CONSENT_TYPE, INFO_TYPE
from tests.teams.cloud import Cloud
from tests.teams.payloads import activity, in_group
from tests.teams.person import Person, said


@pytest.fixture
async def person(cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Person]:
    monkeypatch.setattr("bot.teams.files.PAUSES", (0.0, 0.0))
    who = Person(cloud, tmp_path / "coach.db", TickingClock(BEGINS))
    await who.begin()
    await who.says("seeing northwind thursday 3pm, hiring manager, operations analyst")
    yield who
    await who.end()


def asked(person: Person) -> list[dict[str, Any]]:
    """The questions whether a file may be saved."""
    found = [each for message in person.chat for each in message.get("attachments", [])]
    return [each for each in found if each["contentType"] == CONSENT_TYPE]


async def answer(
    person: Person, asks: dict[str, Any], action: str = "accept", url: str | None = None, **changes: Any
) -> int:
    """Presses one of the two buttons that Teams draws under such a question."""
    place = url or f"{person.cloud.service_url}drive/{asks['name']}"
    where = {"contentUrl": "https://x-my.sharepoint.com/notes", "name": asks["name"], "uploadUrl": place}
    value = {
        "type": "fileUpload",
        "action": action,
        "context": asks["content"][f"{action}Context"],
        "uploadInfo": {**where, "uniqueId": "u-1", "fileType": asks["name"].rpartition(".")[2]},
        **changes,
    }
    body = activity(
        person.cloud.service_url,
        type="invoke",
        name="fileConsent/invoke",
        text=None,
        value=value,
        replyToId="77",
    )
    got = await person.running.client.post(
        "/api/messages",
        json={**body, "id": str(next(person.ids))},
        headers={"Authorization": person.cloud.bearer()},
    )
    await person.is_told()
    return got.status


async def test_files_are_saved_where_the_person_agrees(person: Person) -> None:
    await person.says("export")
    markdown, machine = asked(person)
    assert (markdown["name"], machine["name"]) == ("delta-notes.md", "delta-notes.json")
    await person.restart()
    for asks in (markdown, machine):
        assert await answer(person, asks) == 200
    (path, headers, content), (_, _, for_machines) = person.cloud.uploads
    assert path == "/drive/delta-notes.md"
    assert headers["Content-Range"] == f"bytes 0-{len(content) - 1}/{len(content)}"
    assert len(content) == markdown["content"]["sizeInBytes"]
    assert "Authorization" not in headers
    assert "Northwind" in content.decode()
    assert json.loads(for_machines)["opportunities"][0]["company"] == "Northwind"
    shown = [c for c in person.cloud.calls if c.method == "PUT" and c.path.endswith("/77")]
    (file,) = shown[0].body["attachments"]
    assert file["contentType"] == INFO_TYPE
    assert file["content"] == {"uniqueId": "u-1", "fileType": "md"}


async def test_a_moment_of_trouble_is_waited_for(person: Person) -> None:
    person.cloud.upload_faults.extend([503, 429])
    await person.says("export")
    assert await answer(person, asked(person)[0]) == 200
    assert [len(content) > 0 for _, _, content in person.cloud.uploads] == [True] * 3
    assert "could not be saved" not in person.seen()


async def test_declined_it_is_offered_in_words(person: Person) -> None:
    await person.says("export")
    assert await answer(person, asked(person)[0], "decline") == 200
    assert "Nothing was saved" in person.seen(1)
    await person.presses("As messages")
    assert "# Your notes in Delta" in person.seen(3)
    assert len(asked(person)) == 2
    assert person.cloud.uploads == []


REFUSED = [403, 404, 307, 500]


@pytest.mark.parametrize("status", REFUSED)
async def test_what_cannot_be_saved_is_said(person: Person, status: int) -> None:
    person.cloud.upload_faults.extend([status] * 3)
    await person.says("export")
    assert await answer(person, asked(person)[0]) == 200
    assert "could not be saved" in person.seen(1)
    await person.presses("As messages")
    assert "Northwind" in person.seen(2)


ELSEWHERE = [
    "https://evil.example/drive",
    "https://sharepoint.com.evil.example/x",
    "https://evilsharepoint.com/x",
    "http://x-my.sharepoint.com/x",
    "https://user@x-my.sharepoint.com/x",
    "file:///etc/passwd",
    "https://[",
]


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_nothing_is_saved_anywhere_else(person: Person, url: str) -> None:
    await person.says("export")
    assert await answer(person, asked(person)[0], url=url) == 200
    assert "could not be saved" in person.seen(1)


async def test_an_old_question_leads_to_a_fresh_copy(person: Person) -> None:
    await person.says("export")
    (asks, _) = asked(person)
    await person.passes(timedelta(days=8))
    await person.running.coaching.delivery.tidy()
    assert await answer(person, asks) == 200
    assert "too old" in person.seen(1)
    await person.presses("Export now")
    assert len(asked(person)) == 4


WRONG: list[dict[str, Any]] = [
    {"context": None},
    {"context": {"delivery": "a#0"}},
    {"context": {"delivery": "a#0", "file": "1e9"}},
    {"context": {"delivery": ["a"], "file": "0"}},
    {"uploadInfo": None},
    {"uploadInfo": {"uploadUrl": 5}},
]


@pytest.mark.parametrize("changes", WRONG, ids=str)
async def test_what_is_none_of_ours_is_refused(person: Person, changes: dict[str, Any]) -> None:
    await person.says("export")
    assert await answer(person, asked(person)[0], **changes) == 501
    assert person.cloud.uploads == []


@pytest.mark.parametrize("delivery", ["nobody#0", "1700000000001@elsewhere#0", "x", "#"])
async def test_only_ones_own_files_are_there(person: Person, delivery: str) -> None:
    await person.says("export")
    assert await answer(person, asked(person)[0], context={"delivery": delivery, "file": "0"}) == 200
    assert "too old" in person.seen(1)
    assert person.cloud.uploads == []


async def test_in_a_group_nothing_is_handed_over(person: Person) -> None:
    await person.posts(in_group(person.cloud.service_url, "export"))
    assert asked(person) == []
    assert any("ask me in our private conversation" in said(message) for message in person.chat)
