"""What the coach says: meanings, not layouts. Each platform draws each of them in its own native way.

The union `Reply` is closed: every renderer matches all of it and ends in `assert_never`, so that the type checker
refuses a reply which one platform does not draw. Text is plain; emphasis is a field, never `*stars*`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from dialogs.activity import Act
from dialogs.engine import Input
from dialogs.offers.figures import Comparison
from dialogs.reading.verdict import Verdict
from dialogs.rubric import Dimension, Label, Reading


@dataclass(frozen=True, slots=True)
class Choice:
    """A likely next step, as a button. `primary` marks the one most people want, `danger` what destroys."""

    label: str
    act: Act
    primary: bool = False
    danger: bool = False


Choices = tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form, in the order it is asked. `value` is what is known already."""

    id: str
    label: str
    input: Input
    value: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """For a choice: pairs of label and value."""
    optional: bool = True
    problem: str = ""
    """What was wrong with what was entered, in the person's words."""


@dataclass(frozen=True, slots=True)
class Note:
    """A short message: one idea, and the likely next steps."""

    text: str
    choices: Choices = ()
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class Question:
    """One question put to the person, waiting for words or a button."""

    prompt: str
    step: str
    choices: Choices = ()
    before: str = ""
    """What is said first: an acknowledgement, or a sentence that helps after a reply that did not fit."""
    hint: str = ""
    input: Input = Input.TEXT
    answer: Act | None = None
    """What a typed or picked answer does, where it comes through a control instead of a message."""
    form: Form | None = None
    """The whole dialog as one form, for those who would rather fill it in at once."""
    progress: tuple[int, int] | None = None
    kind: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class Form:
    """Several questions at once: a modal, a card with inputs, prompts in the terminal."""

    title: str
    submit: str
    act: Act
    fields: tuple[FormField, ...]
    intro: str = ""
    private: bool = True
    kind: Literal["form"] = "form"


@dataclass(frozen=True, slots=True)
class Card:
    """The opportunity's card: the first message of its thread, edited in place as things change."""

    company: str
    job: str
    lines: tuple[str, ...]
    """Where it stands, in a few plain lines: next interview, debrief, verdict, offer."""
    choices: Choices = ()
    kind: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class Probe:
    """One question worth asking, with what the person needs to ask it well."""

    id: str
    text: str
    why: str
    follow_up: str
    sounds_output: str
    sounds_outcome: str
    dimension: Dimension
    pinned: bool = False
    choices: Choices = ()


@dataclass(frozen=True, slots=True)
class Probes:
    """The few questions most worth asking this person at this stage."""

    company: str
    whom: str
    intro: str
    probes: tuple[Probe, ...]
    look_for: str = ""
    """What to look at during the visit."""
    choices: Choices = ()
    kind: Literal["probes"] = "probes"


@dataclass(frozen=True, slots=True)
class PocketCard:
    """The questions to print or keep open on a phone."""

    company: str
    text: str
    choices: Choices = ()
    kind: Literal["pocket_card"] = "pocket_card"


@dataclass(frozen=True, slots=True)
class Reminder:
    """An interview comes up: when, whom, and the pinned questions again."""

    company: str
    when: str
    whom: str
    questions: tuple[str, ...]
    look_for: str = ""
    choices: Choices = ()
    kind: Literal["reminder"] = "reminder"


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """How the coach reads one answer, open to correction, and what it asks next."""

    reading: Reading
    said: str
    sentence: str
    choices: Choices = ()
    kind: Literal["reading"] = "reading"


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """How one of several answers is read: the pole in a word, the words that carry it, and what changes it."""

    about: str
    """The question it answers, or what it is about."""
    word: str
    quote: str
    change: Act


