"""Everything that is not work: first contact, help for where one stands, small talk, and what can't be read."""

from __future__ import annotations

from dialogs.desk import Args, Desk, act
from dialogs.flows.finding import find, upcoming
from dialogs.flows.standing import overview, waiting_debrief
from dialogs.replies import Choice, Choices, Help, Note
from dialogs.words.meaning import Understanding
from dialogs.words.small_talk import Standing, answer

WELCOME = (
    "I'm Delta, a bot that coaches you around interviews: questions worth asking before, a debrief after, "
    "and a verdict on whether a place asks “did we ship?” or “did we make a difference?”.\n"
    "What you tell me is encrypted and yours: “export” gives it to you, “forget” deletes it. "
    "If this workspace belongs to an employer, they may be able to read messages in it.\n"
    "I am no lawyer and no financial adviser, and I never listen in on an interview."
)
"""First contact: what it does, who can see what, what it is not."""


def welcome(desk: Desk) -> None:
    """The first three lines a person ever gets, once, and one button."""
    desk.change(met_at=desk.now)
    desk.say(Note(WELCOME, (Choice("Add my next interview", act("interview.new"), primary=True),)))


def home(desk: Desk, said: Understanding, text: str) -> None:
    """No verb: the home view."""
    desk.say(overview(desk), key=f"overview:{desk.activity.id}")


def help_(desk: Desk, said: Understanding, text: str) -> None:
    """What to type next, in the present state."""
    desk.say(next_steps(desk))


HELPS_AT_MOST = 9
"""Things that help names at once; the likeliest first."""


def next_steps(desk: Desk) -> Help:
    """The few things that make sense now, most likely first."""
    examples: list[tuple[str, str]] = []
    front = desk.person.dialogs.front
    if front is not None:
        examples.append(("skip, back, later", "while I am asking you something; “cancel” drops it"))
    open_ones = desk.opportunities()
    waiting = next((o for o in open_ones if waiting_debrief(o, desk.now)), None)
    coming = next((o for o in open_ones if upcoming(o, desk.now)), None)
    if waiting is not None:
        examples.append(
            (f"debrief {waiting.company}", "tell me what they said, question by question, or all at once")
        )
    if coming is not None:
        examples.append((f"prep {coming.company}", "the questions most worth asking, and why"))
        examples.append((f"{coming.company} moved to Thursday 4pm", "the reminders follow"))
    judged = next((o for o in open_ones if o.answers), None)
    if judged is not None:
        examples.append((f"verdict {judged.company}", "what it all says about them, with the quotes"))
    offer = next((o for o in open_ones if o.terms is not None and not o.present_job), None)
    if offer is not None:
        examples.append(("compare", "pay now against what it makes of you"))
        examples.append(("add a criterion: commute", "what else counts for you, weighed with the rest"))
        examples.append(
            (f"market {offer.company} 60k-70k EUR", "what such a job pays, to judge the offer by")
        )
    examples.append(("interview Acme staff engineer, Tue 3pm, hiring manager", "books it and reminds you"))
    examples.append(("offer Acme 62k EUR a year, 10% bonus, answer by Friday", "keeps the terms"))
    examples += [("status", "everything open"), ("settings", "time zone, reminders, floor, order")]
    if not open_ones:
        intro = "Start with your next interview, in your own words:"
    elif waiting is not None:
        intro = f"{waiting.company} waits for its debrief. You can say:"
    else:
        intro = "From here you can say:"
    shown = examples[:HELPS_AT_MOST]
    return Help(intro, (*shown, ("any button's words", "typed, they do what the button does")))


def chat(desk: Desk, said: Understanding, text: str) -> None:
    """Thanks, greetings, frustration, questions about the bot: a short human answer and the one useful next step."""
    found = answer(said, standing(desk))
    desk.note(f"{found.text} {found.next_step}", _next_pressed(desk, found.command))


_STARTS = {"debrief": ("Debrief", "debrief.start"), "prep": ("Questions to ask", "prep.start")}


def _next_pressed(desk: Desk, command: str) -> Choices:
    """The next step as a button too, so that "yes" is enough."""
    verb, _, company = command.partition(" ")
    if verb == "status":
        return (Choice("What's open", act("status.show"), primary=True),)
    opportunity = find(desk, company) if company else desk.focus()
    if verb not in _STARTS or opportunity is None:
        return ()
    label, name = _STARTS[verb]
    return (Choice(label, act(name, opportunity=opportunity.id), primary=True),)


def standing(desk: Desk) -> Standing:
    """Where the person stands, as far as small talk needs to know."""
    open_ones = desk.opportunities()
    coming = [o for o in open_ones if upcoming(o, desk.now)]
    waiting = [o for o in open_ones if waiting_debrief(o, desk.now)]
    return Standing(
        has_opportunities=bool(open_ones),
        next_company=coming[0].company if coming else None,
        debrief_waiting=waiting[0].company if waiting else None,
    )


def nothing_open(desk: Desk, said: Understanding, text: str) -> None:
    """ "Skip", "back", "yes", said while nothing is asked: so said, with what would make sense."""
    example, does = next_steps(desk).examples[0]
    desk.note(
        f"I'm not asking you anything right now. “{example}” would make sense: {does}.",
        (Choice("What's open", act("status.show")),),
    )


def unknown(desk: Desk, said: Understanding, text: str) -> None:
    """What could not be read: said so, with an example that works; what was typed stays above for all to see."""
    examples = next_steps(desk).examples[:3]
    tries = " or ".join(f"“{example}”" for example, _ in examples[:2])
    desk.note(
        f"I'm not sure what to do with that. You could say {tries}.",
        (
            Choice("What's open", act("status.show")),
            Choice("Help", act("help.show")),
        ),
    )


def file_sent(desk: Desk, args: Args, values: Args) -> None:
    """A file or a picture came instead of words."""
    desk.note("I can't open files or pictures. Paste the words into a message, and I read them.")


def help_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Help]"""
    desk.say(next_steps(desk))
