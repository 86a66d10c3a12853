"""What is refused at the door: unsigned, stale, foreign or oversized requests; what is malformed does no harm."""

from __future__ import annotations

import time

import pytest

from tests.slack.workspace import Workspace


async def test_a_bad_signature_is_refused(workspace: Workspace) -> None:
    answer = await workspace.types("status", secret="someone else's")
    assert answer.status == 401
    assert workspace.slack.messages == []


async def test_a_stale_request_is_refused(workspace: Workspace) -> None:
    answer = await workspace.types("status", at=int(time.time()) - 400)
    assert answer.status == 401
    assert workspace.slack.messages == []


async def test_another_workspaces_request_is_not_answered_with_our_token(workspace: Workspace) -> None:
    fields = {"command": "/coach", "text": "status", "team_id": "T9", "user_id": "U9", "trigger_id": "t9"}
    answer = await workspace.form(fields | {"channel_id": "D9"})
    await workspace.settled()
    assert answer.status == 200
    assert workspace.slack.messages == []


async def test_slacks_own_checks_are_answered(workspace: Workspace) -> None:
    challenge = await workspace.send('{"type":"url_verification","challenge":"c1"}', "application/json")
    assert await challenge.json() == {"challenge": "c1"}
    assert (await workspace.form({"ssl_check": "1", "token": "x"})).status == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "application/json"),
        ("{", "application/json"),
        ("[]", "application/json"),
        ('{"type":"event_callback"}', "application/json"),
        ('{"type":"event_callback","event":{"type":"message"}}', "application/json"),
        ("payload=%7B", "application/x-www-form-urlencoded"),
        ("payload=%7B%22type%22%3A%22block_actions%22%7D", "application/x-www-form-urlencoded"),
        ("command=%2Fcoach", "application/x-www-form-urlencoded"),
        ("\x00\x01", "application/octet-stream"),
    ],
)
async def test_malformed_payloads_do_no_harm(workspace: Workspace, body: str, kind: str) -> None:
    answer = await workspace.send(body, kind)
    assert answer.status in (200, 400, 404, 500)
    await workspace.says("help")
    assert workspace.reads()


async def test_a_request_of_many_megabytes_is_turned_away(workspace: Workspace) -> None:
    answer = await workspace.send("x" * 2_000_000, "application/json")
    assert answer.status == 413
