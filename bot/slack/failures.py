"""What Slack's refusals mean for a message: try later, never, or nobody knows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from dialogs.ports import AnswerLost, TryLater, Undeliverable

SHORT_WAIT = 1.0
MAY_PASS = frozenset({"service_unavailable", "team_added_to_org", "request_timeout", "token_expired"})
"""Nothing was done, and it may work in a moment."""
MAY_HAVE_HAPPENED = frozenset({"fatal_error", "internal_error"})
"""Slack's pages say of these that part of the work may be done."""
TOO_MANY_HERE = frozenset({"rate_limited", "message_limit_exceeded"})
"""Too many messages in one channel, as opposed to the workspace's limit, which is HTTP 429."""
UNREACHABLE = frozenset(
    {
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "user_not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "is_inactive",
        "user_not_found",
        "users_not_found",
        "user_disabled",
    }
)
"""The place cannot be posted to; the person can still be told so in private."""
GONE = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "block_mismatch"}
)
"""The message to edit cannot be edited: it is posted anew instead."""
NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message", "invalid_thread_ts"})
NO_TRIGGER = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired"})
"""What was pressed was pressed too long ago to open a modal with."""
CHARTS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_block_type"})


def reason_of(error: SlackApiError) -> str:
    """Slack's one word for what was wrong."""
    data = _data(error)
    return str(data.get("error") or f"http_{_status(error)}")


def meaning(error: Exception, *, repeatable: bool) -> Exception:
    """What a failed call means. `repeatable`: doing it twice is doing it once, as with an edit.

    Returns one of the sender's three outcomes; an error that is none of Slack's comes back as it is.
    """
    if isinstance(error, SlackApiError):
        return _refused(error, repeatable)
    if isinstance(error, aiohttp.ClientConnectorError | SlackClientError):
        return TryLater(type(error).__name__)
    if isinstance(error, aiohttp.ClientError | asyncio.TimeoutError | OSError):
        return TryLater(type(error).__name__) if repeatable else AnswerLost(type(error).__name__)
    return error


def _refused(error: SlackApiError, repeatable: bool) -> Exception:
    reason, status = reason_of(error), _status(error)
    if status == 429 or reason == "ratelimited":
        return TryLater("ratelimited", _retry_after(error), whole_tenant=True)
    if reason in TOO_MANY_HERE:
        return TryLater(reason, _retry_after(error))
    if reason in MAY_PASS or status == 503:
        return TryLater(reason, SHORT_WAIT if reason == "token_expired" else None)
    if reason in MAY_HAVE_HAPPENED or status >= 500:
        return TryLater(reason) if repeatable else AnswerLost(reason)
    return Undeliverable(reason)


def _retry_after(error: SlackApiError) -> float:
    headers: Mapping[str, str] = getattr(error.response, "headers", {}) or {}
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(SHORT_WAIT, float(given))
    except ValueError:
        return SHORT_WAIT


def _data(error: SlackApiError) -> Mapping[str, Any]:
    data = getattr(error.response, "data", error.response)
    return data if isinstance(data, Mapping) else {}


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", getattr(error.response, "status", 0)) or 0)
