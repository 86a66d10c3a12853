"""What is the person's own: a pause, and all their data to take away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from dialogs.desk import Args, Desk, act
from dialogs.exporting import as_json, as_markdown
from dialogs.replies import Choice, Document, Export
from dialogs.wording import say_date
from dialogs.words.meaning import Understanding, Verb

# -- pause ------------------------------------------------------------------------------------------------------


def pause(desk: Desk, said: Understanding, text: str) -> None:
    """`pause until DATE`"""
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    if said.until is None:
        desk.note(
            "Until when? For example “pause until Monday” or “pause until 3 April”.",
            (
                Choice("For a week", act("pause.until", days="7")),
                Choice("For a month", act("pause.until", days="30")),
            ),
        )
        return
    if said.until <= today:
        desk.note("That day is today or past. “pause until Monday” works, or any later date.")
        return
    desk.change(paused_until=said.until)
    desk.note(
        f"Paused: no reminders and no questions until {say_date(said.until, today)}. I resume by myself; "
        "you can still ask me anything.",
        (Choice("Resume now", act("pause.resume")),),
    )


def pause_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[For a week]"""
    days = int(args["days"]) if args.get("days", "").isdigit() else 7
    until = desk.now.astimezone(ZoneInfo(desk.zone)).date() + timedelta(days=days)
    pause(desk, Understanding(verb=Verb.PAUSE, until=until), "")


def resume(desk: Desk, said: Understanding, text: str) -> None:
    """`resume`"""
    resume_pressed(desk, {}, {})


def resume_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Resume now]"""
    desk.change(paused_until=None)
    desk.note("I'm back. “status” shows what is open.")


# -- export -----------------------------------------------------------------------------------------------------


def export(desk: Desk, said: Understanding, text: str) -> None:
    """`export`: everything, as JSON and as Markdown."""
    _hand_over(desk, in_words=False)


def _hand_over(desk: Desk, *, in_words: bool) -> None:
    if desk.here.shared:
        desk.note("That is for your eyes only: ask me in our private conversation.")
        return
    every = desk.every_opportunity()
    desk.say(
        Export(
            "Here is everything I hold about you: once to read, once for machines.",
            (
                Document("delta-notes.md", "text/markdown", as_markdown(desk.person, every)),
                Document("delta-notes.json", "application/json", as_json(desk.person, every)),
            ),
            in_words,
        )
    )


def export_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Try again]"""
    _hand_over(desk, in_words=False)


def export_in_words_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[As messages]"""
    _hand_over(desk, in_words=True)


_IN_WORDS = Choice("As messages", act("export.words"))


def export_declined(desk: Desk, args: Args, values: Args) -> None:
    """The person did not want the file to be saved."""
    desk.note("Nothing was saved. I can also write it all here, as messages.", (_IN_WORDS,))


def export_unsaved(desk: Desk, args: Args, values: Args) -> None:
    """The file could not be saved."""
    desk.note(
        "That file could not be saved, I'm sorry: your OneDrive did not take it. I can write it all here instead.",
        (replace(_IN_WORDS, primary=True), Choice("Try again", act("export.start"))),
    )


def export_stale(desk: Desk, args: Args, values: Args) -> None:
    """The file that was offered is kept no more."""
    desk.note(
        "That copy is too old to be saved; here is how to get a fresh one.",
        (Choice("Export now", act("export.start"), primary=True),),
    )
