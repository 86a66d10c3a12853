"""One reply of every kind as it usually is, and one of every kind at its largest and nastiest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import get_args

from dialogs.activity import Act
from dialogs.engine import Input
from dialogs.offers.comparison import compare
from dialogs.offers.money import Money
from dialogs.offers.offer import DoorsEvidence, Offer, Preferences
from dialogs.offers.terms import Base, Bonus, Per, Terms
from dialogs.reading.verdict import Evidence, judge
from dialogs.replies import (
    AnswerLine,
    Apology,
    Card,
    Choice,
    Document,
    Export,
    Form,
    FormField,
    Help,
    NextQuestion,
    Note,
    OfferComparison,
    OfferShown,
    Overview,
    OverviewItem,
    PocketCard,
    Preview,
    Probe,
    Probes,
    Question,
    ReadingLine,
    ReadingShown,
    ReadingsShown,
    Reminder,
    Removed,
    Reply,
    SettingsShown,
    Shared,
    VerdictShown,
)
from dialogs.rubric import Dimension, Label, Probabilities, Reading, Role, Source, Strength


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything a sample has."""

    words: str
    many: int

    def text(self, usual: str) -> str:
        """The usual words, or the nasty ones."""
        return self.words or usual


USUAL = Size("", 3)
LARGEST = Size(
    "[Click](https://example.org) **now** `x` @everyone {{DATE(2026-01-01T00:00:00Z)}} <b>1.</b> \\ ünïcödé 🚐 "
    + "and on it goes, word after word after word " * 12
    + "\n- a list\n1. of things\n# and a heading",
    30,
)

OPPORTUNITY = "o3f9a2c71d5e8b604"


def act(name: str, **args: str) -> Act:
    """A button's act about the sample's opportunity."""
    return Act(name, {"opportunity": OPPORTUNITY, **args})


def choices(size: Size, *labels: str) -> tuple[Choice, ...]:
    """Buttons: the named ones, or as many as a flow ever gives at once."""
    usual = [
        Choice(label, act("verdict.show"), primary=n == 0, danger="Forget" in label)
        for n, label in enumerate(labels)
    ]
    more = [Choice(f"Button number {n}", act("prep.start", id=str(n))) for n in range(12)]
    return tuple(usual if size is USUAL else [*usual, *more])


def form(size: Size) -> Form:
    """A form with every kind of field."""
    fields = [
        FormField("company", "Company", Input.TEXT, "Northwind", optional=False),
        FormField("when", "When", Input.DATE_TIME, "2026-03-12 15:00", "In your own time zone."),
        FormField("by", "Answer by", Input.DATE, "2026-03-27"),
        FormField(
            "base", "Base pay", Input.MONEY, "62k", "As said: 62k EUR a year", problem="No currency in that."
        ),
        FormField("hours", "Hours a week", Input.NUMBER, "38"),
        FormField("per", "Per", Input.CHOICE, "year", options=(("a year", "year"), ("a month", "month"))),
        FormField("notes", "Notes", Input.LONG_TEXT, size.text("She said Thursday would suit them best.")),
    ]
    fields += [
        FormField(f"term{n}", f"Term {n}", Input.TEXT, size.words[:200], "What was said")
        for n in range(0 if size is USUAL else size.many)
    ]
    return Form(
        "Offer from Northwind", "Save", act("offer.fill"), tuple(fields), intro="Leave out what was not said."
    )


READING = Reading(
    Dimension.SUCCESS_METRICS,
    Label.MIXED,
    Probabilities(0.3, 0.2, 0.45, 0.05),
    Strength.CLAIM,
    "getting the new routing tool live before summer, everybody's bonus hangs on it",
    "Both: the tool is what is paid for, fewer empty vans is what it is for.",
    counter_quote="fewer vans driving half empty",
)
SAID = (
    "She said the big thing is getting the new routing tool live before summer, everybody's bonus hangs on it. "
    "I asked what it's for and she said fewer vans driving half empty"
)


def readings(size: Size) -> ReadingsShown:
    """How a note reads, passage by passage."""
    heard = (
        ("how success is measured", "both", "getting the new routing tool live before summer"),
        ("how success is measured", "outcome, as you read it", "fewer vans driving half empty"),
        ("autonomy", "output", "tickets come pre-sorted, you pick the top one"),
        ("growth", "repetition", "he has done the same audits for six years"),
    )
    lines = [
        ReadingLine(about, word, size.text(quote), act("reading.change", answer=f"a{n}"))
        for n, (about, word, quote) in enumerate(heard * (1 if size is USUAL else 6))
    ]
    return ReadingsShown(
        "What I read about Northwind",
        "Kept and read: 4 passages that say something. Nothing yet on what gets praised.",
        tuple(lines),
        () if size is USUAL else choices(size),
    )


