"""What a message can mean: the public types of the understanding of plain words.

All of them are frozen and made of plain fields, so that a dialog can keep them through a restart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from dialogs.rubric import Role
from dialogs.words.standing import NOTHING_STANDS, Standing


class Verb(StrEnum):
    """What the person wants. The first block are the verbs they can type; the last are kinds of talk."""

    INTERVIEW = "interview"
    PREP = "prep"
    DEBRIEF = "debrief"
    VERDICT = "verdict"
    OFFER = "offer"
    COMPARE = "compare"
    STATUS = "status"
    SETTINGS = "settings"
    PAUSE = "pause"
    RESUME = "resume"
    SHARE = "share"
    EXPORT = "export"
    FORGET = "forget"
    HELP = "help"
    HOME = "home"

    MOVE = "move"
    CANCEL = "cancel"
    SNOOZE = "snooze"
    LOOK_BACK = "look_back"

    BACK = "back"
    SKIP = "skip"
    NOT_ASKED = "not_asked"
    DODGED = "dodged"
    UNSURE = "unsure"
    """No idea; I don't remember."""
    UNDO = "undo"
    EDIT = "edit"
    LATER = "later"
    YES = "yes"
    NO = "no"
    SHOW_HERE = "show_here"
    WHY = "why"

    THANKS = "thanks"
    GREETING = "greeting"
    FRUSTRATION = "frustration"
    OFF_TOPIC = "off_topic"
    ABOUT_BOT = "about_bot"

    UNKNOWN = "unknown"


SMALL_TALK = frozenset({Verb.THANKS, Verb.GREETING, Verb.FRUSTRATION, Verb.OFF_TOPIC, Verb.ABOUT_BOT})


class Extent(StrEnum):
    """How much of what is kept a message is about, where it says so."""

    EVERYTHING = "everything"
    ANSWER = "answer"
    PART = "part"
    """Less than a company: an offer, an interview, a question."""


class Topic(StrEnum):
    """What a question about the bot, a frustration or an off-topic remark is about."""

    HUMAN = "human"
    PRIVACY = "privacy"
    COST = "cost"
    WHO_MADE_IT = "who_made_it"
    HOW_IT_WORKS = "how_it_works"
    ADVICE_LIMITS = "advice_limits"
    LANGUAGES = "languages"
    WENT_BADLY = "went_badly"
    REJECTED = "rejected"
    WORRIED = "worried"
    ANNOYED = "annoyed"
    GOODBYE = "goodbye"
    HOW_ARE_YOU = "how_are_you"


@dataclass(frozen=True, slots=True)
class KnownOpportunity:
    """An opportunity that the person already has. `next_interview_at` is aware, or None."""

    id: str
    company: str
    role: str | None = None
    next_interview_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person when a message comes in; all of it may be missing.

    `focus` is the id of the opportunity that was just spoken of ("it", "that one"), `language` a two-letter
    code, `day_first` whether they write 3/4 for the third of April (None: not known, so it is asked).
    """

    opportunities: tuple[KnownOpportunity, ...] = ()
    focus: str | None = None
    language: str | None = None
    day_first: bool | None = None

    def opportunity(self, opportunity_id: str | None) -> KnownOpportunity | None:
        """The opportunity with that id, or None."""
        return next((o for o in self.opportunities if o.id == opportunity_id), None)


class AskField(StrEnum):
    """Which field of an Understanding a question put back would fill."""

    VERB = "verb"
    COMPANY = "company"
    COMPANIES = "companies"
    STARTS_AT = "starts_at"
    ZONE = "zone"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Ask:
    """The one question to put back. Every choice, typed as it stands, is an answer that is understood."""

    field: AskField
    sentence: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one message means, and what is still to be asked.

    `starts_at` is set only when it is certain, or when it was decided by a rule that `when_note` tells the
    person. When the day is certain and the time is not (or the other way round), `day` (or `clock`) holds the
    certain half, so that the answer to the question needs only the other. `rest` is what nothing was made of;
    for an offer it is the text of the terms.
    """

    verb: Verb
    company: str | None = None
    companies: tuple[str, ...] = ()
    opportunity_id: str | None = None
    named: bool = False
    """Whether `company` stands in the message, rather than being the one just spoken of."""
    resembles: str | None = None
    """A company they have whose name `company` begins with: perhaps the same, more likely another."""
    role: str | None = None
    met: Role | None = None
    met_words: str | None = None
    met_name: str | None = None
    starts_at: datetime | None = None
    was_at: datetime | None = None
    """When it was, where day and time are certain and over."""
    zone_said: str | None = None
    when_note: str | None = None
    day: date | None = None
    clock: time | None = None
    standing: Standing = NOTHING_STANDS
    """What stands of a time that is asked about: handed back with the answer, which then needs only the rest."""
    lasts_minutes: int | None = None
    until: date | None = None
    remind_at: datetime | None = None
    topic: Topic | None = None
    extent: Extent | None = None
    """What is to be forgotten; None where nothing was said but perhaps a company."""
    rest: str = ""
    ask: Ask | None = None
    also: tuple[Understanding, ...] = ()
    """The other interviews that the message tells of, each by itself."""
    clause: str = ""
    """The words of the message that this is the meaning of, where it tells of several interviews."""
    confident: bool = True
    corrects: bool = False
    """Whether it does nothing but put right a time that was said before."""
    ordered: bool = False
    """Whether the message begins with the verb as a command: "delete …", not "they delete …"."""
    language: str = "en"
