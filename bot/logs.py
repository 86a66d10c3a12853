"""How the log is written: what happened, to which row, and never what a person said.

The words of an exception may hold the words of a person (a value that did not parse, a row that did not open), so of
an exception only its type and the places it came through are written.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

QUIET = ("aiohttp.access", "apscheduler", "asyncio", "azure", "msrest", "slack_bolt", "slack_sdk", "urllib3")
"""Libraries that write what they were sent when they are asked for details; only their warnings are let through."""

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(form: Literal["console", "json"], to: TextIO = sys.stderr) -> None:
    """Sets the log of this process up, for our own words and for the libraries'."""
    stamps: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        only_the_places,
    ]
    structlog.configure(
        processors=[*stamps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    draw: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=to.isatty())
    )
    handler = logging.StreamHandler(to)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=stamps,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, draw],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def only_the_places(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Of an exception, its type and the lines it came through; not its message, and no values."""
    found = event.pop("exc_info", None)
    if found is None or found is False:
        return event
    error = _exception(found)
    if error is not None:
        event["error"] = type(error).__name__
        event["at"] = [
            f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-6:]
        ]
    return event


def _exception(found: object) -> BaseException | None:
    if isinstance(found, BaseException):
        return found
    if isinstance(found, tuple):
        return found[1] if isinstance(found[1], BaseException) else None
    return sys.exc_info()[1]
