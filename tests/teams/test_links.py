"""Pictures by link: sealed, expiring, drawn from what is kept, and nothing told to anybody else."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.clock import SteppedClock
from bot.teams.links import LIFE, Links, Spot
from dialogs.turn import Forget, Message, Turn
from storage.encryption import MasterKeys
from tests.teams import samples
from tests.teams.login import TENANT
from tests.teams.payloads import AAD
from tests.teams.person import PUBLIC, Person
from tests.teams.test_render import elements

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
SPOT = Spot(TENANT, AAD, "1700@abc", "paths")
KEYS = (b"1" * 32, b"2" * 32)


async def compare(person: Person) -> list[dict[str, Any]]:
    """Lets a comparison be sent; the images that came with it."""
    await person.says("hello")
    store = person.running.coaching.store
    known = (await store.load(TENANT, AAD, "")).person
    assert known is not None
    assert known.home is not None
    said = Message(known.home, samples.comparison(samples.USUAL))
    await store.save(Turn("compared", known, messages=(said,)), person.clock.now())
    await person.is_told()
    return [e for m in person.chat for e in elements(m.get("attachments", [])) if e.get("type") == "Image"]


async def look(person: Person, url: str) -> ClientResponse:
    return await person.running.client.get(url.removeprefix(PUBLIC))


async def test_a_picture_that_fits_is_in_the_card(person: Person) -> None:
    images = await compare(person)
    assert len(images) == 2
    assert all(image["url"].startswith("data:image/png;base64,") and image["altText"] for image in images)


async def test_one_that_does_not_fit_is_linked(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.teams.painting.PICTURE_BYTES", 100)
    images = await compare(person)
    assert [image["url"].startswith(f"{PUBLIC}/pictures/") for image in images] == [True, True]
    assert all(image["altText"] for image in images)
    await person.restart()
    seen = set()
    for image in images:
        got = await look(person, image["url"])
        assert (got.status, got.content_type) == (200, "image/png")
        assert got.headers["Cache-Control"].startswith("private")
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        png = await got.read()
        assert png.startswith(b"\x89PNG")
        seen.add(png)
    assert len(seen) == 2


async def test_what_was_forgotten_or_is_over_is_not_shown(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.teams.painting.PICTURE_BYTES", 100)
    url = (await compare(person))[0]["url"]
    assert (await look(person, url)).status == 200
    store = person.running.coaching.store
    known = (await store.load(TENANT, AAD, "")).person
    assert known is not None
    await store.save(Turn("forgets", known, forget=Forget()), person.clock.now())
    for ago, status in ((timedelta(), 404), (LIFE, 410)):
        person.clock.move_to(person.clock.now() + ago)
        got = await look(person, url)
        assert (got.status, await got.read(), got.headers["Cache-Control"]) == (status, b"", "no-store")


@pytest.mark.parametrize("token", ["x", "A" * 60, "A" * 4_000, "../../etc/passwd", "%00", "é", "-" * 41])
async def test_an_address_that_is_none_of_ours_tells_nothing(person: Person, token: str) -> None:
    got = await person.running.client.get(f"/pictures/{token}.png")
    assert got.status == 404
    assert b"Traceback" not in await got.read()


async def test_when_many_are_drawn_it_asks_for_patience(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.teams.painting.PICTURE_BYTES", 100)
    url = (await compare(person))[0]["url"]
    monkeypatch.setattr("bot.teams.links.MOST_WAITING", 0)
    assert (await look(person, url)).status == 503


def links(keys: tuple[bytes, ...] = KEYS, at: datetime = NOW, url: str = PUBLIC) -> Links:
    return Links(url, keys, SteppedClock(at))


def token_of(address: str | None) -> str:
    assert address is not None
    return address.rpartition("/")[2].removesuffix(".png")


def test_an_address_says_nothing_and_is_read_by_any_process_with_a_key_of_then() -> None:
    token = token_of(links().to(SPOT))
    told = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert not any(word.encode() in told for word in (TENANT, AAD, "1700", "paths"))
    assert links((b"0" * 32, *KEYS)).read(token) == SPOT  # a new master key before the old ones
    with pytest.raises(LookupError):
        links((b"0" * 32,)).read(token)
    with pytest.raises(TimeoutError):
        links(at=NOW + LIFE).read(token)


@pytest.mark.parametrize("at", [0, 15, -5])
def test_a_changed_address_is_none(at: int) -> None:
    token = token_of(links().to(SPOT))
    changed = list(token)
    changed[at] = "A" if changed[at] not in "AB" else "Q"
    with pytest.raises(LookupError):
        links().read("".join(changed))


def test_without_an_address_or_with_too_long_a_name_there_is_no_link() -> None:
    assert links(url="").to(SPOT) is None
    assert links(keys=()).to(SPOT) is None
    assert links().to(replace(SPOT, activity="x" * 3_000)) is None


def test_each_purpose_has_keys_of_its_own() -> None:
    masters = MasterKeys(KEYS)
    one, other = masters.derived(b"pictures"), masters.derived(b"something else")
    assert len({*one, *other, *KEYS}) == 6
    assert MasterKeys(KEYS[1:]).derived(b"pictures") == one[1:]
