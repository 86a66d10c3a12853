"""All the coach can do, in one place: which flow answers which verb, which button, which dialog.

Help texts, the manifests of the platforms and the tests are checked against these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dialogs.desk import Args, Desk
from dialogs.dialog import Dialog
from dialogs.flows import (
    comparing,
    criteria,
    debriefing,
    editing,
    explaining,
    forgetting,
    interviews,
    judging,
    keeping,
    looking_back,
    moving,
    offering,
    own_words,
    preparing,
    readings,
    reminding,
    second_reader,
    settings,
    sharing,
    standing,
    talking,
    telling,
    terms_card,
)
from dialogs.words.meaning import SMALL_TALK, Understanding, Verb

VerbFlow = Callable[[Desk, Understanding, str], None]
ActFlow = Callable[[Desk, Args, Args], None]

VERBS: Mapping[Verb, VerbFlow] = {
    Verb.INTERVIEW: interviews.interview,
    Verb.MOVE: moving.move,
    Verb.CANCEL: moving.cancel,
    Verb.PREP: preparing.prep,
    Verb.DEBRIEF: telling.debrief,
    Verb.VERDICT: judging.verdict,
    Verb.WHY: explaining.why,
    Verb.OFFER: offering.offer,
    Verb.COMPARE: comparing.compare,
    Verb.STATUS: standing.status,
    Verb.HOME: talking.home,
    Verb.SHARE: sharing.share,
    Verb.UNDO: sharing.undo,
    **dict.fromkeys(
        (Verb.SKIP, Verb.BACK, Verb.NOT_ASKED, Verb.DODGED, Verb.YES, Verb.NO), talking.nothing_open
    ),
    Verb.LATER: talking.nothing_open,
    Verb.SETTINGS: settings.settings,
    Verb.PAUSE: keeping.pause,
    Verb.RESUME: keeping.resume,
    Verb.EXPORT: keeping.export,
    Verb.FORGET: forgetting.forget,
    Verb.LOOK_BACK: looking_back.look_back,
    Verb.EDIT: editing.edit,
    **dict.fromkeys((Verb.HELP, Verb.UNSURE), talking.help_),
    Verb.UNKNOWN: talking.unknown,
    **dict.fromkeys(SMALL_TALK, talking.chat),
}

ACTS: Mapping[str, ActFlow] = {
    "interview.new": interviews.new_pressed,
    "interview.move": moving.move_pressed,
    "interview.cancel": moving.cancel_pressed,
    "interview.change": moving.change_pressed,
    "interview.met": interviews.met_pressed,
    "opportunity.close": moving.close_pressed,
    "remind.snooze": reminding.snooze_pressed,
    "prep.start": preparing.start_pressed,
    "prep.pin_all": preparing.pin_all_pressed,
    "prep.pin": preparing.pin_pressed,
    "prep.unpin": preparing.unpin_pressed,
    "prep.swap": preparing.swap_pressed,
    "prep.own": own_words.own_pressed,
    "prep.dimension": own_words.dimension_pressed,
    "prep.card": preparing.card_pressed,
    "prep.ready": own_words.ready_pressed,
    "prep.difference": own_words.difference_pressed,
    "debrief.start": telling.start_pressed,
    "debrief.note": telling.note_pressed,
    "debrief.keep": telling.keep_pressed,
    "debrief.answers": editing.answers_pressed,
    "reading.right": readings.right_pressed,
    "reading.correct": readings.correct_pressed,
    "reading.why": readings.why_pressed,
    "reading.change": readings.change_pressed,
    "reading.changed": readings.changed,
    "answer.edit": editing.edit_pressed,
    "answer.source": readings.seen_pressed,
    "verdict.show": judging.pressed,
    "verdict.why": judging.why_pressed,
    "offer.form": terms_card.form_pressed,
    "offer.fill": terms_card.filled,
    "offer.confirm": terms_card.confirm_pressed,
    "offer.present": terms_card.present_pressed,
    "offer.chose": looking_back.chose_pressed,
    "compare.start": comparing.start_pressed,
    "compare.weigh": comparing.weigh_pressed,
    "compare.why": explaining.pressed,
    "compare.criterion": criteria.add_pressed,
    "compare.flip": comparing.flip_pressed,
    "compare.note": comparing.note_pressed,
    "share.start": sharing.start_pressed,
    "share.post": sharing.post_pressed,
    "share.dont": sharing.dont_pressed,
    "share.back": sharing.back_pressed,
    "look_back.held": looking_back.held_pressed,
    "look_back.difference": looking_back.difference_pressed,
    "status.show": standing.show,
    "board.open": standing.board_opened,
    "settings.show": settings.show_pressed,
    "settings.fill": settings.filled,
    "settings.reader": second_reader.pressed,
    "pause.until": keeping.pause_pressed,
    "pause.resume": keeping.resume_pressed,
    "export.start": keeping.export_pressed,
    "export.words": keeping.export_in_words_pressed,
    "export.declined": keeping.export_declined,
    "export.unsaved": keeping.export_unsaved,
    "export.stale": keeping.export_stale,
    "answer.which": forgetting.which_pressed,
    "answer.forget": forgetting.answer_pressed,
    "answer.forgotten": forgetting.answer_forgotten,
    "forget.ask": forgetting.ask_pressed,
    "forget.one": forgetting.forget_one_pressed,
    "forget.all": forgetting.forget_all_pressed,
    "forget.keep": forgetting.keep_pressed,
    "help.show": talking.help_pressed,
    "file.sent": talking.file_sent,
}

DIALOGS: Mapping[str, Dialog] = {
    dialog.id: dialog
    for dialog in (
        interviews.BOOKING,
        moving.MOVING,
        moving.CHANGING,
        own_words.OWN,
        own_words.DIFFERENCE,
        debriefing.DEBRIEF,
        editing.EDITING,
        offering.OFFER,
        offering.OPEN_TERM,
        comparing.COMPARING,
        criteria.CRITERION,
        sharing.SHARING,
    )
}