def verdict(size: Size) -> VerdictShown:
    """A verdict on answers that go both ways."""
    evidence = [
        Evidence(f"a{n}", READING if n % 3 else _output(), "hiring manager", Role.HIRING_MANAGER, Source.TOLD)
        for n in range(size.many)
    ]
    judged = judge("Northwind", evidence)
    quotes = tuple(
        f"“{size.text('everybody’s bonus hangs on it')}” (success, manager, told)" for _ in range(size.many)
    )
    return VerdictShown(
        judged,
        headline="Northwind so far: leaning output, not settled (3 answers, 1 person)",
        growth="Growth: not enough to go on.",
        carried_by=quotes[:2] if size is USUAL else quotes,
        against=quotes[2:] if size is USUAL else quotes,
        contradictions=quotes[: size.many // 4],
        told_and_seen="Told: 2. Seen: 1 (launch dates on the wall).",
        next_questions=(
            NextQuestion(
                "q1",
                size.text("What did you change your mind about this year because of a number?"),
                Dimension.SUCCESS_METRICS,
                "Ask a peer: the manager has answered it.",
            ),
        ),
        answers=tuple(
            AnswerLine(
                f"a{n}",
                "How will they measure my success?",
                Label.MIXED,
                size.text(SAID),
                act("answer.edit", a=str(n)),
            )
            for n in range(size.many)
        ),
        choices=choices(size, "Why?", "Questions for the peer", "Share"),
    )


def _output() -> Reading:
    return Reading(
        Dimension.AUTONOMY,
        Label.OUTPUT,
        Probabilities(0.9, 0.02, 0.05, 0.03),
        Strength.EVIDENCE,
        "tickets come pre-sorted from Rotterdam",
        "The order of the work is given.",
    )


def comparison(size: Size, *, hidden: bool = False) -> OfferComparison:
    """Two offers, or six with long names."""
    names = ["Northwind", "Globex"] if size is USUAL else [f"Company *number* {n} of six" for n in range(6)]
    heard = DoorsEvidence(
        "outcome", 0.83, (0.6, 0.95), "compounding", 0.7, (0.5, 0.9), answers=7, interviewers=3
    )
    offers = [
        Offer(
            f"offer{n}",
            name,
            Terms(base=Base(Decimal(62_000 - 3_700 * n), "EUR", Per.YEAR), bonus=Bonus(percent=Decimal(10))),
            verdict=heard if n == 1 else None,
        )
        for n, name in enumerate(names)
    ]
    preferences = Preferences(floor=Money(Decimal(48_000), "EUR"), order=(("mindset",), ("pay",)))
    result = compare(offers, preferences, today=date(2026, 3, 20), samples=500)
    return OfferComparison(
        result,
        "Northwind or Globex?",
        (
            size.text("Both are above your floor of €48,000. Northwind pays €7,400 more in the first year."),
            "The price of the difference is €4,070 a year. That is the number to negotiate with.",
        ),
        amounts_hidden=hidden,
        choices=choices(size, "What would turn it round", "Note for negotiating", "Share"),
    )


def probes(size: Size) -> Probes:
    """The questions for a manager."""
    return Probes(
        "Northwind",
        "hiring manager",
        "Three worth asking this person.",
        tuple(_probe(size, n) for n in range(min(size.many, 12))),
        look_for="What is on the walls: dates, or results?",
        choices=choices(size, "Pin all", "Pocket card", "Add mine"),
    )


def _probe(size: Size, number: int) -> Probe:
    text, why, follow_up, output, outcome = QUESTIONS[number % 3]
    return Probe(
        f"q{number}",
        size.text(text),
        size.text(why),
        follow_up,
        output,
        outcome,
        Dimension.SUCCESS_METRICS,
        pinned=number == 0,
        choices=tuple(replace(choice, primary=False) for choice in choices(USUAL, "Pin", "Swap")),
    )


def question(size: Size) -> Question:
    """A debrief's question with its ways of not answering."""
    return Question(
        size.text("How will they measure your success in the first six months: what did they say?"),
        "success",
        choices(size, "Not asked", "They dodged", "Later"),
        before="Two minutes while it's fresh.",
        hint="A few words are enough.",
        input=Input.LONG_TEXT,
        answer=act("answer", dialog="debrief", step="success"),
        form=form(USUAL),
        progress=(2, 5),
    )


QUESTIONS = (
    (
        "How will you measure my success in the first six months?",
        "Nothing moves your picture of a place more.",
        "Which number would have changed because I was here?",
        "Get the dashboard migrated by June.",
        "Late deliveries down by a tenth; the dashboard is one way.",
    ),
    (
        "Tell me about a project that was delivered perfectly and changed nothing. What happened next?",
        "Listen for who noticed, and how long it took.",
        "Who noticed first, and how did they find out?",
        "It was delivered, so it was a success.",
        "The figures stood still, so we asked people why and dropped half of it.",
    ),
    (
        "When I start, will I get a plan to follow, or a problem to solve?",
        "A hiring manager draws the lines around this job.",
        "What did the last person in this seat decide on their own?",
        "There's a programme of work with a manager's sign-off.",
        "You'd get the problem, and choose how to find out.",
    ),
)
STANDING = (
    "Interview: Thursday 12 March, 15:00 (Lisbon), hiring manager",
    "Leaning output, not settled (3 answers, 1 person)",
    "Offer noted, answer by Friday 27 March",
)
SETTINGS = (("Time zone", "Europe/Lisbon"), ("The day before", "18:00"), ("Quiet hours", "22:00 to 07:00"))
TERMS = (("Base", "€62,000 a year"), ("Bonus", "10 %"), ("Answer by", "Friday 27 March"))
EXAMPLES = (
    ("debrief Northwind", "tell me what they said, question by question, or all at once"),
    ("prep Globex", "the questions most worth asking, and why"),
    ("offer Acme 62k EUR a year, 10% bonus", "keeps the terms"),
    ("status", "everything open"),
)


def replies(size: Size) -> tuple[Reply, ...]:
    """One of every kind."""
    usual = size is USUAL
    nasty = tuple((f"Name {n}", size.words) for n in range(size.many))
    lines = STANDING if usual else (size.words,) * size.many
    pairs, terms = (SETTINGS, TERMS) if usual else (nasty, nasty)
    examples = EXAMPLES if usual else nasty[:7]
    asked = tuple(q[0] for q in QUESTIONS) if usual else lines
    item = OverviewItem(
        OPPORTUNITY, "Northwind", "Operations analyst", lines[:3], choices(USUAL, "Debrief", "Verdict")
    )
    content = '{"answers": []}' if size is USUAL else size.words * 120
    return (
        Note(size.text("Noted, your reading counts."), choices(size, "Go on")),
        Note(size.text("Nothing was posted.")),
        question(size),
        form(size),
        SettingsShown(pairs, form(USUAL), choices(size, "Export", "Forget everything")),
        Card(
            "Northwind", "Operations analyst", lines, choices(size, "Questions to ask", "Debrief", "It moved")
        ),
        probes(size),
        PocketCard("Northwind", "\n\n".join(asked), choices(size, "Back")),
        Reminder(
            "Northwind",
            "Tomorrow 15:00",
            "hiring manager",
            asked,
            "Look at the walls.",
            choices(size, "Snooze"),
        ),
        ReadingShown(
            READING,
            SAID + size.words,
            size.text("I read that as both."),
            choices(size, "Right", "More output"),
        ),
        readings(size),
        verdict(size),
        OfferShown(
            "Northwind",
            terms,
            ("equity", "start date"),
            () if usual else lines[:2],
            choices(size, "Right", "Change"),
        ),
        comparison(size),
        Overview(
            "Two places are open.", (item,) * (2 if size is USUAL else size.many), 3, choices(size, "Add")
        ),
        Help("From here you can say:", examples),
        Preview("here", "Northwind: leaning output", lines, choices(size, "Post it", "Don't")),
        Shared("Northwind: leaning output", lines),
        Export("Here is all of it.", (Document("delta.json", "application/json", content),)),
        Removed("Taken back by the person who shared it."),
        Apology("e-1f2a", "That went wrong on my side. What you typed is kept; try again in a minute."),
    )


def kinds() -> set[type]:
    """Every kind of reply there is."""
    return set(get_args(get_args(Reply)[0]))
