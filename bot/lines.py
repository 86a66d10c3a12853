"""The scriptable commands: JSON in, JSON out, one bad line never stops the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dialogs.rubric import Dimension, Label, Role, Source, Stage

if TYPE_CHECKING:
    from dialogs.reading.reader import Reader
    from dialogs.reading.verdict import Verdict

Json = dict[str, Any]


class BadLine(ValueError):
    """A line that cannot be worked; the sentence says what was wrong and what would work."""


def _each_line(lines: Iterable[str], out: TextIO, err: TextIO, work: Callable[[Json], Json]) -> int:
    """Works each line by itself, in order, flushing each answer. Returns the exit status: 1 if any line was bad."""
    status = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            if not isinstance(given, dict):
                raise BadLine("each line is a JSON object in braces")
            answer = work(given)
        except json.JSONDecodeError as error:
            print(f"line {number}: this is not JSON ({error.msg} at column {error.colno})", file=err)
            status = 1
        except BadLine as error:
            print(f"line {number}: {error}", file=err)
            status = 1
        else:
            print(json.dumps(answer, ensure_ascii=False), file=out, flush=True)
    return status


def _text(given: Json, field: str = "text") -> str:
    value = given.get(field)
    if not isinstance(value, str):
        raise BadLine(f'"{field}" is missing or is not text')
    return value


def _dimension(given: Json) -> Dimension | None:
    value = given.get("dimension")
    if value is None:
        return None
    if value not in set(Dimension):
        raise BadLine(f'"dimension" is one of {", ".join(Dimension)}, or null; not {value!r}')
    return Dimension(value)


# -- coach read -------------------------------------------------------------------------------------------------


def read_answers(lines: Iterable[str], out: TextIO, err: TextIO) -> int:
    """`{"id", "dimension", "text"}` lines to readings."""
    from dialogs.reading.reader import load_reader

    reader = load_reader()
    return _each_line(lines, out, err, lambda given: _read(reader, given))


def _read(reader: Reader, given: Json) -> Json:
    reading = reader.read(_text(given), _dimension(given))
    return {
        "id": given.get("id"),
        "dimension": reading.dimension.value,
        "label": reading.label.value,
        "probabilities": {label.value: round(reading.probabilities.of(label), 6) for label in Label},
        "strength": reading.strength.value,
        "quote": reading.quote,
        "reason": reading.reason,
    }


# -- coach verdict ----------------------------------------------------------------------------------------------


def judge_company(source: TextIO, out: TextIO, err: TextIO) -> int:
    """One `{"company", "answers"}` object, or one on each line, to verdicts."""
    from dialogs.reading.reader import load_reader

    text = source.read()
    try:
        lines = [json.dumps(json.loads(text))]
    except json.JSONDecodeError:
        lines = text.splitlines()
    if not text.strip():
        print(
            'Nothing came in. Give {"company": …, "answers": [{"dimension", "text", "interviewer"}]}.',
            file=err,
        )
        return 1
    reader = load_reader()
    return _each_line(lines, out, err, lambda given: _judge(reader, given))


def _judge(reader: Reader, given: Json) -> Json:
    from dialogs.reading.verdict import Evidence, judge

    company = _text(given, "company")
    answers = given.get("answers")
    if not isinstance(answers, list):
        raise BadLine('"answers" is a list of {"dimension", "text", "interviewer", "source"}')
    evidence = []
    for number, answer in enumerate(answers, start=1):
        if not isinstance(answer, dict):
            raise BadLine(f"answer {number} is not an object in braces")
        source = answer.get("source") or Source.TOLD.value
        if source not in set(Source):
            raise BadLine(f'answer {number}: "source" is told or seen, not {source!r}')
        voice = str(answer.get("interviewer") or "interviewer")
        reading = reader.read(_text(answer), _dimension(answer))
        evidence.append(
            Evidence(str(answer.get("id", number)), reading, voice, role_of(voice), Source(source))
        )
    return verdict_wire(judge(company, evidence))


def role_of(voice: str) -> Role:
    """Which role an interviewer's label speaks of: "hiring manager", "peer A", "HR"."""
    from dialogs.engine import Scene
    from dialogs.flows.typed import role_in

    plain = voice.strip().casefold().replace(" ", "_")
    if plain in set(Role):
        return Role(plain)
    scene = Scene({}, {}, datetime.now(ZoneInfo("UTC")), "UTC")
    return role_in(voice, scene)


