"""Forms in the terminal: prompts that read well, numbers for options, and nothing lost by leaving."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.console.forms import Drafts, entered, fill, prompt
from dialogs.activity import Act
from dialogs.engine import Input
from dialogs.replies import Form, FormField

ROLE = FormField("job", "Role", Input.TEXT, hint="nurse")
WHEN = FormField("when", "When", Input.DATE_TIME, value="2026-03-12T15:00:00+00:00", hint="Tuesday 3pm")
MET = FormField(
    "met", "Whom you meet", Input.CHOICE, value="peer", options=(("Boss", "hm"), ("Peer", "peer"))
)
FORM = Form("Change", "Save", Act("fill", {"dialog": "change"}), (ROLE, WHEN, MET))


@pytest.mark.parametrize(
    ("field", "value", "asked"),
    [
        (ROLE, "", "Role, for example nurse: "),
        (ROLE, "analyst", "Role (now analyst): "),
        (WHEN, WHEN.value, "When (now Thursday 12 March 2026, 11:00): "),
        (WHEN, "some day", "When (now some day): "),
        (MET, "peer", "Whom you meet\n  1 Boss\n  2 Peer\n  (now Peer): "),
        (FormField("x", "When", Input.TEXT, problem="No such day."), "", "No such day.\nWhen: "),
    ],
)
def test_a_prompt_tells_what_is_known_from_what_is_an_example(
    field: FormField, value: str, asked: str
) -> None:
    assert prompt(field, value, "America/New_York") == asked


@pytest.mark.parametrize(
    ("typed", "value"), [("1", "hm"), ("peer", "peer"), ("", "hm"), ("-", ""), ("the cook", "the cook")]
)
def test_an_option_goes_by_number_or_by_name(typed: str, value: str) -> None:
    assert entered(MET, typed, "hm") == value


class Typist:
    """Types lines, and remembers what was asked."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)
        self.asked: list[str] = []

    async def ask(self, prompt: str) -> str | None:
        """The next line, None after the last."""
        self.asked.append(prompt)
        return next(self._lines, None)


async def test_done_saves_what_is_there_and_keeps_the_rest() -> None:
    typist = Typist("nurse", "done")
    values = await fill(FORM, typist.ask, Drafts(), None)
    assert values == {"job": "nurse", "when": WHEN.value, "met": "peer"}


@pytest.mark.parametrize("leaving", [("nurse", "cancel"), ("nurse",)])
async def test_a_form_that_was_left_is_filled_in_when_it_comes_again(leaving: tuple[str, ...]) -> None:
    drafts = Drafts()
    assert await fill(FORM, Typist(*leaving).ask, drafts, None) is None
    again = Typist("", "", "")
    assert await fill(FORM, again.ask, drafts, None) == {"job": "nurse", "when": WHEN.value, "met": "peer"}
    assert again.asked[0] == "Role (now nurse): "


async def test_after_a_refusal_only_what_was_refused_is_asked() -> None:
    refused = Form("Change", "Save", FORM.act, (ROLE, FormField("when", "When", Input.TEXT, problem="No.")))
    typist = Typist("friday 4pm")
    assert await fill(refused, typist.ask, Drafts(), None) == {"job": "", "when": "friday 4pm"}
