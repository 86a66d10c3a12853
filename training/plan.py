"""What one stage of the fine-tuning does."""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True)
class Stage:
    """Rows that are new, and how they are learned; those of earlier stages are gone over again beside them."""

    files: tuple[str, ...]
    plan: Plan


HELD_OUT = ("answers-quoted", "article-b", "lang-fr")
"""Authors whose rows never train: a voice of notes, a voice of articles, and one language."""

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
)
