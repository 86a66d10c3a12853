"""Which verb a message means: the phrases of the language file, weighed together with what else is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.words.likeness import Label
from dialogs.words.meaning import SMALL_TALK, Topic, Verb
from dialogs.words.phrases import Found, Kind
from dialogs.words.reader import Reader
from dialogs.words.surroundings import surroundings
from dialogs.words.tokens import Shape

STRONG, WEAK, COMMAND, WHOLE = 3.0, 1.0, 5.0, 3.0
"""What a phrase weighs: it says the verb, only fits it, is the verb typed first, is all that was typed."""
PER_WORD = 0.4
"""Longer phrases say more."""
LONE_WORD = 2.2
"""A single word of small talk ("joke", "nervous"): enough alone, less than any phrase that asks for something."""
HEARD = 0.6
"""What it weighs to sound like a verb, for each word that only that verb has."""
TALE, PER_WORD_AFTER = 12, 0.5
"""A command with so many words behind it has a tale told after it, whose words must not outweigh it."""
PLAIN = 6.0
"""From here, and with a good lead, no more is asked for."""
LEFT_OVER = 3
"""How many words may follow one that is a verb only when little else is said."""
ENOUGH = 1.0
"""Below this nothing was understood."""
FEW, PER_WORD_MORE = 5, 0.15
"""Of so many words one that only fits a verb may say it; of more it takes more: "pick rates on every screen"."""

_SHORT = frozenset(
    {
        Verb.BACK,
        Verb.SKIP,
        Verb.YES,
        Verb.NO,
        Verb.LATER,
        Verb.HOME,
        Verb.WHY,
        Verb.UNDO,
        Verb.EDIT,
        Verb.HELP,
        Verb.UNSURE,
    }
)
"""Verbs that are one only when little else is said: "next Tuesday" does not skip."""


_BEFORE_COMMANDS = frozenset(["/", "coach", "hi", "hey", "hello", "-", "delta"])


_MANNERS = (Verb.GREETING, Verb.THANKS)


@dataclass(frozen=True, slots=True)
class Signs:
    """What else is in the message, found by the other grammars."""

    future: bool = False
    past: bool = False
    money: bool = False
    companies: int = 0
    choice: bool = False
    """Two names with "or" between them."""
    has_known: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """The verb, how much speaks for it and by how much it leads, and the tokens that said it."""

    verb: Verb
    topic: Topic | None
    score: float
    lead: float
    tokens: frozenset[int]
    ordered: bool = False
    """Whether it was typed first, as a command."""


@dataclass(frozen=True, slots=True)
class _Hit:
    verb: Verb
    topic: Topic | None
    weight: float
    first: int
    after: int
    words: int
    solid: bool


def read_intent(reader: Reader, signs: Signs, job: frozenset[int] = frozenset()) -> Intent:
    """The verb that the message means, `UNKNOWN` when too little speaks for any.

    `job` are the tokens of a job title: a shift manager shifts nothing.
    """
    content = [i for i, t in enumerate(reader.tokens) if _counts(reader, i, t.shape)]
    words = [reader.norms[i] for i in content]
    titled = {place for place, i in enumerate(content) if i in job}
    hits = _uncovered([h for h in _hits(reader, words) if not titled.issuperset(range(h.first, h.after))])
    scores = _scores(hits)
    heard = {} if _plain(scores) else _heard(reader, words, titled)
    for (verb, _), loudness in heard.items():
        scores[verb] = scores.get(verb, 0.0) + HEARD * loudness
    _settle(scores, hits, signs)
    for verb, weight in _by_signs(signs, scores):
        scores[verb] = scores.get(verb, 0.0) + weight
    _mind_manners(scores)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    told = signs.future or signs.past or signs.money  # a day or an amount says it in however many words
    enough = ENOUGH if told else min(STRONG, ENOUGH + PER_WORD_MORE * max(0, len(content) - FEW))
    if not ranked or ranked[0][1] < enough:
        return Intent(Verb.UNKNOWN, None, ranked[0][1] if ranked else 0.0, 0.0, frozenset())
    verb, score = ranked[0]
    own = [h for h in hits if h.verb is verb]
    topic = next((h.topic for h in sorted(own, key=lambda h: -h.weight) if h.topic is not None), None)
    spoken = frozenset(content[i] for h in own for i in range(h.first, h.after) if h.solid)
    lead = score - (ranked[1][1] if len(ranked) > 1 else 0.0)
    return Intent(verb, topic, score, lead, spoken, _ordered(own))


def _ordered(hits: list[_Hit]) -> bool:
    return any(h.weight >= COMMAND for h in hits)


def _plain(scores: dict[Verb, float]) -> bool:
    """Whether the phrases alone leave no doubt, so that nobody need listen for more."""
    ranked = sorted(scores.values(), reverse=True)
    return bool(ranked) and ranked[0] >= PLAIN and (len(ranked) == 1 or ranked[0] - ranked[1] >= STRONG)


def _heard(reader: Reader, words: list[str], titled: set[int]) -> dict[Label, float]:
    noise = reader.spoken.noise
    return reader.spoken.likeness.scores(
        [w for i, w in enumerate(words) if i not in titled and w not in noise]
    )


def _counts(reader: Reader, index: int, shape: Shape) -> bool:
    if shape is Shape.MARK:
        return not reader.norms[index].isascii() or reader.norms[index] in "?/-"
    return True


def _hits(reader: Reader, words: list[str]) -> Iterator[_Hit]:
    lexicons = [(reader.spoken, 1.0)]
    if reader.second is not None:
        lexicons.append((reader.second, 0.8))
    start = _start(words, reader.spoken.noise)
    for spoken, trust in lexicons:
        for index in range(len(words)):
            for found in spoken.talk.all_at(words, index):
                yield from _weighed(found, words, start, trust, reader.spoken.noise)


def _start(words: list[str], noise: frozenset[str]) -> int:
    """Where a command would begin: after `/coach`, a greeting, a dash or a "please"."""
    index = 0
    while index < len(words) and _before_command(words[index], noise):
        index += 1
    return index if index < len(words) else 0


def _before_command(word: str, noise: frozenset[str]) -> bool:
    """An article is none of these: "the interview is over" orders no interview."""
    return word in _BEFORE_COMMANDS or (word in noise and word not in surroundings().articles)


def _weighed(
    found: Found, words: list[str], start: int, trust: float, noise: frozenset[str]
) -> Iterator[_Hit]:
    at_start = found.first <= start
    left = sum(1 for w in words[found.after :] if w != "?" and w not in noise)
    whole, alone = at_start and left == 0, at_start and left <= LEFT_OVER
    for sense in found.senses:
        if sense.kind is Kind.TALK:
            verb, topic = sense.value
            alone_word = found.words == 1 and verb not in _MANNERS
            weight = LONE_WORD if alone_word else STRONG + PER_WORD * (found.words - 1)
            weight += WHOLE if whole else 0.0
        else:
            verb, strength = sense.value
            topic = None
            if strength == "command":
                if not at_start or (verb in _SHORT and not (alone or whole)):
                    continue
                weight = COMMAND + (WHOLE if whole else 0.0) + max(0, len(words) - TALE) * PER_WORD_AFTER
            else:
                weight = (STRONG if strength == "strong" else WEAK) + PER_WORD * (found.words - 1)
        yield _Hit(verb, topic, weight * trust, found.first, found.after, found.words, found.solid)


def _uncovered(hits: list[_Hit]) -> list[_Hit]:
    """Without the hits inside a longer phrase of another verb: "help me choose" asks for no help."""
    solid = [h for h in hits if h.solid and h.weight >= STRONG]
    return [h for h in hits if not any(_covers(s, h) for s in solid)]


def _covers(long: _Hit, short: _Hit) -> bool:
    return (
        long.verb is not short.verb
        and long.first <= short.first
        and short.after <= long.after
        and long.words > short.words
    )


def _scores(hits: list[_Hit]) -> dict[Verb, float]:
    """The sum per verb: the heaviest phrase whole, further ones at half, words counted once."""
    scores: dict[Verb, float] = {}
    taken: dict[Verb, set[int]] = {}
    for hit in sorted(hits, key=lambda h: -h.weight):
        covered = taken.setdefault(hit.verb, set())
        span = set(range(hit.first, hit.after))
        if covered & span:
            continue
        share = 0.5 if covered and hit.weight >= STRONG else 0.7 if covered else 1.0
        scores[hit.verb] = scores.get(hit.verb, 0.0) + hit.weight * share
        covered |= span
    return scores


def _by_signs(signs: Signs, scores: dict[Verb, float]) -> Iterator[tuple[Verb, float]]:
    if signs.future:
        yield Verb.INTERVIEW, 2.0
        yield from ((verb, -3.0) for verb in (Verb.YES, Verb.NO) if verb in scores)
        if scores.get(Verb.MOVE, 0.0) >= STRONG:
            yield Verb.MOVE, 3.0
    if signs.past:
        yield Verb.DEBRIEF, 2.0
    if signs.money:
        yield Verb.OFFER, 2.5
        if Verb.MOVE in scores and not signs.future:
            yield Verb.MOVE, -scores[Verb.MOVE] / 2
    if signs.choice:
        yield Verb.COMPARE, 3.0
    elif signs.companies > 1:
        yield Verb.COMPARE, 1.5
    if signs.has_known:
        for verb in (Verb.MOVE, Verb.CANCEL, Verb.DEBRIEF, Verb.VERDICT, Verb.PREP):
            if verb in scores:
                yield verb, 0.5


def _settle(scores: dict[Verb, float], hits: list[_Hit], signs: Signs) -> None:
    """What is said about an interview is no new one, unless it begins with the command."""
    ordered = _ordered([h for h in hits if h.verb is Verb.INTERVIEW])
    if ordered and signs.past:
        return
    about_one = [Verb.MOVE, Verb.CANCEL, Verb.PREP, *([] if signs.future else [Verb.DEBRIEF])]
    if any(scores.get(verb, 0.0) >= STRONG for verb in about_one) and Verb.INTERVIEW in scores:
        scores[Verb.INTERVIEW] *= 0.4


def _mind_manners(scores: dict[Verb, float]) -> None:
    """A greeting, thanks or an "ok" in front of a request is manners; "the interview was a disaster" is no report."""
    if scores.get(Verb.FRUSTRATION, 0.0) >= LONE_WORD and Verb.DEBRIEF in scores:
        scores[Verb.FRUSTRATION] += 1.5
    best = max((s for v, s in scores.items() if v not in SMALL_TALK), default=0.0)
    for verb in (*_MANNERS, Verb.OFF_TOPIC):
        if verb in scores and best >= STRONG:
            scores[verb] = min(scores[verb], best - 1.0)
    asked = max((s for v, s in scores.items() if v not in SMALL_TALK and v is not Verb.YES), default=0.0)
    if Verb.YES in scores and asked >= STRONG:
        scores[Verb.YES] = min(scores[Verb.YES], asked - 1.0)
