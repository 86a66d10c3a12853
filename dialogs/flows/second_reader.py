"""The second reader: what it is, who it is, and the person's own yes before any word leaves."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.desk import Args, Desk, act
from dialogs.records import Settings
from dialogs.replies import Choice, Choices

LONGEST = 4000
"""Characters of a note that are sent at most."""

_WISH = re.compile(
    r"/?(?:coach\s+)?settings?\s+(?:second\s+)?reader(?:\s+(on|off|yes|no))?\W*", re.IGNORECASE
)
_WISHES = {"yes": "on", "off": "off", "no": "off"}


def wished(text: str) -> str | None:
    """ "settings reader yes": `on`, `off`, or empty for neither; None where the words are about something else.

    Switching it "on" is not yet a yes: the notice comes first, and asks for one.
    """
    found = _WISH.fullmatch(text.strip())
    return None if found is None else _WISHES.get((found.group(1) or "").casefold(), "")


def agreed(settings: Settings, address: str) -> bool:
    """Whether the person's notes may go there. A yes is for one place: another one has to be asked for anew."""
    return bool(address) and settings.model_reader and settings.model_reader_at == address


def pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Second reader], [Yes, let it read along], [No, keep my notes here]"""
    wish = args.get("wish", "")
    if wish == "on" and args.get("at") != desk.second_reader:  # the button is older than what it was about
        wish = ""
    choose(desk, wish)


def choose(desk: Desk, wish: str) -> None:
    """Says what the second reader is and asks; or keeps the answer."""
    address = desk.second_reader
    if wish == "off":
        desk.change(settings=replace(desk.settings, model_reader=False, model_reader_at=""))
        desk.note("Done: from now on nothing you note is sent to a second reader. I read it here, by myself.")
    elif not address:
        desk.note("There is no second reader here: what you note is read on this machine and sent nowhere.")
    elif wish == "on" and not agreed(desk.settings, address):
        desk.change(settings=replace(desk.settings, model_reader=True, model_reader_at=address))
        desk.note(
            f"Agreed: the model at {address} reads along from your next answer on, and each reading says so. "
            "“settings reader off” ends it."
        )
    elif agreed(desk.settings, address):
        desk.note(
            f"The second reader at {address} reads along, as you agreed.",
            (_button("Stop sending my notes", "off", address),),
        )
    else:
        desk.note(
            notice(address),
            (
                _button("Yes, let it read along", "on", address),
                _button("No, keep my notes here", "off", address),
            ),
        )


def notice(address: str) -> str:
    """What the person is told, and has to agree to, before any text leaves."""
    return (
        f"A second reader is on offer here: a language model at {address}. If you say yes, the words of each answer "
        f"you note are sent there as you wrote them, up to {LONGEST:,} characters of each, with what the question was "
        "about. Who you are, the company and pay are not sent, unless your words name them. Nothing is sent until "
        "you say yes, and you can stop at any time. Say “settings reader yes” or “settings reader no”."
    )


def lines(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What the settings say of it, where there is one."""
    if not desk.second_reader:
        return ()
    on = agreed(desk.settings, desk.second_reader)
    return (("Second reader", f"on, at {desk.second_reader}" if on else "off, notes stay here"),)


def choices(desk: Desk) -> Choices:
    """The button in the settings, where there is one."""
    return (Choice("Second reader", act("settings.reader")),) if desk.second_reader else ()


def _button(label: str, wish: str, address: str) -> Choice:
    return Choice(label, act("settings.reader", wish=wish, at=address), primary=wish == "on")
