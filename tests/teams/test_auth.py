"""Who is let in: own tokens, signed by own keys, through the SDK's real validation."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest

from bot.teams.sdk import ASK_AGAIN_AFTER, KEYS_LAST
from tests.teams.cloud import KEY, OTHER_KEY, Cloud, signing_key
from tests.teams.conftest import Build, Side
from tests.teams.login import APP, Login
from tests.teams.payloads import activity


def unsigned(cloud: Cloud) -> str:
    """A token with "alg": "none"."""

    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    claims = {"iss": "https://api.botframework.com", "aud": APP, "serviceurl": cloud.service_url, "exp": 9e9}
    return f"Bearer {part({'alg': 'none', 'kid': 'key-1'})}.{part(claims)}."


def symmetric(cloud: Cloud) -> str:
    claims = {"iss": "https://api.botframework.com", "aud": APP, "serviceurl": cloud.service_url, "exp": 9e9}
    key = "a secret that is long enough for this test"
    return "Bearer " + jwt.encode(claims, key, algorithm="HS256", headers={"kid": "key-1"})


def soon(seconds: int) -> int:
    return int(time.time()) + seconds


TABLE: list[tuple[str, Callable[[Cloud], str | None], int]] = [
    ("no header", lambda c: None, 401),
    ("an empty header", lambda c: " ", 401),
    ("garbage", lambda c: "Bearer garbage", 401),
    ("three parts", lambda c: "Bearer a b", 401),
    ("basic", lambda c: "Basic dXNlcjpwYXNz", 401),
    ("valid", lambda c: c.bearer(), 200),
    ("expired 20 minutes ago", lambda c: c.bearer(exp=soon(-1200)), 401),
    ("expired 4 minutes ago, within the leeway", lambda c: c.bearer(exp=soon(-240)), 200),
    ("no exp", lambda c: c.bearer(exp=None), 401),
    ("not yet valid", lambda c: c.bearer(nbf=soon(3000)), 401),
    ("wrong audience", lambda c: c.bearer(aud="somebody else"), 401),
    ("no audience", lambda c: c.bearer(aud=None), 401),
    ("wrong issuer", lambda c: c.bearer(iss="https://evil.example"), 401),
    ("no issuer", lambda c: c.bearer(iss=None), 401),
    ("unknown key id", lambda c: c.bearer(kid="key-9"), 401),
    ("no key id", lambda c: c.bearer(kid=None), 401),
    ("another key", lambda c: c.bearer(key=OTHER_KEY), 401),
    ("HS256", symmetric, 401),
    ("alg none", unsigned, 401),
    ("another service URL", lambda c: c.bearer(serviceurl="https://smba.trafficmanager.net/emea/"), 401),
    ("no service URL claim", lambda c: c.bearer(serviceurl=None), 401),
    (
        "a token of the emulator's kind",
        lambda c: c.bearer(
            iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", ver="1.0", appid=APP
        ),
        401,
    ),
]


@pytest.mark.parametrize(("bearer", "status"), [pytest.param(b, s, id=n) for n, b, s in TABLE])
async def test_who_is_let_in(side: Side, bearer: Callable[[Cloud], str | None], status: int) -> None:
    got = await side.post(activity(side.cloud.service_url), bearer=bearer(side.cloud))
    assert got.status == status
    assert len(side.service.handled) == (1 if status == 200 else 0)
    assert "Traceback" not in await got.text()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"channelId": "slack"}, 401),  # not endorsed by the key
        ({"channelId": "webchat"}, 403),  # endorsed, but no place of ours
        ({"channelData": {"tenant": {"id": "another"}}}, 403),
        ({"channelData": {}, "conversation": {"id": "x", "conversationType": "personal"}}, 403),
        ({"serviceUrl": None}, 400),
        ({"serviceUrl": 5}, 400),
        ({"type": 5}, 400),
        ({"conversation": {}}, 400),
        ({"from": "somebody"}, 400),
        ({"recipient": None}, 400),
    ],
)
async def test_a_good_token_is_not_enough(side: Side, changes: dict[str, Any], status: int) -> None:
    got = await side.post(activity(side.cloud.service_url, **changes))
    assert got.status == status
    assert side.service.handled == []


@pytest.mark.parametrize("body", [[], [1], "text", 5, None])
async def test_a_body_that_is_no_object_is_a_bad_request(side: Side, body: Any) -> None:
    assert (await side.post(body)).status == 400


async def test_a_body_that_is_no_json_is_a_bad_request(side: Side) -> None:
    got = await side.client.post("/api/messages", data=b"\xff{not json")  # and no content type to speak of
    assert got.status == 400


async def test_a_body_deeper_than_any_card_is_a_bad_request(side: Side) -> None:
    got = await side.client.post("/api/messages", data=b"[" * 100_000)
    assert got.status == 400


async def test_a_body_that_never_ends_is_cut_off(side: Side) -> None:
    got = await side.client.post("/api/messages", data=b" " * 300_000)
    assert got.status == 413


async def test_a_host_that_is_not_trusted_is_refused_even_with_its_own_claim(build: Build) -> None:
    side = await build()
    url = "https://connector.evil.example/"
    got = await side.post(activity(url), bearer=side.cloud.bearer(serviceurl=url))
    assert got.status == 403


async def test_a_listed_tenant_is_let_in(build: Build, cloud: Cloud) -> None:
    side = await build(cloud.settings(allowed_tenants="Another, third"))
    got = await side.post(activity(cloud.service_url, channelData={"tenant": {"id": "ANOTHER"}}))
    assert got.status == 200
    assert side.service.handled[0].tenant == "ANOTHER"
    assert (await side.post(activity(cloud.service_url))).status == 403  # its own is not listed then


# -- keys ----------------------------------------------------------------------------------------------------------


class Hands:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


async def test_new_signing_keys_are_taken_at_once(build: Build, cloud: Cloud) -> None:
    hands = Hands()
    side = await build(steady=hands)
    assert (await side.post(activity(cloud.service_url))).status == 200
    fetched = cloud.key_requests
    new = signing_key()
    cloud.keys = {"key-2": new}
    hands.now += ASK_AGAIN_AFTER + 1  # minutes, where the SDK would have needed a day
    assert (
        await side.post(activity(cloud.service_url), bearer=cloud.bearer(key=new, kid="key-2"))
    ).status == 200
    assert cloud.key_requests == fetched + 1


async def test_strangers_with_unknown_keys_do_not_make_us_hammer_the_key_server(
    build: Build, cloud: Cloud
) -> None:
    side = await build()
    for n in range(20):
        assert (
            await side.post(activity(cloud.service_url), bearer=cloud.bearer(kid=f"stranger-{n}"))
        ).status == 401
    assert cloud.key_requests == 1


async def test_old_keys_are_better_than_none(build: Build, cloud: Cloud) -> None:
    hands = Hands()
    side = await build(steady=hands)
    assert (await side.post(activity(cloud.service_url))).status == 200
    cloud.keys_fail = True
    hands.now += KEYS_LAST + 1
    assert (await side.post(activity(cloud.service_url))).status == 200


async def test_without_any_keys_it_is_not_the_senders_fault(side: Side) -> None:
    side.cloud.keys_fail = True
    assert (await side.post(activity(side.cloud.service_url))).status == 503


async def test_many_at_once_fetch_the_keys_once(side: Side) -> None:
    url = side.cloud.service_url
    got = await asyncio.gather(
        *(side.post(activity(url, id=str(n)), bearer=side.cloud.bearer(n=n)) for n in range(8))
    )
    assert [each.status for each in got] == [200] * 8
    assert side.cloud.key_requests == 1


async def test_a_token_is_validated_once_and_its_end_is_kept(build: Build, cloud: Cloud) -> None:
    hands = Hands()
    side = await build(time=hands)
    bearer = cloud.bearer(exp=int(hands.now) + 100)
    assert (await side.post(activity(cloud.service_url), bearer=bearer)).status == 200
    cloud.keys = {"key-1": OTHER_KEY}
    assert (await side.post(activity(cloud.service_url), bearer=bearer)).status == 200
    other_place = await side.post(activity(f"{cloud.service_url}other/"), bearer=bearer)
    assert other_place.status == 401  # what was checked was this token for that place
    cloud.keys = {"key-1": KEY}


# -- without authentication ------------------------------------------------------------------------------------------


async def test_the_development_switch_lets_this_machine_in(build: Build, cloud: Cloud) -> None:
    side = await build(cloud.settings(app_id="", app_password="", app_tenant_id="", no_auth=True))
    assert (await side.post(activity(cloud.service_url), bearer=None)).status == 200
    assert (await side.post(activity(cloud.service_url, channelId="emulator"), bearer=None)).status == 200
    assert (await side.post(activity(cloud.service_url, channelId="slack"), bearer=None)).status == 403
    assert (await side.post(activity("http://10.0.0.1/"), bearer=None)).status == 403


@pytest.mark.parametrize("remote", ["10.0.0.7", "192.0.2.1", "::ffff:10.0.0.1", ""])
async def test_the_development_switch_lets_nobody_else_in(build: Build, cloud: Cloud, remote: str) -> None:
    from bot.teams.auth import Refused

    side = await build(cloud.settings(app_id="", app_password="", app_tenant_id="", no_auth=True))
    with pytest.raises(Refused):
        await side.identity.gate.check(
            "", channel="msteams", service_url=cloud.service_url, tenant="t", remote=remote
        )


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"app_password": ""}, "MICROSOFT_APP_PASSWORD"),
        ({"app_tenant_id": ""}, "MICROSOFT_APP_TENANT_ID"),
        ({"app_type": "MultiTenant", "app_tenant_id": ""}, "TEAMS_ALLOWED_TENANTS"),
        ({"no_auth": True}, "TEAMS_DEV_WITHOUT_AUTH"),
    ],
)
def test_settings_that_cannot_work_name_the_variable(changes: dict[str, Any], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        Cloud(service_url="http://127.0.0.1/", login=Login("https://127.0.0.1/t")).settings(**changes)


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://SMBA.trafficmanager.net/amer/", True),
        ("https://europe.botframework.com/", True),
        ("http://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evilbotframework.com/", False),
        ("https://user@smba.trafficmanager.net/", False),
        ("http://127.0.0.1:9000/", False),
        ("http://169.254.169.254/", False),
        ("https://[::1]/", False),
        ("file:///etc/passwd", False),
        ("https://x:99999/", False),
        ("", False),
    ],
)
def test_the_token_goes_to_trusted_hosts_only(url: str, trusted: bool) -> None:
    from bot.teams.settings import TeamsSettings

    settings = TeamsSettings(_env_file=None, app_id=APP, app_password="x", app_tenant_id="t")
    assert settings.trusts(url) is trusted