def verdict_wire(verdict: Verdict) -> Json:
    """The verdict as documented for `coach verdict`."""
    quotes = [*verdict.evidence, *verdict.counter_evidence, *verdict.growth_evidence]
    return {
        "company": verdict.company,
        "mindset": verdict.mindset.value,
        "growth": verdict.growth.value,
        "leaning": verdict.leaning.value if verdict.leaning else None,
        "probability": round(verdict.probability, 4),
        "interval": [round(end, 4) for end in verdict.interval],
        "growth_probability": round(verdict.growth_probability, 4),
        "growth_interval": [round(end, 4) for end in verdict.growth_interval],
        "answers": verdict.answers,
        "interviewers": verdict.interviewers,
        "dimensions": {
            each.dimension.value: {
                "state": each.state.value,
                "mean": round(each.mean, 4),
                "interval": [round(end, 4) for end in each.interval],
                "probability": round(each.probability, 4),
                "information": round(each.information, 4),
                "answers": each.answers,
            }
            for each in verdict.dimensions
        },
        "evidence": [_quote(item) for item in quotes],
        "contradictions": [
            {
                "dimension": each.dimension.value,
                "outcome": [_quote(item) for item in each.outcome],
                "output": [_quote(item) for item in each.output],
            }
            for each in verdict.contradictions
        ],
        "next_questions": _next_questions(verdict),
    }


def _quote(item: Any) -> Json:
    return {
        "quote": item.quote,
        "dimension": item.dimension.value,
        "pole": item.pole.value,
        "interviewer": item.interviewer,
        "source": item.source.value,
    }


def _next_questions(verdict: Verdict) -> list[Json]:
    from dialogs.questions.choice import choose
    from dialogs.questions.loading import load_bank
    from dialogs.questions.situation import Situation

    situation = Situation(
        role=Role.PEER,
        stage=Stage.MAIN_ROUND,
        expected_information=verdict.expected_information,
        contradictions=tuple(c.dimension for c in verdict.contradictions),
        company_known=verdict.answers > 0,
    )
    return [
        {"id": s.question.id, "text": s.text, "dimension": s.question.dimension.value, "why": s.why}
        for s in choose(load_bank(), situation)
    ]


# -- coach understand -------------------------------------------------------------------------------------------


def understand_words(lines: Iterable[str], out: TextIO, err: TextIO) -> int:
    """`{"text", "now", "zone"}` lines to meanings."""
    return _each_line(lines, out, err, _understand)


def _understand(given: Json) -> Json:
    from dialogs.offers.wire import terms_to_wire
    from dialogs.offers.words import understand_offer
    from dialogs.words.meaning import Verb
    from dialogs.words.understand import understand
    from dialogs.words.wire import to_wire

    text = _text(given)
    zone = str(given.get("zone") or "UTC")
    now = _now(given, zone)
    meaning = understand(text, now=now, zone=zone)
    if meaning.verb is not Verb.OFFER:
        return to_wire(meaning, None)
    offer = understand_offer(meaning.rest, today=now.astimezone(ZoneInfo(zone)).date())
    wire = to_wire(meaning, terms_to_wire(offer.terms))
    return {**wire, "ask": wire["ask"] or offer.ask}


def _now(given: Mapping[str, Any], zone: str) -> datetime:
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadLine(f'"zone" is an IANA name such as Europe/Lisbon, not {zone!r}') from error
    value = given.get("now")
    if value is None:
        return datetime.now(place)
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise BadLine(f'"now" is an ISO instant such as 2026-03-09T09:00:00+00:00, not {value!r}') from error
    return instant if instant.tzinfo else instant.replace(tzinfo=place)


# -- coach compare ----------------------------------------------------------------------------------------------


def compare_offers(source: TextIO, out: TextIO, err: TextIO, *, table: bool, png: str | None) -> int:
    """Offers as JSON to a comparison as JSON, or for people."""
    from bot.comparing import compare_text

    return compare_text(source.read(), out, err, table=table, png=png)
