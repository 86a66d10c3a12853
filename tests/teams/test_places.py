"""A sealed place: opened by those it was made for, and by nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.teams.places import Places
from bot.teams.settings import TeamsSettings
from dialogs.activity import ConversationReference, Platform
from tests.teams.login import APP, TENANT
from tests.teams.payloads import AAD, CHANNEL, PERSONAL

EXTRA = {"service_url": "https://smba.trafficmanager.net/emea/", "bot": "28:b", "user": "29:u"}
HERE = ConversationReference(
    Platform.TEAMS, TENANT, CHANNEL, AAD, thread="17", shared=True, extra={**EXTRA, "kind": "channel"}
)
HOME = ConversationReference(Platform.TEAMS, TENANT, PERSONAL, AAD, extra={**EXTRA, "kind": "personal"})


def places(of: str = "one") -> Places:
    return Places(TeamsSettings(_env_file=None, app_id=APP, app_password=of, app_tenant_id=TENANT))


def test_a_place_is_the_same_after_a_restart() -> None:
    sealed = places().sealed(HERE)
    assert sealed is not None
    assert places().begun_in(sealed, HOME) == HERE


def test_a_private_place_needs_no_seal() -> None:
    assert places().sealed(HOME) is None


@pytest.mark.parametrize(
    "pressed_in",
    [
        replace(HOME, person="somebody else"),
        replace(HOME, tenant="another"),
        replace(HERE, conversation="19:x"),
    ],
)
def test_a_place_is_only_for_whom_it_was_made(pressed_in: ConversationReference) -> None:
    assert places().begun_in(places().sealed(HERE) or "", pressed_in) == pressed_in


@pytest.mark.parametrize("sealed", ["", ".", "x", "x.y", "W10.abc", "ü.ü"])
def test_what_is_not_ours_changes_nothing(sealed: str) -> None:
    assert places().begun_in(sealed, HOME) == HOME


def test_another_secret_is_another_seal() -> None:
    assert places().begun_in(places("old").sealed(HERE) or "", HOME) == HOME
