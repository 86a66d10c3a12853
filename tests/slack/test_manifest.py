"""The manifest says what the code does: commands, shortcuts, events, scopes, prompts and addresses."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.slack import adapter, answers, edge, sender, web
from bot.slack import board as slack_board
from bot.slack import clients as slack_clients
from bot.slack import coaching as slack_coaching

TEXT = Path("manifest/slack.yaml").read_text()
MANIFEST: dict[str, Any] = yaml.safe_load(TEXT)
FEATURES, SETTINGS = MANIFEST["features"], MANIFEST["settings"]

NEEDED_FOR = {
    "assistant_threads_setStatus": "assistant:write",
    "assistant_threads_setSuggestedPrompts": "assistant:write",
    "chat_delete": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_open": "im:write",
    "files_upload_v2": "files:write",
    "users_info": "users:read",
    "views_open": None,
    "views_publish": None,
}
"""The scope of each method that we call, from its page at docs.slack.dev/reference/methods."""
HEARD = {"app_mention": "app_mentions:read", "message.im": "im:history"}
"""The scope of each event, from its page at docs.slack.dev/reference/events."""


def called_methods() -> set[str]:
    """Every Web API method that the code names."""
    found = set()
    for module in (edge, sender, slack_clients, slack_coaching, slack_board):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Attribute) and re.fullmatch(r"[a-z]+_\w+", node.attr):
                family = node.attr.partition("_")[0]
                if family in {"assistant", "chat", "conversations", "files", "reactions", "users", "views"}:
                    found.add(node.attr)
    return found


def test_every_method_that_is_called_has_its_scope_and_no_scope_is_idle() -> None:
    methods = called_methods()
    assert methods == set(NEEDED_FOR)
    needed = {NEEDED_FOR[method] for method in methods} - {None}
    needed |= {HEARD[event] for event in SETTINGS["event_subscriptions"]["bot_events"] if event in HEARD}
    assert sorted(needed | {"commands"}) == MANIFEST["oauth_config"]["scopes"]["bot"] == list(web.SCOPES)


def test_every_scope_gives_its_reason() -> None:
    for scope in MANIFEST["oauth_config"]["scopes"]["bot"]:
        assert re.search(rf"- {scope} # .{{10,}}", TEXT), scope


def test_the_events_are_those_that_the_edge_handles() -> None:
    source = inspect.getsource(edge.SlackEdge._event)
    handled = set(re.findall(r'case "(\w+)"', source))
    subscribed = {event.partition(".")[0] for event in SETTINGS["event_subscriptions"]["bot_events"]}
    assert handled == subscribed


def test_the_command_and_the_shortcuts_are_those_that_the_adapter_knows() -> None:
    assert [command["command"] for command in FEATURES["slash_commands"]] == [adapter.COMMAND]
    assert {(s["type"], s["callback_id"]) for s in FEATURES["shortcuts"]} == {
        ("global", adapter.DEBRIEF_SHORTCUT),
        ("message", adapter.NOTE_SHORTCUT),
    }


def test_the_suggested_prompts_are_the_same_in_both_places() -> None:
    assert FEATURES["agent_view"]["suggested_prompts"] == [dict(prompt) for prompt in answers.PROMPTS]


def test_every_address_is_one_that_we_serve() -> None:
    told = [
        SETTINGS["event_subscriptions"]["request_url"],
        SETTINGS["interactivity"]["request_url"],
        *(command["url"] for command in FEATURES["slash_commands"]),
        *MANIFEST["oauth_config"]["redirect_urls"],
    ]
    assert {urlsplit(address).path for address in told} == {web.EVENTS, web.REDIRECT}


def test_lengths_that_slack_checks() -> None:
    about = MANIFEST["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    assert len(FEATURES["agent_view"]["agent_description"]) <= 300
    assert len(FEATURES["agent_view"]["suggested_prompts"]) <= 4
    assert all(len(shortcut["name"]) <= 24 for shortcut in FEATURES["shortcuts"])
    assert all(len(shortcut["description"]) <= 150 for shortcut in FEATURES["shortcuts"])
