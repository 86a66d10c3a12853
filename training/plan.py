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
    seed: int = 8
