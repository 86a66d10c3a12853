"""Several days that each have a time of their own: tomorrow at 2 or Friday at 10:30."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby, pairwise

from dialogs.words.when_choose_clock import choose_clock
from dialogs.words.when_choose_day import choose_day
from dialogs.words.when_frame import Frame
from dialogs.words.when_parts import ClockSaid, DaySaid, Part


def paired(
    days: Sequence[DaySaid], clocks: Sequence[ClockSaid], parts: Sequence[Part], frame: Frame
) -> tuple[datetime, ...]:
    """The moments, by the clocks that they were said by, where days and times take turns and name more than one
    moment; else none: "Tuesday or Wednesday at 3 or 4" leaves open which goes with which."""
    in_order = sorted((*days, *clocks), key=lambda p: p.place.first)
    runs = [list(run) for _, run in groupby(in_order, key=lambda p: isinstance(p, ClockSaid))]
    if len(runs) < 4 or len(runs) % 2:
        return ()
    pairs = [(*runs[i], *runs[i + 1]) for i in range(0, len(runs), 2)]
    starts = [min(p.place.first for p in pair) for pair in pairs] + [1 << 30]
    moments: dict[datetime, None] = {}
    for pair, (start, end) in zip(pairs, pairwise(starts), strict=True):
        within = [p for p in parts if start <= p.place.first < end]
        clock = choose_clock([p for p in pair if isinstance(p, ClockSaid)], within, frame)
        certain = clock.clocks[0] if len(clock.clocks) == 1 else None
        day = choose_day([p for p in pair if not isinstance(p, ClockSaid)], None, certain, frame)
        if not clock.clocks or not day.days or (clock.problem or day.problem):
            return ()
        moments |= {datetime.combine(d, c): None for d in day.days for c in clock.clocks}
    return tuple(moments) if len(moments) > 1 else ()
