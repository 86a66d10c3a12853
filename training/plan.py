"""What one stage of the fine-tuning does."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Plan:
    """What one stage does."""

    epochs: int = 6
    """Epochs that the falling rate is laid out for."""
    stop_after: int = 6
    """Epochs that are run; fewer where a later stage takes over before the rate has fallen."""
    rate: float = 1.5e-4
    head_rate: float = 8e-4
    layer_decay: float = 0.94
    frozen_layers: int = 4
    """The lowest layers, which know languages rather than meaning, stay as they are."""
    batch_pieces: int = 900
    dropout: float = 0.1
    smoothing: float = 0.05
    hidden_dimension: float = 0.2
    """How often the dimension is withheld, so that answers to no known question can be read too."""
    composed: float = 0.15
    """How often a row is composed of two others (see `compose`)."""
    replayed: float = 1.0
    """The share of the rows of earlier stages that an epoch goes over again, drawn anew each time."""
    noise: float = 0.0
    """How often a row gets a few slips of the keyboard."""
    flip_cost: float = 0.0
    """What the opposite pole's probability costs on an answer of one pole, beside the cross entropy."""
    averaged: float = 0.0
    """The share that the running mean of the weights keeps at every step; 0 keeps no mean."""
    seed: int = 8


LATER = Plan(
    epochs=3,
    stop_after=3,
    rate=8e-5,
    head_rate=3e-4,
    composed=0.12,
    noise=0.12,
    flip_cost=0.5,
    averaged=0.99,
)
"""What the later stages have in common."""

SETTLING = replace(
    LATER,
    epochs=2,
    stop_after=2,
    rate=6e-5,
    head_rate=2e-4,
    noise=0.15,
    flip_cost=0.3,
    composed=0.1,
    smoothing=0.08,
)
"""A last pass with smaller steps over what is known already."""


@dataclass(frozen=True)
class Stage:
    """Rows that are new, and how they are learned; those of earlier stages are gone over again beside them."""

    files: tuple[str, ...]
    plan: Plan


HELD_OUT = ("holdout-notes", "holdout-article", "holdout-lang", "holdout-strangers")
"""Never train, and nothing is chosen by them: the committed figures are measured on them, once."""

CHOSEN_ON = ("calibration-a", "calibration-b", "calibration-c")
"""Three writers who never train either, of everyday answers, of hard ones, of articles and other languages: on them
the temperature is fitted."""

_SECOND_HANDS = ("chat-b", "lang-de-b", "lang-es-b", "article-e", "answers-quoted", "article-b", "lang-fr")
_LAST = ("article-f", "notes-h", "notes-i", "lang-it-b", "lang-nl-b", "lang-pl-b", "lang-pt-b")
_STRANGERS = ("article-g", "chat-c", "lang-c", "notes-j", "office-a", "quoted-b")
"""Six writers who had read nothing but the rubric."""

_HARDER = ("article-h", "lang-d", "mixed-c", "notes-k", "office-b", "short-b")
"""Six more, who were told what the reader got wrong on the rows of the first six."""
_HARDER_STILL = ("article-i", "chat-d", "quoted-c")

STAGES = (
    Stage(
        (
            *("answers", "answers-chat", "answers-debrief"),
            *("article-a", "article-c"),
            *("lang-de", "lang-es", "lang-it", "lang-nl", "lang-pl", "lang-pt"),
            *("notes-a", "notes-b", "notes-c", "notes-d", "notes-e", "notes-f", "notes-pairs"),
        ),
        Plan(epochs=6, stop_after=5, rate=1.5e-4),
    ),
    Stage(
        ("article-d", "notes-nothing", "notes-triples"),  # written for what the first stage still got wrong
        Plan(epochs=2, rate=6e-5, head_rate=3e-4, composed=0.2, seed=9),
    ),
    Stage(
        ("flip-pairs", "mixed-b", "notes-g", "lang-fr-b"),
        replace(LATER, replayed=0.35, averaged=0.985, seed=11),
    ),
    Stage(_SECOND_HANDS, replace(LATER, epochs=2, stop_after=1, replayed=0.25, averaged=0.985, seed=12)),
    Stage((*_SECOND_HANDS, *_LAST), replace(LATER, replayed=0.45, seed=13)),
    Stage((*_SECOND_HANDS, *_LAST), replace(SETTLING, replayed=0.3, seed=14)),
    Stage(_STRANGERS, replace(LATER, replayed=0.5, flip_cost=0.4, noise=0.1, frozen_layers=2, seed=15)),
    Stage(_HARDER, replace(LATER, replayed=0.3, flip_cost=0.4, noise=0.1, frozen_layers=2, seed=16)),
    Stage(_HARDER_STILL, replace(SETTLING, replayed=0.35, noise=0.1, frozen_layers=2, seed=17)),
)
