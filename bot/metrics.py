"""What can be counted without knowing anybody: how many, how late, how it ended. No tenant, no person, no words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.courier import DOUBTFUL
from dialogs.ports import Due, Outcome

LATE = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 7200)


class Metrics:
    """One process's counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._ended = Counter(
            "coach_outbox_rows",
            "Rows of the outbox that were worked, by how that ended (due: it is tried again).",
            ("platform", "kind", "state"),
            registry=self.registry,
        )
        self._doubtful = Counter(
            "coach_outbox_doubtful",
            "Posts that may stand twice: sent again after a worker died or an answer was lost.",
            ("platform",),
            registry=self.registry,
        )
        self._late = Histogram(
            "coach_outbox_lateness_seconds",
            "Seconds between the moment a row was due and the moment it was marked as sent or done.",
            ("platform", "kind"),
            buckets=LATE,
            registry=self.registry,
        )
        self._in_flight = Gauge("coach_in_flight", "Rows and turns under way.", registry=self.registry)

    def watch(self, in_flight: Callable[[], int]) -> None:
        """Where to read how much is under way."""
        self._in_flight.set_function(in_flight)

    def settled(self, outcome: Outcome, now: datetime) -> None:
        """Counts one outcome."""
        row = outcome.row
        kind = type(row.work).__name__.lower()
        self._ended.labels(row.platform.value, kind, outcome.state.value).inc()
        if outcome.state in (Due.SENT, Due.DONE):
            late = max(0.0, (now - row.due_at).total_seconds())
            self._late.labels(row.platform.value, kind).observe(late)
        if outcome.state is Due.SENT and row.reason in DOUBTFUL:
            self._doubtful.labels(row.platform.value).inc()

    def page(self) -> bytes:
        """The counts, as Prometheus reads them."""
        return generate_latest(self.registry)