@dataclass(frozen=True, slots=True)
class ReadingsShown:
    """How several answers are read that came at once, in a note or a form. Redrawn in place when one is changed.

    Lines about the same thing stand together.
    """

    title: str
    summary: str
    lines: tuple[ReadingLine, ...]
    choices: Choices = ()
    kind: Literal["readings"] = "readings"


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question that would settle the verdict, whom to ask, and why."""

    id: str
    text: str
    dimension: Dimension
    why: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer behind a verdict, as a line that can be opened and edited."""

    answer: str
    question: str
    label: Label | None
    text: str
    edit: Act


@dataclass(frozen=True, slots=True)
class VerdictShown:
    """The mindset verdict of one company. Redrawn in place when an answer or a reading changes."""

    verdict: Verdict
    headline: str
    growth: str
    carried_by: tuple[str, ...]
    against: tuple[str, ...]
    contradictions: tuple[str, ...]
    told_and_seen: str
    next_questions: tuple[NextQuestion, ...]
    answers: tuple[AnswerLine, ...] = ()
    choices: Choices = ()
    kind: Literal["verdict"] = "verdict"


@dataclass(frozen=True, slots=True)
class OfferShown:
    """The terms of an offer as understood, line by line; what is missing is said to be missing."""

    company: str
    lines: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    problems: tuple[str, ...] = ()
    choices: Choices = ()
    kind: Literal["offer"] = "offer"


@dataclass(frozen=True, slots=True)
class OfferComparison:
    """The comparison of offers. `sentences` is the story in words, the comparison carries every number."""

    comparison: Comparison
    title: str
    sentences: tuple[str, ...]
    amounts_hidden: bool = False
    pictures: bool = True
    choices: Choices = ()
    kind: Literal["comparison"] = "comparison"


@dataclass(frozen=True, slots=True)
class OverviewItem:
    """One opportunity in the overview."""

    opportunity: str
    company: str
    job: str
    lines: tuple[str, ...]
    choices: Choices = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything open: next interviews, debriefs waiting, verdicts, offers and their dates."""

    greeting: str
    items: tuple[OverviewItem, ...]
    more: int = 0
    """How many further opportunities there are that are not listed."""
    choices: Choices = ()
    kind: Literal["overview"] = "overview"


@dataclass(frozen=True, slots=True)
class Help:
    """What to type next, in the present state."""

    intro: str
    examples: tuple[tuple[str, str], ...]
    """Pairs: what to type, and what it does."""
    choices: Choices = ()
    kind: Literal["help"] = "help"


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """The person's settings, and the form to change them."""

    lines: tuple[tuple[str, str], ...]
    form: Form
    choices: Choices = ()
    kind: Literal["settings"] = "settings"


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what others will see if the person presses the button, and where."""

    where: str
    title: str
    lines: tuple[str, ...]
    choices: Choices = ()
    kind: Literal["preview"] = "preview"


@dataclass(frozen=True, slots=True)
class Shared:
    """What others see: a verdict or a comparison that was shared after its preview."""

    title: str
    lines: tuple[str, ...]
    choices: Choices = ()
    kind: Literal["shared"] = "shared"


@dataclass(frozen=True, slots=True)
class Document:
    """A file for the person: name, media type, content as text."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, slots=True)
class Export:
    """All one's data, as files."""

    text: str
    documents: tuple[Document, ...]
    in_words: bool = False
    """As messages, also where files could be sent: they were not wanted, or could not be saved."""
    kind: Literal["export"] = "export"


@dataclass(frozen=True, slots=True)
class Removed:
    """Stands where something was that the person took back or had forgotten."""

    text: str
    kind: Literal["removed"] = "removed"


@dataclass(frozen=True, slots=True)
class Apology:
    """Something failed inside: an id to quote, and whether it is worth trying again."""

    error: str
    text: str
    kind: Literal["apology"] = "apology"


Reply = Annotated[
    Note
    | Question
    | Form
    | Card
    | Probes
    | PocketCard
    | Reminder
    | ReadingShown
    | ReadingsShown
    | VerdictShown
    | OfferShown
    | OfferComparison
    | Overview
    | Help
    | SettingsShown
    | Preview
    | Shared
    | Export
    | Removed
    | Apology,
    Field(discriminator="kind"),
]
