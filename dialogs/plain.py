"""Every reply in plain text: for notifications, screen readers, old clients, and wherever nothing else can be drawn."""

from __future__ import annotations

from typing import assert_never

from dialogs.replies import (
    Apology,
    Card,
    Export,
    Form,
    Help,
    Note,
    OfferComparison,
    OfferShown,
    Overview,
    PocketCard,
    Preview,
    Probes,
    Question,
    ReadingShown,
    ReadingsShown,
    Reminder,
    Removed,
    Reply,
    SettingsShown,
    Shared,
    VerdictShown,
)


def as_text(reply: Reply) -> str:
    """The same facts as the drawn reply, without its buttons."""
    match reply:
        case (
            Note(text=text)
            | PocketCard(text=text)
            | Removed(text=text)
            | Apology(text=text)
            | Export(text=text)
        ):
            return text
        case Question(before=before, prompt=prompt):
            return f"{before}\n{prompt}".strip()
        case Form():
            return _form(reply)
        case Card():
            return "\n".join((_heading(reply.company, reply.job), *reply.lines))
        case Probes():
            return _probes(reply)
        case Reminder():
            return _reminder(reply)
        case ReadingShown(sentence=sentence):
            return sentence
        case ReadingsShown():
            return _readings(reply)
        case VerdictShown():
            return _verdict(reply)
        case OfferShown():
            return _offer(reply)
        case OfferComparison(title=title, sentences=sentences):
            return "\n".join((title, *sentences))
        case Overview():
            return _overview(reply)
        case Help(intro=intro, examples=examples):
            return "\n".join((intro, *(f"{say}: {does}" for say, does in examples)))
        case SettingsShown(lines=lines):
            return "\n".join(("Your settings", *(f"{name}: {value}" for name, value in lines)))
        case Preview(where=where, title=title, lines=lines):
            return "\n".join((f"Exactly this would be seen ({where}):", title, *lines))
        case Shared(title=title, lines=lines):
            return "\n".join((title, *lines))
        case _:
            assert_never(reply)


def _heading(company: str, job: str) -> str:
    return f"{company} · {job}" if job else company


def _form(form: Form) -> str:
    lines = [form.title, *([form.intro] if form.intro else [])]
    for field in form.fields:
        problem = f" ({field.problem})" if field.problem else ""
        lines.append(f"{field.label}: {field.value or '…'}{problem}")
    return "\n".join(lines)


def _probes(probes: Probes) -> str:
    lines = [probes.intro]
    for number, probe in enumerate(probes.probes, start=1):
        pinned = " (pinned)" if probe.pinned else ""
        vague = f" If it stays vague: {probe.follow_up}" if probe.follow_up else ""
        lines.append(f"{number}. {probe.text}{pinned} ({probe.why}){vague}")
    if probes.look_for:
        lines.append(probes.look_for)
    return "\n".join(lines)


def _reminder(reminder: Reminder) -> str:
    lines = [f"{reminder.when}: {reminder.company}, {reminder.whom}."]
    lines += [f"{n}. {q}" for n, q in enumerate(reminder.questions, start=1)]
    if reminder.look_for:
        lines.append(reminder.look_for)
    return "\n".join(lines)


def _readings(shown: ReadingsShown) -> str:
    lines = [f"{line.about}: {line.word}{f', “{line.quote}”' if line.quote else ''}" for line in shown.lines]
    return "\n".join((shown.title, shown.summary, *lines))


def _verdict(shown: VerdictShown) -> str:
    lines = [shown.headline]
    lines += [f"For: {quote}" for quote in shown.carried_by]
    lines += [f"Against: {quote}" for quote in shown.against]
    lines += list(shown.contradictions)
    lines += [shown.growth, shown.told_and_seen]
    lines += [f"Ask next: {q.text} ({q.why})" for q in shown.next_questions]
    return "\n".join(line for line in lines if line)


def _offer(offer: OfferShown) -> str:
    lines = [
        f"Offer from {offer.company}",
        *(f"{name}: {value}" for name, value in offer.lines),
        *offer.problems,
    ]
    if offer.missing:
        lines.append(f"Not said: {', '.join(offer.missing)}")
    return "\n".join(lines)


def _overview(overview: Overview) -> str:
    lines = [overview.greeting]
    lines += [f"{_heading(item.company, item.job)}: {'; '.join(item.lines)}" for item in overview.items]
    if overview.more:
        lines.append(f"and {overview.more} more")
    return "\n".join(lines)
